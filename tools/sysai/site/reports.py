"""The directive ``{report-error}``: how to tell what is wrong with a record.

On the page of a work (its key as argument) it is a link; on the page that explains how records
are checked (no argument) it says what to do.  Both lead to the form of the repository that
``sysai_repository`` names; where none is named they say which file to mend, and how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from ..web.report import form_url
from .citations import document_reference
from .generate import corpus_of

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

#: The document that explains how records are checked.
PAGE = "about/checking"


class ReportDirective(SphinxDirective):
    """A line about one work, or a paragraph about all."""

    optional_arguments = 1

    def run(self) -> list[Node]:
        """The link, on the site only; a book cannot be answered."""
        only = addnodes.only(expr="builder_html or builder_dirhtml")
        only += self._line(self.arguments[0]) if self.arguments else self._paragraph()
        return [only]

    def _line(self, key: str) -> Node:
        record = corpus_of(self.env.app).resolve(key)
        if record is None:
            raise self.error(f"no work has the key {key!r}")
        text = "Report an error"
        link: Element
        if url := form_url(self.config.sysai_repository, record):
            link = _link(text, url)
        elif PAGE in self.env.found_docs:
            link = document_reference(self.env, PAGE, text)
        else:
            link = nodes.inline(text, text)
        file = nodes.literal(record.where.path, record.where.path)
        return nodes.paragraph("", "", link, nodes.Text(" in "), file, classes=["entry-report"])

    def _paragraph(self) -> Node:
        what = (
            "Name the work by its key, say what is wrong, what is right, and the public address "
            "at which you saw it: only what somebody can look up there can be put right."
        )
        if url := form_url(self.config.sysai_repository):
            line = nodes.paragraph("", "", _link("Fill in the form", url), nodes.Text(". "))
        else:
            before = (
                "Each entry ends with the file its facts stand in. Mend that file, put the source "
                "under "
            )
            after = ", and send the change to those from whom you have the handbook. "
            line = nodes.paragraph(
                "", before, nodes.literal("checked", "checked"), nodes.Text(after)
            )
        line += nodes.Text(what)
        return line


def _link(text: str, url: str) -> nodes.reference:
    return nodes.reference("", text, refuri=url, internal=False)


def setup_reports(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("report-error", ReportDirective)
