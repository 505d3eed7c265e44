"""Reads a cassette as a stream of entries: block by block where it is ours, as a whole where it is not.

Says what was torn off its end. Opens nothing and knows no path: whoever does puts it before the message.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from harness.cassette import dialect, foreign, interaction
from harness.cassette.entry import Entry
from harness.cassette.foreign import Item
from harness.cassette.pieces import HEADER, SIGNATURE, Piece, cut
from harness.cassette.shape import MalformedError
from harness.errors import CassetteError

_BY_HAND = "mend the file by hand, or take it from version control again"


class Reading:
    """The entries of one file, once. What is known of the file as a whole is known when they are all read.

    torn: bytes behind the last whole block, which are no entry.
    whole: bytes of the file before them.
    foreign: whether the file carries no end marker of ours.

    A block is whole when its marker gives its length. One of another length was edited by hand, and is taken
    when it parses. The last one of a file is torn when it does not parse, or when no marker ends it; anywhere
    else what does not parse raises CassetteError.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._pieces = cut(lines)
        self.torn = 0
        self.whole = 0
        self.foreign = False

    def __iter__(self) -> Iterator[Entry]:
        first = next(self._pieces, None)
        if first is None:
            raise CassetteError("it is empty", hint="record it again, or delete it")
        if first.size is not None:
            yield from self._ours(first)
        elif SIGNATURE.startswith(first.text[: len(SIGNATURE)]):
            self.whole = len(HEADER) if first.text.startswith(HEADER) else 0
            self._tear(first)
        else:
            self.foreign = True
            self.whole = len(first.text)
            yield from _numbered(_foreign(first.text), 0)

    def _ours(self, first: Piece) -> Iterator[Entry]:
        """The entries up to the last marker, given the piece that holds the header and the first block."""
        if not any(line.startswith(b"interactions:") for line in first.text.splitlines()):
            raise CassetteError("no `interactions:` stands before its first block", hint=_BY_HAND)
        count = 0
        piece: Piece | None = first
        while piece is not None:
            following = next(self._pieces, None)
            if piece.size is None or (not piece.closed and not piece.from_block().intact):
                self._tear(piece)
                return
            try:
                found = _items(piece.from_block())
            except CassetteError:
                if following is None or following.size is None:
                    self._tear(piece, following)
                    return
                raise
            self.whole = piece.end
            for entry in _numbered(found, count):
                yield entry
                count = entry.number
            piece = following

    def _tear(self, *pieces: Piece | None) -> None:
        """Count what follows the whole part; blank lines and comments there are no loss."""
        held = [piece for piece in pieces if piece is not None]
        if self.whole == held[0].offset and all(piece.size is None and piece.silent for piece in held):
            self.whole = held[-1].end
        self.torn = held[-1].end - self.whole


def read(lines: Iterable[bytes]) -> Reading:
    """The entries of a cassette, given its lines as a file opened for bytes yields them.

    Iterating raises CassetteError for what is no cassette, naming the line.
    """
    return Reading(lines)


def _items(piece: Piece) -> list[Item]:
    """The interactions between two markers: one, or more where somebody pasted some in."""
    try:
        text = piece.text.decode("utf-8")
        values = dialect.load(text)
        if not isinstance(values, list) or not values:
            raise CassetteError(f"line {piece.line}: no interaction opens here", hint=_BY_HAND)
        if len(values) == 1:
            return [Item(piece.line, values[0], text)]
        # Ours never hold several: only a hand does, and then each needs its own line.
        several = list(foreign.items("interactions:\n" + text))
    except yaml.YAMLError as error:
        raise CassetteError(_where(error, piece.line), hint=_BY_HAND) from error
    except (ValueError, RecursionError) as error:
        raise CassetteError(f"line {piece.line}: this block cannot be read", hint=_BY_HAND) from error
    return [item._replace(line=item.line + piece.line - 2) for item in several]


def _foreign(data: bytes) -> Iterator[Item]:
    if b"\0" in data:
        raise CassetteError("it is binary, no cassette", hint="give a file that redial or vcrpy recorded")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CassetteError(
            "it is not text in UTF-8, hence no cassette", hint="give a file that redial or vcrpy recorded"
        ) from None
    try:
        yield from foreign.items(text)
    except yaml.YAMLError as error:
        raise CassetteError(_where(error, 1), hint=_BY_HAND) from error
    except (ValueError, RecursionError) as error:
        raise CassetteError("it is no YAML that can be read", hint=_BY_HAND) from error


def _where(error: yaml.YAMLError, first_line: int) -> str:
    """The sentence for a YAML error in text that begins on `first_line`."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it holds characters that YAML forbids"
    line = first_line + mark.line if mark is not None else first_line
    return f"line {line}: no YAML: {problem}"


def _numbered(found: Iterable[Item], before: int) -> Iterator[Entry]:
    for number, item in enumerate(found, before + 1):
        yield _entry(number, item)


def _entry(number: int, item: Item) -> Entry:
    value: Any = item.value
    try:
        if not isinstance(value, dict):
            raise MalformedError("it is no mapping")
        if not interaction.marked(value):
            exchange = foreign.exchange(value)
            call = interaction.named_call(exchange)
            return Entry(number, item.line, exchange, call, block=item.text, marked=False)
        exchange = interaction.exchange(value)
        call = interaction.call(value) or interaction.named_call(exchange)
        return Entry(number, item.line, exchange, call, interaction.key(value), item.text)
    except MalformedError as error:
        raise CassetteError(
            f"line {item.line}: interaction {number} is broken: {error.message}", hint=error.hint
        ) from error
