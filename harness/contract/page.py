"""A page of documentation as it is laid out: headings, tables, fences, paragraphs and included files.

Layout only: how it is read from Markdown is markdown.py's matter, what it states the compiler's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Text without emphasis and links; code keeps its backticks, line ends stay. `line` counts from 1.

    file: the included file it stands in, None on the page itself.
    """

    text: str
    line: int
    file: str | None = None

    def line_at(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        return self.line + self.text.count("\n", 0, offset)

    @property
    def bare(self) -> str:
        """The text without the marks of code and emphasis around it."""
        return self.text.replace("`", "").strip().strip("*").strip()


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

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads in lower case, without marks."""
        return tuple(" ".join(cell.bare.lower().split()) for cell in self.head)

    def column(self, *names: str) -> int | None:
        """Index of the column with one of these heads, in any case of letters; None when there is none."""
        return next((self.heads.index(name) for name in names if name in self.heads), None)


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: `info` is the language in lower case, `lines` its numbered lines."""

    info: str
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Include:
    """A line that stands for another file. target: its path as written, relative to the page."""

    target: str
    text: Text


type Block = Heading | Table | Fence | Include | Text


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
    def includes(self) -> Iterator[Include]:
        """The files that are included and were not at hand, in order."""
        return (block for block in self.blocks if isinstance(block, Include))

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

    def sections(self, name: re.Pattern[str]) -> tuple[Section, ...]:
        """The sections whose whole heading matches, outside of examples: those of the highest level found."""
        found: list[tuple[int, Section]] = []
        example = 7  # the level of the heading whose examples we are in; 7: in none
        for at, block in enumerate(self.blocks):
            if not isinstance(block, Heading) or block.level == 1:
                continue
            if block.level <= example:
                example = block.level if _EXAMPLE.match(block.text.bare) else 7
            if example == 7 and name.fullmatch(" ".join(block.text.bare.lower().rstrip(":").split())):
                found.append((block.level, self._from(at, block, block.level)))
        highest = min((level for level, _ in found), default=0)
        return tuple(section for level, section in found if level == highest)

    def including(self, read: Callable[[str], "Page | None"]) -> "Page":
        """The page with the blocks of included files in place of the lines that include them.

        read: the included page by its target; None when it is not at hand, and the line stays.
        """
        blocks: list[Block] = []
        for block in self.blocks:
            included = read(block.target) if isinstance(block, Include) else None
            blocks.extend((block,) if included is None else included.blocks)
        return Page(self.front, tuple(blocks))

    def _under(self, wanted: Callable[[Heading], bool], level: int) -> Section | None:
        """The first wanted heading with its blocks, up to the next heading of at most that level."""
        headings = ((at, each) for at, each in enumerate(self.blocks) if isinstance(each, Heading))
        return next((self._from(at, each, level) for at, each in headings if wanted(each)), None)

    def _from(self, start: int, heading: Heading, level: int) -> Section:
        following = range(start + 1, len(self.blocks))
        end = next((at for at in following if _ends(self.blocks[at], level)), len(self.blocks))
        return Section(heading.text, self.blocks[start + 1 : end])


def _ends(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level <= level


_EXAMPLE = re.compile(r"(?:sdk |code )?(?:examples?|samples?)\b", re.IGNORECASE)
