"""How to report an error in a record: a form that is filled in as far as we know it."""

from __future__ import annotations

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
