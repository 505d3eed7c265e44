"""A body as a page shows it: JSON laid out, text as text, anything else byte by byte; never more than fits.

What would not show, or would turn the text around it, is spelled out, as on a terminal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from typing import ClassVar

from harness import body
from harness.redaction import wide
from harness.report.printable import printable

SHOWN = 64 * 1024
"""Characters of a text, and SHOWN_BYTES of anything else, that are shown."""

SHOWN_BYTES = 1024
_ROW = 16
_READABLE = 0.9
"""Share of a body without UTF-8 that is to be readable for it to be text with some bytes in it."""

_UNITS = ("bytes", "KiB", "MiB", "GiB")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a text. mark: the anchor of what is said about them; empty for nothing."""

    text: str
    mark: str = ""

    @property
    def indent(self) -> str:
        """The white space that it opens with."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def ends(self) -> bool:
        """Whether a line ends with it."""
        return self.text.endswith("\n")


@dataclass(frozen=True, slots=True)
class Payload:
    """A body. kind: `JSON`, `text` or `bytes`. size: of the whole, in words. cut: whether only its beginning
    is shown.
    """

    BYTES: ClassVar[str] = "bytes"

    kind: str
    size: str
    pieces: tuple[Piece, ...]
    cut: bool = False

    @property
    def text(self) -> str:
        """All that is shown."""
        return "".join(piece.text for piece in self.pieces)


def payload(message: bytes, marks: Mapping[str, str]) -> Payload | None:
    """A body with some of its members marked: path as in `targets[0].identity` -> anchor. None for none.

    A member that is missing has the mark at the nearest one around it.
    """
    if not message:
        return None
    sized = size(len(message))
    narrow = wide.narrowed(message)
    whole = message if narrow is None else narrow
    if (text := body.laid_out(whole.removeprefix(b"\xef\xbb\xbf"))) is not None:
        shown, cut = text[:SHOWN], len(text) > SHOWN
        return Payload("JSON", sized, tuple(_marked(shown, _lines(text, marks))), cut)
    if (read := _text(whole)) is not None:
        return Payload("text", sized, (Piece(_visible(read[:SHOWN])),), len(read) > SHOWN)
    return Payload(Payload.BYTES, sized, (Piece(_dumped(message[:SHOWN_BYTES])),), len(message) > SHOWN_BYTES)


def size(count: int) -> str:
    """`812 bytes`, `1.2 KiB`, `64 MiB`."""
    amount, unit = float(count), 0
    while amount >= 1024 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    if not unit:
        return "1 byte" if count == 1 else f"{count} bytes"
    return f"{amount:.1f} {_UNITS[unit]}" if amount < 10 else f"{amount:.0f} {_UNITS[unit]}"


def _text(message: bytes) -> str | None:
    """What a body says, bytes that are no UTF-8 spelled out; None where it is hardly text."""
    head = message[: 4 * SHOWN + 4]
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start > SHOWN:
            return head[: error.start].decode()
        text = head.decode("utf-8", "backslashreplace")
        spelled = sum(byte > 126 or (byte < 32 and byte not in b"\t\n\r") for byte in head)
    else:
        spelled = sum(letter < " " and letter not in "\t\n\r" for letter in text)
    return text if spelled <= (1 - _READABLE) * len(head) else None


def _visible(text: str) -> str:
    """Text in which every character shows; lines and tabs stay."""
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


def _dumped(message: bytes) -> str:
    """Bytes as rows of an offset, sixteen values, and what of them is ASCII."""
    rows = (message[at : at + _ROW] for at in range(0, len(message), _ROW))
    return "\n".join(
        f"{number * _ROW:08x}  {row.hex(' '):<{3 * _ROW - 1}}  {_ascii(row)}"
        for number, row in enumerate(rows)
    )


def _ascii(row: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)


def _lines(text: str, marks: Mapping[str, str]) -> dict[int, str]:
    """Line of a text, from 0 -> its mark; of several that of the first."""
    found: dict[int, str] = {}
    document = body.read(text.encode()) if marks else None
    if document is None:
        return found
    for path, mark in marks.items():
        steps = list(body.steps(path))
        while steps:
            if (line := document.lines.get(reduce(body.child, steps, ""))) is not None:
                found.setdefault(line, mark)
                break
            steps.pop()
    return found


def _marked(text: str, marks: Mapping[int, str]) -> Iterator[Piece]:
    """The lines of a text, those in a row that have the same mark in one piece."""
    lines = text.split("\n")
    numbered: Iterable[tuple[str, str]] = (
        (marks.get(at, ""), line if at == len(lines) - 1 else f"{line}\n") for at, line in enumerate(lines)
    )
    for mark, run in groupby(numbered, key=lambda each: each[0]):
        yield Piece(_visible("".join(line for _, line in run)), mark)
