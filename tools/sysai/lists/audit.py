"""What of a list the handbook has: one line an item, and a total."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..corpus import Corpus
from .markdown import Item, Prose, read
from .matching import Index, Match


@dataclass(frozen=True, slots=True)
class Audit:
    """Every item with its match (None: missing), and what of the list is no work."""

    items: tuple[tuple[Item, Match | None], ...]
    prose: tuple[Prose, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        """The items that the handbook lacks."""
        return tuple(item for item, match in self.items if match is None)


def audit(text: str, corpus: Corpus) -> Audit:
    """Compare the list *text* with *corpus*."""
    items, prose = read(text)
    index = Index(corpus)
    found = sorted(((item, index.find(item)) for item in items), key=lambda one: one[0].line)
    return Audit(tuple(found), tuple(sorted(prose, key=lambda one: one.line)))


def render(path: str, result: Audit, form: str) -> str:
    """The audit as ``text`` (``path:line: …`` lines and a total) or ``json``."""
    present = len(result.items) - len(result.missing)
    if form == "json":
        data = {
            "present": [
                {"line": item.line, "title": item.title, "key": match.record.key, "how": match.how}
                for item, match in result.items
                if match
            ],
            "missing": [{"line": item.line, "title": item.title} for item in result.missing],
            "not_a_work": [{"line": one.line, "text": one.text} for one in result.prose],
        }
        return json.dumps(data, ensure_ascii=False, indent=1)
    lines = []
    for item, match in result.items:
        state = f"present: {match.record.key} (by {match.how})" if match else "missing"
        lines.append((item.line, f"{path}:{item.line}: {state}: {item.title}"))
    lines += [(one.line, f"{path}:{one.line}: not a work: {one.text}") for one in result.prose]
    total = (
        f"{len(result.items)} items: {present} present, {len(result.missing)} missing; "
        f"{len(result.prose)} lines are not works"
    )
    return "\n".join([*(text for _, text in sorted(lines)), total])
