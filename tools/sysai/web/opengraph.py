"""OpenGraph: how a page looks where its address is shared (https://ogp.me)."""

from __future__ import annotations

from dataclasses import dataclass

from .place import Place

WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shown of a page: its path and title, one sentence, and a picture with its title."""

    path: str
    title: str
    description: str = ""
    kind: str = "website"
    card: str = ""
    card_title: str = ""


def tags(shared: Shared, place: Place) -> list[tuple[str, str]]:
    """(property, content) of each tag; what must be an address is left out where none is known."""
    image = place.absolute(shared.card) if shared.card else ""
    found = [
        ("og:title", shared.title),
        ("og:type", shared.kind),
        ("og:site_name", place.title),
        ("og:description", shared.description),
        ("og:url", place.absolute(shared.path)),
    ]
    if image:
        found += [
            ("og:image", image),
            ("og:image:type", "image/png"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", shared.card_title),
        ]
    return [(name, content) for name, content in found if content]


def twitter(shared: Shared, place: Place) -> list[tuple[str, str]]:
    """(name, content) of the tag that makes X show the picture large; the rest it reads above."""
    return [("twitter:card", "summary_large_image")] if place.base_url and shared.card else []
