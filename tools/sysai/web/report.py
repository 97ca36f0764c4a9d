"""How to report an error in a record: a form that is filled in as far as we know it."""

from __future__ import annotations

import html
from urllib.parse import urlencode

from ..record import Record

#: File of the form in the repository's `.github/ISSUE_TEMPLATE/`; its fields are named there.
FORM = "record-error.yml"


def form_url(repository: str, record: Record | None = None) -> str:
    """Address of the form, with the work's key, title and file where *record* is given.

    *repository* is the address of the repository's page; empty gives an empty address.
    """
    if not repository:
        return ""
    values = {"template": FORM}
    if record is not None:
        values["title"] = f"{record.key}: "
        values["key"] = record.key
        values["work"] = record.title
        values["file"] = record.where.path
    return f"{repository.rstrip('/')}/issues/new?{urlencode(values)}"


def line(record: Record, repository: str, about: str) -> str:
    """The last line of a work's page, as HTML: the form, and the page that explains checking.

    *about* is the address of that page, or empty.  Without a repository the page says what to do,
    and the file named here is what to mend.
    """
    parts = []
    if url := form_url(repository, record) or about:
        parts.append(_link(url, "Report an error"))
    else:
        parts.append("Found an error? It can be mended")
    parts.append(f"in <code>{html.escape(record.where.path)}</code>")
    if about and url != about:
        parts.append(f"· {_link(about, 'How records are checked')}")
    return f'<p class="entry-report" data-pagefind-ignore>{" ".join(parts)}</p>'


def _link(url: str, text: str) -> str:
    outside = "external" if "//" in url else "internal"
    return f'<a class="reference {outside}" href="{html.escape(url)}">{text}</a>'
