"""MyST text of a work's page straight to HTML: what its author wrote, or the whole page.

Such text is plain: headings, paragraphs, lists, tables, code, links, citations.  For the
site it is rendered by markdown-it, with the same grammar as MyST, instead of being parsed into a
doctree, transformed, pickled, resolved and translated: a tenth of the time.  The EPUB takes the
same way; for the PDF `tokentree` makes nodes, and other builders take the text through MyST and
docutils.  What this module cannot render is an error with its name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser
from sphinx.errors import ExtensionError

from .prose import EXTENSIONS, quick

if TYPE_CHECKING:
    from types import MethodType

    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict
    from myst_parser.config.main import MdParserConfig

#: Tokens that need nothing but their tag.
_PLAIN = frozenset(
    f"{name}_{side}"
    for name in (
        "paragraph", "strong", "em", "bullet_list", "ordered_list", "list_item", "blockquote",
        "table", "thead", "tbody", "tr", "th", "td", "link",
    )
    for side in ("open", "close")
) | {"hr"}  # fmt: skip

#: Turns the role's name and its text into HTML.
Role = Callable[[str, str], str]


class CannotRender(ExtensionError):
    """The text holds something that a page of the site has no form for."""


class Markup:
    """Renders pages; made once a build, because making the grammar costs more than a page.

    *role* gives the HTML of ``{name}`text```, *internal* the address of a document or None,
    *highlight* the HTML of a block of code in a language, *directive* that of a directive of the
    handbook's own (name and argument), or None.  With *permalinks* each heading has a link to itself.
    """

    def __init__(
        self,
        config: MdParserConfig,
        role: Role,
        internal: Callable[[str], str | None],
        highlight: Callable[[str, str], str],
        directive: Callable[[str, str], str | None],
        permalinks: bool = True,
    ) -> None:
        self._parser = create_md_parser(config, _Renderer)
        self._parser.options["xhtmlOut"] = True  # for an EPUB
        self._may_be_plain = EXTENSIONS.issuperset(config.enable_extensions) and not (
            config.commonmark_only or config.gfm_only or config.disable_syntax
        )
        self._renderer: _Renderer = self._parser.renderer  # type: ignore[assignment]
        self._renderer.rules.update(self._renderer.own())  # the plugins have put in theirs
        self._renderer.role = role
        self._renderer.internal = self.internal = internal
        self._renderer.highlight = self.highlight = highlight
        self._renderer.directive = directive
        self._renderer.permalinks = permalinks
        self._renderer.nested = self.prose
        self.start = self._renderer.start
        self.section = self._renderer.section
        self.end = self._renderer.end

    def render(self, text: str) -> str:
        """The HTML of the page *text*: its sections, without what stands around them."""
        self.start()
        return self.prose(text) + self.end()

    def prose(self, text: str) -> str:
        """The HTML of *text*, a piece of a page; its sections stay open."""
        if self._may_be_plain and (found := quick(text, self._renderer.role)) is not None:
            return found
        return self._renderer.render(self._parser.parse(text, {}), self._parser.options, {})


class _Renderer(RendererHTML):
    """markdown-it's HTML, with the classes and sections that docutils would give it."""

    role: Role
    internal: Callable[[str], str | None]
    highlight: Callable[[str, str], str]
    directive: Callable[[str, str], str | None]
    nested: Callable[[str], str]
    permalinks: bool

    def own(self) -> dict[str, MethodType]:
        """The rules of this class, by the type of token they render."""
        return {name: getattr(self, name) for name in _RULES}

    def start(self) -> None:
        """Before a page."""
        self._open: list[int] = []  # levels of the sections that are open
        self._ids: set[str] = set()
        self._target = ""
        self._anchor = ""

    def end(self) -> str:
        """Closes what is open at the end of a page."""
        return "</section>\n" * len(self._open)

    # -- sections -----------------------------------------------------------------------------

    def myst_target(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        self._target = tokens[at].content.strip()
        return ""

    def front_matter(self, *_: Any) -> str:
        return ""

    def myst_line_comment(self, *_: Any) -> str:
        return ""

    def heading_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        """Opens a section, whose id is the target before the heading, else made of its text."""
        style = html.escape(str(tokens[at].attrGet("class") or ""))
        target, self._target = self._target, ""
        return self._open_section(int(tokens[at].tag[1:]), plain(tokens[at + 1]), target, style)

    def heading_close(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return self._close_heading(int(tokens[at].tag[1:]))

    def section(self, level: int, title: str, words: str, target: str = "", style: str = "") -> str:
        """Opens a section with its heading; *words* is the text of the HTML *title*."""
        opened = self._open_section(level, words, target, style)
        return f"{opened}{title}{self._close_heading(level)}"

    def _open_section(self, level: int, words: str, target: str, style: str) -> str:
        closed = 0
        while self._open and self._open[-1] >= level:
            self._open.pop()
            closed += 1
        self._open.append(level)
        name = nodes.make_id(words)
        while name and name in self._ids:
            name = f"{name}-again"
        self._ids.update((name, target))
        self._anchor = target or name
        marked = f' class="{style}"' if style else ""
        # A heading may have no letter that an id can have.
        also = f'<span id="{name}"></span>' if name and self._anchor != name else ""
        opened = f'<section{marked} id="{self._anchor}">\n{also}<h{level}>'
        return "</section>\n" * closed + opened

    def _close_heading(self, level: int) -> str:
        if not self.permalinks:
            return f"</h{level}>\n"
        mark = f'<a class="headerlink" href="#{self._anchor}" title="Link to this heading">#</a>'
        return f"{mark}</h{level}>\n"

    # -- text ---------------------------------------------------------------------------------

    def myst_role(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return self.role(str(tokens[at].meta["name"]), tokens[at].content)

    def code_inline(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        return f"<code>{html.escape(tokens[idx].content, quote=False)}</code>"

    def span_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        """A span of another language gets the attribute instead of MyST's class."""
        classes = str(tokens[at].attrGet("class") or "").split()
        languages = [
            one.removeprefix("language-") for one in classes if one.startswith("language-")
        ]
        if languages:
            return f'<span lang="{html.escape(languages[0])}">'
        return f'<span class="{html.escape(" ".join(classes))}">'

    def span_close(self, *_: Any) -> str:
        return "</span>"

    def link_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        """A link to a document of the handbook (``/entries/key.md``) or to elsewhere."""
        href = str(tokens[at].attrGet("href") or "")
        kind = "external"
        if not re.match(r"[a-z][a-z0-9+.-]*:", href):
            path, mark, fragment = href.partition("#")
            found = self.internal(path.removeprefix("/").removesuffix(".md")) if path else ""
            if found is None:
                raise CannotRender(f"the page links to {href!r}, which is no document")
            href, kind = f"{found}{mark}{fragment}", "internal"
        classes = f"{tokens[at].attrGet('class') or ''} reference {kind}".strip()
        title = tokens[at].attrGet("title")
        more = f' title="{html.escape(str(title))}"' if title else ""
        return f'<a class="{html.escape(classes)}" href="{html.escape(href)}"{more}>'

    # -- blocks -------------------------------------------------------------------------------

    def fence(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        info = tokens[idx].info.strip()
        if info.startswith("{"):
            return self._directive(info)
        return self.highlight(tokens[idx].content, info or "none")

    def colon_fence(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        """``{only} html`` is for the site; ``{div}`` carries classes."""
        name, argument = split_info(tokens[at].info)
        if name == "{only}":
            return self.nested(tokens[at].content) if "html" in argument.split() else ""
        if name == "{div}":
            return (
                f'<div class="{html.escape(argument)}">\n{self.nested(tokens[at].content)}</div>\n'
            )
        return self._directive(tokens[at].info.strip())

    def _directive(self, info: str) -> str:
        name, argument = split_info(info)
        found = self.directive(name.strip("{}"), argument)
        if found is None:
            raise CannotRender(f"the page holds the directive {info!r}")
        return found

    def html_block(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        raise CannotRender("the page holds HTML")

    html_inline = html_block

    def renderToken(  # noqa: N802  (markdown-it's name)
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        if tokens[idx].type not in _PLAIN:
            raise CannotRender(f"the page holds {tokens[idx].type!r}, which has no form here")
        return super().renderToken(tokens, idx, options, env)


#: The methods of `_Renderer` that render a type of token.
_RULES = (
    "myst_target", "front_matter", "myst_line_comment", "heading_open", "heading_close",
    "myst_role", "code_inline", "span_open", "span_close", "link_open", "fence", "colon_fence",
    "html_block", "html_inline",
)  # fmt: skip


def split_info(info: str) -> tuple[str, str]:
    """``{name} argument`` in two."""
    name, _, argument = info.strip().partition(" ")
    return name, argument.strip()


def plain(inline: Token) -> str:
    """The text of a heading, without its markup."""
    return "".join(
        one.content
        if one.type in ("text", "code_inline")
        else " "
        if one.type == "softbreak"
        else ""
        for one in inline.children or ()
    )
