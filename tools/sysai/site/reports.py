"""How to tell what is wrong with a record: a line on each work's page, and a directive.

Both lead to the form of the repository that ``sysai_repository`` names; where none is named they
say which file to mend, and how.  The line is put below the page's text when it is written: a
directive on ten thousand pages would have to be read ten thousand times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..web import report

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from ..record import Record

#: The document that explains how records are checked.
PAGE = "about/checking"

_WHAT = (
    "Name the work by its key, say what is wrong, what is right, and the public address at which "
    "you saw it: only what somebody can look up there can be put right."
)


def line_of(app: Sphinx, pagename: str, record: Record) -> str:
    """The line below the text of the page *pagename*, as HTML."""
    about = ""
    if PAGE in app.env.found_docs:
        about = app.builder.get_relative_uri(pagename, PAGE)
    return report.line(record, app.config.sysai_repository, about)


class ReportDirective(SphinxDirective):
    """``{report-error}``: what to do about an error, for the page that explains checking."""

    def run(self) -> list[Node]:
        """A paragraph."""
        if url := report.form_url(self.config.sysai_repository):
            form = nodes.reference("", "Fill in the form", refuri=url, internal=False)
            line = nodes.paragraph("", "", form, nodes.Text(f". {_WHAT}"))
        else:
            before = (
                "Each entry ends with the file its facts stand in. Mend that file, put the source "
                "under "
            )
            after = ", and send the change to those from whom you have the handbook. "
            where = nodes.literal("checked", "checked")
            line = nodes.paragraph("", before, where, nodes.Text(after + _WHAT))
        return [line]


def setup_reports(app: Sphinx) -> None:
    """Register the directive."""
    app.add_config_value("sysai_repository", "", "env", types=str)
    app.add_directive("report-error", ReportDirective)
