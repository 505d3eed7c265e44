"""A page of documentation as headings, tables, fences and paragraphs, each with the line it stands on.

Layout only: what a table or a sentence states is the compiler's matter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Text:
    """Text without emphasis and links; code keeps its backticks, line ends stay. `line` counts from 1."""

    text: str
    line: int

    def line_at(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        return self.line + self.text.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the head, and rows of exactly as many cells as the head has."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    @property
    def line(self) -> int:
        """The line of the head."""
        return self.head[0].line

    def column(self, *names: str) -> int | None:
        """Index of the column with one of these heads, in any case of letters; None when there is none."""
        heads = [cell.text.strip().lower() for cell in self.head]
        return next((heads.index(name) for name in names if name in heads), None)


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: `info` is the language in lower case, `lines` its numbered lines."""

    info: str
    lines: tuple[Text, ...]


type Block = Heading | Table | Fence | Text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks that follow it."""

    heading: Text
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def fences(self) -> Iterator[Fence]:
        """The blocks of code, in order."""
        return (block for block in self.blocks if isinstance(block, Fence))

    @property
    def paragraphs(self) -> Iterator[Text]:
        """The paragraphs, those of quotations and lists too, in order."""
        return (block for block in self.blocks if isinstance(block, Text))


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: the front matter's plain entries, and the blocks in order."""

    front: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def whole(self) -> Section | None:
        """The title, and everything after it; None without a heading of level 1."""
        return self._under(lambda each: each.level == 1, 0)

    @property
    def introduction(self) -> Section | None:
        """The title, and what stands before the next heading; None without a heading of level 1."""
        return self._under(lambda each: each.level == 1, 6)

    def section(self, name: str) -> Section | None:
        """What stands under a heading of level 2 (in any case of letters), with its subsections."""
        return self._under(lambda each: each.level == 2 and each.text.text.strip().lower() == name.lower(), 2)

    def _under(self, wanted: Callable[[Heading], bool], level: int) -> Section | None:
        """The first wanted heading with its blocks, up to the next heading of at most that level."""
        headings = [(at, each) for at, each in enumerate(self.blocks) if isinstance(each, Heading)]
        start, heading = next(((at, each) for at, each in headings if wanted(each)), (0, None))
        if heading is None:
            return None
        end = next((at for at, each in headings if at > start and each.level <= level), len(self.blocks))
        return Section(heading.text, self.blocks[start + 1 : end])


def read(text: str) -> Page:
    """Read a page; CRLF, a byte order mark and no-break spaces do not matter."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = text.split("\n")
    end = _end_of_front_matter(lines)
    front = _front_matter(lines[1:end]) if end else {}
    blank = end + 1 if end else 0
    # The front matter's lines stay, empty, so that every line keeps its number.
    body = "\n".join([""] * blank + lines[blank:])
    return Page(front, tuple(_blocks(_MARKDOWN.parse(body))))


# A paragraph followed by `---` is the end of a tab on these pages, never a heading.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable("lheading")


def _end_of_front_matter(lines: list[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((at for at, line in enumerate(lines) if at and line.rstrip() == "---"), 0)


def _front_matter(lines: list[str]) -> dict[str, str]:
    try:
        entries = yaml.safe_load("\n".join(lines))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}  # Pages in the wild have broken front matter; no fact depends on it.
    if not isinstance(entries, dict):
        return {}
    return {str(name): value for name, value in entries.items() if isinstance(value, str)}


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield _table(tokens[at:end])
            at = end
        elif token.type in ("fence", "code_block"):
            yield _fence(token)
        elif token.type == "inline":
            heading = tokens[at - 1].type == "heading_open"
            # Tabs are written as headings of level 1 that link to `#tab/...`; they divide nothing.
            if not _is_tab(token):
                yield Heading(int(tokens[at - 1].tag[1:]), _text(token)) if heading else _text(token)
        at += 1


def _is_tab(token: Token) -> bool:
    links = (child for child in token.children or () if child.type == "link_open")
    return any(str(link.attrGet("href")).startswith("#tab/") for link in links)


def _table(tokens: list[Token]) -> Table:
    starts = [at for at, token in enumerate(tokens) if token.type == "tr_open"] + [len(tokens)]
    rows = [
        tuple(_text(token) for token in tokens[start:end] if token.type == "inline")
        for start, end in pairwise(starts)
    ]
    return Table(rows[0], tuple(rows[1:]))


def _fence(token: Token) -> Fence:
    first = (token.map or [0])[0] + (2 if token.type == "fence" else 1)
    lines = token.content.split("\n")
    return Fence(token.info.strip().lower(), tuple(Text(line, first + at) for at, line in enumerate(lines)))


def _text(token: Token) -> Text:
    return Text("".join(_words(token.children or [])), (token.map or [0])[0] + 1)


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type == "code_inline":
            yield f"{child.markup}{child.content}{child.markup}"
        elif child.type == "html_inline":
            yield " " if child.content.lower().startswith("<br") else ""
        elif child.type in ("text", "image", "text_special"):
            yield child.content
