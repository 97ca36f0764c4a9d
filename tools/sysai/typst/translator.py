"""From an assembled doctree to Typst markup.

Each kind of node has one method, named after it, that returns markup.  A node without a method
is an error with its name and source line: nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/~\[\]'\"{}:;|^])")
_NUMBERED = re.compile(r"(\d)([.)])")


class UnknownNode(SphinxError):
    """A node that the PDF cannot show."""

    category = "PDF"


def escaped(text: str) -> str:
    """*text* as Typst markup that shows exactly these characters."""
    text = re.sub(r"\s+", " ", text)
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def quoted(text: str) -> str:
    """*text* as a Typst string literal."""
    for char, code in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "")):
        text = text.replace(char, code)
    return f'"{text}"'


def _target(node: Element, docname: str) -> str:
    """Where in the book *node*, if it is a link into it, is to lead, as seen from *docname*."""
    if not isinstance(node, nodes.reference):
        return ""
    if node.get("refid"):
        return f"%{docname}#{node['refid']}"
    uri: str = node.get("refuri", "")
    return uri if uri.startswith("%") else ""


#: Works are headings of this level wherever their chapter names them; what stands inside a work
#: lies below the levels that contents and bookmarks show (1 to 4).
ENTRY_LEVEL = 4


class Translator:
    """Translates one assembled document; `translate` returns the markup.

    *images* maps the path of a picture to its file's name beside the Typst source; *is_entry*
    says whether a document name is the page of a work.
    """

    def __init__(
        self,
        document: Element,
        images: Mapping[str, str] | None = None,
        is_entry: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.document = document
        self.images = images or {}
        self.is_entry = is_entry
        self.level = 0
        self._methods: dict[type, Callable[[Node], str]] = {}
        self.docnames: list[str] = [document.get("docname", "")]
        self._labels: set[str] = set()
        self._named: set[str] = set()
        self._survey(document, self.docnames[0])
        self._reached = {self._destination(target) for target in self._named}

    def translate(self) -> str:
        """The markup of the whole document."""
        return self.inside(self.document)

    def _survey(self, node: Element, docname: str) -> None:
        """Note every label that could be defined, and where every link would lead."""
        for child in node.children:
            if not isinstance(child, nodes.Element):
                continue
            inner = docname
            if child.tagname == "start_of_file":
                inner = child["docname"]
                self._labels.add(f"%{inner}")
            ids: list[str] = child.get("ids", [])
            self._labels.update(f"%{inner}#{name}" for name in ids)
            if target := _target(child, inner):
                self._named.add(target)
            self._survey(child, inner)

    def _destination(self, target: str) -> str:
        """The label that a link to *target* leads to; of a page left out of the PDF, none."""
        document = target.partition("#")[0]
        return next((one for one in (target, document) if one in self._labels), "")

    def _anchor(self, label: str) -> str:
        """A place for links to lead to, if any does."""
        return f"#anchor({quoted(label)})" if label in self._reached else ""

    # -- the walk -----------------------------------------------------------------------------

    def show(self, node: Node) -> str:
        """Markup of *node*, from the method named after it or after a class it inherits."""
        kind = type(node)
        if kind not in self._methods:
            names = (f"node_{one.__name__}" for one in kind.__mro__)
            found = next((name for name in names if hasattr(self, name)), None)
            if found is None:
                raise UnknownNode(f"{self._place(node)}: the PDF has no form for <{kind.__name__}>")
            self._methods[kind] = getattr(self, found)
        return self._methods[kind](node)

    def inside(self, node: Element) -> str:
        """Markup of the children of *node*."""
        return "".join(self.show(child) for child in node.children)

    def _place(self, node: Node) -> str:
        found: Node | None = node
        while found is not None and not (getattr(found, "line", None) and found.source):
            found = found.parent
        if found is None:
            return self.docnames[-1]
        return f"{found.source}:{found.line}"

    def _targets(self, node: Element) -> str:
        """Anchors for the ids of *node*."""
        ids: list[str] = node.get("ids", [])
        return "".join(self._anchor(f"%{self.docnames[-1]}#{name}") for name in ids)

    def _styled(self, node: Element, markup: str) -> str:
        """*markup* given to the template's style of each class the node has."""
        classes: list[str] = node.get("classes", [])
        for name in classes:
            markup = f"#styled({quoted(name)})[{markup}]"
        return markup

    # -- structure ----------------------------------------------------------------------------

    def node_document(self, node: Element) -> str:
        return self.inside(node)

    def node_start_of_file(self, node: Element) -> str:
        outer = self.level
        self.docnames.append(node["docname"])
        if self.is_entry(node["docname"]):
            self.level = ENTRY_LEVEL - 1
        markup = self._anchor(f"%{node['docname']}") + self.inside(node)
        self.docnames.pop()
        self.level = outer
        return markup

    def node_section(self, node: Element) -> str:
        self.level += 1
        markup = self._targets(node) + self._styled(node, self.inside(node))
        self.level -= 1
        return markup

    def node_title(self, node: Element) -> str:
        if isinstance(node.parent, nodes.section):
            return f"\n\n#heading(level: {max(self.level, 1)})[{self.inside(node)}]\n\n"
        return f"#block(sticky: true)[#strong[{self.inside(node)}]]\n"

    node_rubric = node_title

    def node_paragraph(self, node: Element) -> str:
        return f"\n{self._targets(node)}{self._styled(node, self.inside(node))}\n\n"

    def node_compound(self, node: Element) -> str:
        return self.inside(node)

    node_container = node_compound
    node_compact_paragraph = node_compound

    def node_block_quote(self, node: Element) -> str:
        return f"#quote(block: true)[{self.inside(node)}]\n"

    def node_attribution(self, node: Element) -> str:
        return f"#align(right)[— {self.inside(node)}]\n"

    def node_transition(self, node: Element) -> str:
        return "\n#align(center)[\\* \\* \\*]\n\n"

    def node_Admonition(self, node: Element) -> str:
        title = "" if node.children and isinstance(node[0], nodes.title) else (
            f"#strong[{escaped(node.tagname.replace('_', ' ').capitalize())}]\n"
        )  # fmt: skip
        return f"#remark[{title}{self.inside(node)}]\n"

    def node_topic(self, node: Element) -> str:
        return f"#remark[{self.inside(node)}]\n"

    # -- lists --------------------------------------------------------------------------------

    def node_bullet_list(self, node: Element) -> str:
        items = ", ".join(f"[{self.inside(item)}]" for item in self._items(node))
        return self._styled(node, f"#list({items})") + "\n"

    def node_enumerated_list(self, node: Element) -> str:
        items = ", ".join(f"[{self.inside(item)}]" for item in self._items(node))
        return self._styled(node, f"#enum(start: {node.get('start', 1)}, {items})") + "\n"

    def _items(self, node: Element) -> list[Element]:
        return [child for child in node.children if isinstance(child, nodes.Element)]

    def node_definition_list(self, node: Element) -> str:
        items = []
        for item in self._items(node):
            terms = [child for child in self._items(item) if isinstance(child, nodes.term)]
            rest = [child for child in self._items(item) if not isinstance(child, nodes.term)]
            head = ", ".join(self.inside(term) for term in terms)
            body = "".join(self.inside(one) for one in rest)
            items.append(f"terms.item[{head}][{body}]")
        return f"#terms({', '.join(items)})\n"

    def node_field_list(self, node: Element) -> str:
        items = [
            f"terms.item[{self.inside(field[0])}][{self.inside(field[1])}]"
            for field in self._items(node)
            if isinstance(field[0], nodes.Element) and isinstance(field[1], nodes.Element)
        ]
        return f"#terms({', '.join(items)})\n"

    def node_line_block(self, node: Element) -> str:
        lines = " \\\n".join(self.inside(line) for line in self._items(node))
        return f"\n{lines}\n\n"

    # -- text ---------------------------------------------------------------------------------

    def node_Text(self, node: Node) -> str:
        return escaped(node.astext())

    def node_emphasis(self, node: Element) -> str:
        return f"#emph[{self.inside(node)}]"

    node_title_reference = node_emphasis

    def node_strong(self, node: Element) -> str:
        return f"#strong[{self.inside(node)}]"

    def node_superscript(self, node: Element) -> str:
        return f"#super[{self.inside(node)}]"

    def node_subscript(self, node: Element) -> str:
        return f"#sub[{self.inside(node)}]"

    def node_literal(self, node: Element) -> str:
        return f"#raw({quoted(node.astext())})"

    def node_inline(self, node: Element) -> str:
        markup = self._targets(node) + self.inside(node)
        classes: list[str] = node.get("classes", [])
        for name in classes:
            if name.startswith("language-"):
                return f"#text(lang: {quoted(name.split('-')[1])})[{markup}]"
        return markup

    node_abbreviation = node_inline

    def node_reference(self, node: Element) -> str:
        markup = self._styled(node, self.inside(node))
        if target := _target(node, self.docnames[-1]):
            label = self._destination(target)
            return f"#inlink({quoted(label)})[{markup}]" if label else markup
        uri: str = node.get("refuri", "")
        return f"#weblink({quoted(uri)})[{markup}]" if uri else markup

    node_number_reference = node_reference

    def node_pending_xref(self, node: Element) -> str:
        return self.inside(node)  # Sphinx has warned of it already

    def node_target(self, node: Element) -> str:
        return self._targets(node) + self.inside(node)

    def node_footnote_reference(self, node: Element) -> str:
        for footnote in self.document.findall(nodes.footnote):
            if node.get("refid") in footnote["ids"]:
                body = "".join(
                    self.show(child) for child in footnote if not isinstance(child, nodes.label)
                )
                return f"#footnote[{body.strip()}]"
        raise UnknownNode(f"{self._place(node)}: the footnote {node.astext()!r} is not there")

    # -- code, tables, pictures ---------------------------------------------------------------

    def node_literal_block(self, node: Element) -> str:
        language = node.get("language", "")
        lang = f"lang: {quoted(language)}, " if language not in ("", "default", "none") else ""
        return f"#raw(block: true, {lang}{quoted(node.astext())})\n"

    def node_table(self, node: Element) -> str:
        group = next(iter(node.findall(nodes.tgroup)))
        widths = [spec.get("colwidth", 1) for spec in group.findall(nodes.colspec)]
        columns = ", ".join(f"{width}fr" for width in widths)
        rows = []
        for part in self._items(group):
            cells = ", ".join(
                self._cell(entry) for row in part.findall(nodes.row) for entry in self._items(row)
            )
            if isinstance(part, nodes.thead):
                rows.append(f"table.header({cells})")
            elif isinstance(part, nodes.tbody):
                rows.append(cells)
        title = next(iter(node.findall(nodes.title)), None)
        caption = f"#block(sticky: true)[#emph[{self.inside(title)}]]\n" if title else ""
        return f"{caption}{self._targets(node)}#table(columns: ({columns},), {', '.join(rows)})\n"

    def _cell(self, node: Element) -> str:
        across, down = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
        span = f"colspan: {across}, rowspan: {down}" if across > 1 or down > 1 else ""
        return f"table.cell({span})[{self.inside(node).strip()}]"

    def node_image(self, node: Element) -> str:
        options = [quoted(self.images.get(node["uri"], node["uri"]))]
        if node.get("width", "").endswith("%"):
            options.append(f"width: {node['width']}")
        if node.get("alt"):
            options.append(f"alt: {quoted(node['alt'])}")
        return f"#image({', '.join(options)})"

    def node_figure(self, node: Element) -> str:
        picture = "".join(self.show(one) for one in node if isinstance(one, (nodes.image,)))
        caption = "".join(
            self.inside(one) for one in self._items(node) if isinstance(one, nodes.caption)
        )
        body = picture.removeprefix("#")
        return f"{self._targets(node)}#figure({body}, caption: [{caption}])\n"

    # -- what leaves no trace in print --------------------------------------------------------

    def node_raw(self, node: Element) -> str:
        return node.astext() if "typst" in node.get("format", "").split() else ""

    def nothing(self, node: Element) -> str:
        """For nodes that are instructions to the build, not text."""
        return ""

    node_comment = nothing
    node_footnote = nothing
    node_index = nothing
    node_toctree = nothing
    node_substitution_definition = nothing
    node_tabular_col_spec = nothing
    node_highlightlang = nothing
    node_meta = nothing
    node_docinfo = nothing
