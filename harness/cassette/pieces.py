"""Where blocks begin and end in the bytes of a cassette. Cuts at end markers; parses no YAML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SIGNATURE = b"# a redial cassette; vcrpy and its family load it too\n"
HEADER = SIGNATURE + b"version: 1\ninteractions:\n"
"""What stands before the first block. A file that opens with SIGNATURE is ours, even if all else is torn."""

_MARKER = re.compile(rb"# end (\d{1,18}) (\d{1,18})(\r?\n)?\Z")
_LINE_FEED = 10
_SILENT = re.compile(rb"[ \t]*(?:#.*)?\r?\n?\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes up to an end marker, or those after the last one.

    offset: bytes before it. line: of its first byte, from 1. text: its bytes, marker line excluded.
    size: how long its marker says that the block is; None for what no marker ends. number: the marker's.
    after: bytes of the marker line. closed: whether a line feed ends the marker line.
    """

    offset: int
    line: int
    text: bytes
    size: int | None = None
    number: int | None = None
    after: int = 0
    closed: bool = True

    @property
    def end(self) -> int:
        """Bytes up to and with the marker line."""
        return self.offset + len(self.text) + self.after

    @property
    def intact(self) -> bool:
        """Whether the block is as long as its marker says."""
        return self.size == len(self.text)

    def from_block(self) -> "Piece":
        """The same piece from the line that opens its first block; unchanged when none does."""
        if self.text[:1] == b"-":
            return self
        skipped = lines = 0
        for line in self.text.splitlines(keepends=True):
            if line[:1] == b"-":
                break
            skipped += len(line)
            lines += 1
        else:
            return self
        return Piece(
            self.offset + skipped,
            self.line + lines,
            self.text[skipped:],
            self.size,
            self.number,
            self.after,
            self.closed,
        )


def silent(text: bytes) -> bool:
    """Whether `text` is nothing but blank lines and comments."""
    return text[:1] != b"-" and all(_SILENT.match(line) for line in text.split(b"\n"))


def end_marker(number: int, size: int) -> bytes:
    """The line that ends block `number`, `size` bytes long from its `-` to the line feed before this line."""
    return b"# end %d %d\n" % (number, size)


def marker(line: bytes) -> tuple[int, int] | None:
    """Number and size from a line that is an end marker, else None."""
    found = _MARKER.match(line)
    return (int(found[1]), int(found[2])) if found else None


def cut(parts: Iterable[bytes]) -> Iterator[Piece]:
    """The pieces of a file, given its bytes in parts of any size. What follows the last marker is one too."""
    held: list[bytes] = []
    offset, line = 0, 1
    for lines in _whole_lines(parts):
        start = after = 0
        while (at := _marker_in(lines, after)) is not None:
            after = lines.find(b"\n", at) + 1 or len(lines)
            if (said := marker(lines[at:after])) is None:
                continue
            text = b"".join((*held, lines[start:at]))
            held.clear()
            yield Piece(offset, line, text, said[1], said[0], after - at, lines[after - 1] == _LINE_FEED)
            offset += len(text) + after - at
            line += text.count(b"\n") + 1
            start = after
        held.append(lines[start:])
    if text := b"".join(held):
        yield Piece(offset, line, text)


def _whole_lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only where a line ends."""
    rest: list[bytes] = []
    for part in parts:
        end = part.rfind(b"\n") + 1
        if end:
            yield b"".join((*rest, part[:end]))
            rest.clear()
        rest.append(part[end:])
    yield b"".join(rest)


def _marker_in(lines: bytes, start: int) -> int | None:
    """Where the next line begins, from the start of a line on, that may be an end marker."""
    if lines.startswith(b"# end ", start):
        return start
    found = lines.find(b"\n# end ", start)
    return found + 1 if found >= 0 else None
