"""The pages that users read, as tests see them: their fences, tables, links and shell sessions.

A comment before a fence says what a reader need not know: `file: NAME` (write it there), `excerpt of: FILE`,
`with a live bot`, `with an object store`, `not run: WHY`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
PAGES = (Path("README.md"), *sorted(path.relative_to(ROOT) for path in (ROOT / "docs").glob("*.md")))

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->\s*\Z", re.DOTALL)
_STATUS = re.compile(r"\s+# status (\d+)\Z")
INTERRUPT = "^C"
"""A line of output that stands for what the user types to end a command."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block. directive: the comment before it. line: of its first line in the page, from 1."""

    page: Path
    line: int
    language: str
    text: str
    directive: str = ""

    def told(self, name: str) -> str | None:
        """What the directive says after `name:`."""
        before, colon, after = self.directive.partition(":")
        return after.strip() if colon and before.strip() == name else None


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a session. output: as printed, `...` for what was left out.

    status: what it ends with. background: it goes on while the next ones run.
    """

    text: str
    output: str
    status: int = 0
    background: bool = False


def fences(page: Path) -> Iterator[Fence]:
    """The fenced blocks of a page, in order."""
    directive = ""
    for token in _MARKDOWN.parse((ROOT / page).read_text("utf-8")):
        if token.type == "html_block" and (comment := _COMMENT.match(token.content)):
            directive = comment[1]
        elif token.type == "fence":
            line = token.map[0] + 2 if token.map else 0
            yield Fence(page, line, token.info.strip(), token.content, directive)
            directive = ""


def tables(page: Path) -> Iterator[list[list[str]]]:
    """The tables of a page: rows of cells as written, the head first."""
    rows: list[list[str]] = []
    for token in _MARKDOWN.parse((ROOT / page).read_text("utf-8")):
        match token.type:
            case "table_open":
                rows = []
            case "tr_open":
                rows.append([])
            case "inline" if rows and token.level > 2:
                rows[-1].append(token.content)
            case "table_close":
                yield rows
                rows = []


def links(page: Path) -> Iterator[str]:
    """Where the links of a page lead, as written."""
    for token in _MARKDOWN.parse((ROOT / page).read_text("utf-8")):
        for child in token.children or ():
            target = child.attrGet("href") if child.type == "link_open" else child.attrGet("src")
            if isinstance(target, str):
                yield target


def headings(page: Path) -> Iterator[str]:
    """The anchors that the headings of a page make, as hosts of repositories spell them."""
    tokens = _MARKDOWN.parse((ROOT / page).read_text("utf-8"))
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            yield re.sub(r"[^\w\- ]", "", token.content.lower()).replace(" ", "-")


def session(fence: Fence) -> list[Command]:
    """The commands of a `console` block: lines that open with `$ `, each followed by what it prints."""
    commands: list[Command] = []
    for part in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        first = 0
        while lines[first].endswith("\\"):
            first += 1
        text = "\n".join(lines[: first + 1])
        output = "".join(f"{line}\n" for line in lines[first + 1 :])
        status = _STATUS.search(text)
        text = _STATUS.sub("", text)
        background = text.endswith(" &")
        commands.append(Command(text.removesuffix(" &"), output, int(status[1]) if status else 0, background))
    return commands
