"""Markdown of a page of documentation becomes a Page, each block with the line it stands on."""

import re
from collections.abc import Iterator
from itertools import pairwise

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.contract.page import Block, Fence, Heading, Include, Page, Table, Text

BREAK = "\u2028"
"""A line break inside a cell: it ends a sentence, and no line of the page."""


def read(text: str, file: str | None = None) -> Page:
    """Read a page, or the file that a page includes; what cannot be seen does not matter.

    That is CRLF, a byte order mark, spaces that do not break, and marks of direction.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
    lines = text.split("\n")
    end = _end_of_front_matter(lines)
    front = _front_matter(lines[1:end]) if end else {}
    blank = end + 1 if end else 0
    # The front matter's lines stay, empty, so that every line keeps its number.
    body = "\n".join([""] * blank + lines[blank:])
    return Page(front, tuple(_blocks(_MARKDOWN.parse(body), file)))


# A paragraph followed by `---` is the end of a tab on these pages, never a heading.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable("lheading")
_UNSEEN = {
    **dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " "),
    **dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)),
}
_INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]]*\]\s*\(([^)\s]+)\)\s*\]", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|code|del|div|em|font|hr|i|img|ins|kbd|li|ol|p|pre|s|small|span|strong|sub|sup|u|ul)\b",
    re.IGNORECASE,
)
_BREAKING = re.compile(r"</?(?:br|div|hr|li|ol|p|ul)\b", re.IGNORECASE)


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


def _blocks(tokens: list[Token], file: str | None) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield _table(tokens[at:end], file)
            at = end
        elif token.type in ("fence", "code_block"):
            yield _fence(token, file)
        elif token.type == "inline" and tokens[at - 1].type == "heading_open":
            # Tabs are written as headings of level 1 that link to `#tab/...`; they divide nothing.
            if not _is_tab(token):
                yield Heading(int(tokens[at - 1].tag[1:]), _text(token, file))
        elif token.type == "inline":
            yield from _paragraph(token, file)
        at += 1


def _paragraph(token: Token, file: str | None) -> Iterator[Include | Text]:
    lines = token.content.split("\n")
    included = [found for line in lines if (found := _INCLUDE.fullmatch(line.strip()))]
    if len(included) == len(lines):
        first = (token.map or [0])[0] + 1
        for at, found in enumerate(included):
            yield Include(found[1], Text(found[0], first + at, file))
    else:
        yield _text(token, file)


def _is_tab(token: Token) -> bool:
    links = (child for child in token.children or () if child.type == "link_open")
    return any(str(link.attrGet("href")).startswith("#tab/") for link in links)


def _table(tokens: list[Token], file: str | None) -> Table:
    starts = [at for at, token in enumerate(tokens) if token.type == "tr_open"] + [len(tokens)]
    rows = [
        tuple(_text(token, file) for token in tokens[start:end] if token.type == "inline")
        for start, end in pairwise(starts)
    ]
    return Table(rows[0], tuple(rows[1:]))


def _fence(token: Token, file: str | None) -> Fence:
    first = (token.map or [0])[0] + (2 if token.type == "fence" else 1)
    lines = token.content.split("\n")
    numbered = (Text(line, first + at, file) for at, line in enumerate(lines))
    return Fence(token.info.strip().lower(), tuple(numbered))


def _text(token: Token, file: str | None) -> Text:
    return Text("".join(_words(token.children or [])), (token.map or [0])[0] + 1, file)


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type == "code_inline":
            yield f"{child.markup}{child.content}{child.markup}"
        elif child.type == "html_inline":
            if _BREAKING.match(child.content):
                yield BREAK
            elif not _TAG.match(child.content) and not child.content.startswith("<!"):
                yield child.content  # `<token>` is a placeholder in angle brackets, no markup
        elif child.type in ("text", "image", "text_special"):
            yield child.content
