"""The ``sysai`` domain: how the docs of any project refer to the works of a handbook.

A handbook's ``objects.inv`` names its works and topics.  Another project names the handbook in
``intersphinx_mapping``, adds this extension, and writes {sysai:entry}`key`::

    extensions = ["sphinx.ext.intersphinx", "sysai.domain"]
    intersphinx_mapping = {"handbook": ("https://handbook.example.org/", None)}

There the domain knows no work itself and leaves every reference to intersphinx; in the handbook
`sysai.site.domain` resolves them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole

from . import __version__

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


class EntryDomain(Domain):
    """Works (``entry``, by citation key) and topics (``topic``, as part/topic)."""

    name = "sysai"
    label = "Handbook"
    object_types: ClassVar = {"entry": ObjType("work", "entry"), "topic": ObjType("topic", "topic")}
    roles: ClassVar = {
        "entry": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
        "topic": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
    }
    dangling_warnings: ClassVar = {
        "entry": "no work has the key %(target)r",
        "topic": "no topic %(target)r (write part/topic)",
    }

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """None: the works are elsewhere."""
        return None

    def resolve_any_xref(self, *_: Any) -> list[tuple[str, nodes.reference]]:
        """Works are referred to by role only."""
        return []

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Nothing is kept per document."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the domain."""
    app.add_domain(EntryDomain)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
