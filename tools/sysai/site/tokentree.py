"""From the MyST text of a work's page straight to doctree nodes.

The page of a work is plain, as `markup` says, and a printed book holds the pages of all of them.
As Sphinx documents each would be given settings, transformed, pickled, read again and resolved.
Instead markdown-it parses the text, with the same grammar as MyST, and what it finds becomes the
nodes that MyST would make of it.  What this module has no node for is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser

from .markup import CannotRender, plain, split_info

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.token import Token
    from myst_parser.config.main import MdParserConfig

#: Tokens that open a node which needs nothing but its class.
_PLAIN: dict[str, type[nodes.Element]] = {
    "strong": nodes.strong,
    "em": nodes.emphasis,
    "bullet_list": nodes.bullet_list,
    "list_item": nodes.list_item,
    "blockquote": nodes.block_quote,
    "paragraph": nodes.paragraph,
    "span": nodes.inline,
}


class Trees:
    """Makes nodes; made once a build, because making the grammar costs more than a page.

    *role* gives the nodes of ``{name}`text```, *internal* the address of a document or None,
    *shown* says whether this build shows what stands under ``{only}`` with a condition.
    """

    def __init__(
        self,
        config: MdParserConfig,
        role: Callable[[str, str], list[nodes.Node]],
        internal: Callable[[str], str | None],
        shown: Callable[[str], bool],
    ) -> None:
        self._parser = create_md_parser(config, RendererHTML)
        self.role = role
        self.internal = internal
        self.shown = shown

    def fill(self, root: Element, text: str, path: Path) -> None:
        """Put the nodes of the page *text*, which stands in *path*, into *root*."""
        page = _Page(self, path, root)
        try:
            page.blocks(text, 1)
        except CannotRender as error:
            raise CannotRender(f"{path}:{page.line}: {error}") from error

    def tokens(self, text: str) -> Sequence[Token]:
        """What stands in *text*."""
        return self._parser.parse(text, {})


class _Page:
    """One page while its nodes are made: the node that is open, its lines."""

    def __init__(self, trees: Trees, path: Path, root: Element) -> None:
        self.trees = trees
        self.path = path
        self.at = root
        self.line = 0
        self.ids: set[str] = set()
        self.target = ""
        self.sections: list[tuple[int, Element]] = [(0, root)]

    def blocks(self, text: str, first: int) -> None:
        """The nodes of *text*, which begins at line *first* of the page."""
        tokens = self.trees.tokens(text)
        for place, token in enumerate(tokens):
            if token.map:
                self.line = first + token.map[0]
            self._block(token, tokens[min(place + 1, len(tokens) - 1)])

    def _block(self, token: Token, following: Token) -> None:
        kind, _, side = token.type.rpartition("_")
        if token.type == "inline":
            self._inlines(token.children or ())
        elif kind == "paragraph" and token.hidden:
            self._open(nodes.paragraph(), token) if side == "open" else self._close()
        elif kind in _PLAIN:
            self._open(_PLAIN[kind](), token) if side == "open" else self._close()
        elif method := getattr(self, f"block_{token.type}", None):
            method(token, following)
        else:
            raise CannotRender(f"the page holds {token.type!r}, which has no form here")

    def _inlines(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            kind, _, side = token.type.rpartition("_")
            if token.type == "text":
                self.at += nodes.Text(token.content)
            elif token.type == "softbreak":
                self.at += nodes.Text("\n")
            elif kind in _PLAIN:
                self._open(_PLAIN[kind](), token) if side == "open" else self._close()
            elif method := getattr(self, f"inline_{token.type}", None):
                method(token)
            else:
                raise CannotRender(f"the page holds {token.type!r}, which has no form here")

    def _open(self, node: Element, token: Token) -> None:
        """Go into *node*, with the classes of *token*."""
        if classes := token.attrGet("class"):
            node["classes"] = str(classes).split()
        self._put(node)
        self.at = node

    def _close(self, *_: Token) -> None:
        assert self.at.parent is not None  # noqa: S101  (the parser closes what it opened)
        self.at = self.at.parent

    def _put(self, node: Element) -> None:
        node.source, node.line = str(self.path), self.line
        self.at += node

    # -- sections -----------------------------------------------------------------------------

    def block_front_matter(self, *_: Token) -> None:
        """Says whose page it is; shows nothing."""

    def block_myst_line_comment(self, *_: Token) -> None:
        """Shows nothing."""

    def block_myst_target(self, token: Token, _: Token) -> None:
        self.target = token.content.strip()

    def block_heading_open(self, token: Token, following: Token) -> None:
        """Opens a section, which has the target before it as id, and one made of its text."""
        level = int(token.tag[1:])
        while self.sections[-1][0] >= level:
            self.sections.pop()
        self.at = self.sections[-1][1]
        name = nodes.make_id(plain(following))
        ids = [one for one in (self.target, name) if one and one not in self.ids]
        self.ids.update(ids)
        self.target = ""
        section = nodes.section(ids=ids)
        self._open(section, token)
        self.sections.append((level, section))
        self.at = nodes.title()
        self.at.source, self.at.line = str(self.path), self.line
        section += self.at

    def block_heading_close(self, *_: Token) -> None:
        self.at = self.sections[-1][1]

    # -- text ---------------------------------------------------------------------------------

    def inline_myst_role(self, token: Token) -> None:
        self.at += self.trees.role(str(token.meta["name"]), token.content)

    def inline_code_inline(self, token: Token) -> None:
        self.at += nodes.literal(token.content, token.content)

    def inline_hardbreak(self, _: Token) -> None:
        self.at += nodes.raw("", "#linebreak();", format="typst")

    def inline_link_open(self, token: Token) -> None:
        """A link to a document of the handbook (``/entries/key.md``) or to elsewhere."""
        href = str(token.attrGet("href") or "")
        internal = not re.match(r"[a-z][a-z0-9+.-]*:", href)
        if internal:
            path, mark, fragment = href.partition("#")
            found = self.trees.internal(path.removeprefix("/").removesuffix(".md"))
            if found is None:
                raise CannotRender(f"the page links to {href!r}, which is no document")
            href = f"{found}{mark}{fragment}"
        node = nodes.reference("", "", refuri=href, internal=internal)
        if title := token.attrGet("title"):
            node["reftitle"] = str(title)
        self._open(node, token)

    inline_link_close = _close

    # -- blocks -------------------------------------------------------------------------------

    def block_ordered_list_open(self, token: Token, _: Token) -> None:
        self._open(nodes.enumerated_list(start=int(token.attrGet("start") or 1)), token)

    block_ordered_list_close = _close

    def block_hr(self, *_: Token) -> None:
        self._put(nodes.transition())

    def block_fence(self, token: Token, _: Token) -> None:
        info = token.info.strip()
        if info.startswith("{"):
            self._directive(info)
            return
        self._put(nodes.literal_block(token.content, token.content, language=info or "none"))

    def block_colon_fence(self, token: Token, _: Token) -> None:
        """``{only}`` is for some outputs; ``{div}`` carries classes."""
        name, argument = split_info(token.info)
        if name == "{only}":
            if self.trees.shown(argument):
                self.blocks(token.content, self.line + 1)
        elif name == "{div}":
            self._open(nodes.container(classes=argument.split()), token)
            self.blocks(token.content, self.line + 1)
            self._close()
        else:
            self._directive(token.info.strip())

    def _directive(self, info: str) -> None:
        if split_info(info)[0] != "{cite-files}":  # the files are the site's
            raise CannotRender(f"the page holds the directive {info!r}")

    def block_html_block(self, *_: Token) -> None:
        raise CannotRender("the page holds HTML")

    def inline_html_inline(self, _: Token) -> None:
        raise CannotRender("the page holds HTML")

    # -- tables -------------------------------------------------------------------------------

    def block_table_open(self, token: Token, _: Token) -> None:
        self._open(nodes.table(), token)
        self._open(nodes.tgroup(cols=0), token)

    def block_table_close(self, *_: Token) -> None:
        group = self.at
        cells = next(iter(group.findall(nodes.row))).children
        group["cols"] = len(cells)
        group[0:0] = [nodes.colspec(colwidth=100 // len(cells)) for _ in cells]
        self._close()
        self._close()

    def block_thead_open(self, token: Token, _: Token) -> None:
        self._open(nodes.thead(), token)

    def block_tbody_open(self, token: Token, _: Token) -> None:
        self._open(nodes.tbody(), token)

    def block_tr_open(self, token: Token, _: Token) -> None:
        self._open(nodes.row(), token)

    def block_td_open(self, token: Token, _: Token) -> None:
        self._open(nodes.entry(), token)
        self._open(nodes.paragraph(), token)

    block_th_open = block_td_open

    def block_td_close(self, *_: Token) -> None:
        self._close()
        self._close()

    block_th_close = block_td_close
    block_thead_close = _close
    block_tbody_close = _close
    block_tr_close = _close
