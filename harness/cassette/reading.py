"""Reads a cassette as a stream of entries: block by block where it is ours, as a whole where it is not.

Says what was torn off its end. Opens nothing and knows no path: whoever does puts it before the message.
"""

from collections.abc import Iterable, Iterator

import yaml

from harness.cassette import as_written, dialect, foreign, interaction
from harness.cassette.entry import Entry
from harness.cassette.foreign import Item
from harness.cassette.index import Place, glance, place_of
from harness.cassette.pieces import HEADER, SIGNATURE, Piece, cut, silent
from harness.cassette.shape import MalformedError
from harness.errors import CassetteError

_BY_HAND = "mend the file by hand, or take it from version control again"
_GIVE_ANOTHER = "give a file that redial or vcrpy recorded"


class Reading:
    """The entries of one file, once. What is said of the file as a whole is known when they are all read.

    torn: bytes behind the last whole block, which are no entry.
    whole: bytes of the file before them.
    foreign: whether the file carries no end marker of ours.
    last: the number in the last end marker; 0 where there is none.

    A block is whole when its marker gives its length. One of another length was edited by hand, and is taken
    when it parses. The last one of a file is torn when it does not parse, or when no marker ends it; anywhere
    else what does not parse raises CassetteError.
    """

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._pieces = cut(parts)
        self.torn = 0
        self.whole = 0
        self.foreign = False
        self.last = 0

    def __iter__(self) -> Iterator[Entry]:
        count = 0
        for piece in self._accepted():
            for item in _foreign(piece.text) if self.foreign else _items(piece):
                count += 1
                yield _entry(count, item)

    def places(self) -> Iterator[Place]:
        """Where the entries stand, without parsing those blocks that are as we wrote them."""
        count = 0
        for piece in self._accepted():
            if piece.intact and (place := glance(piece.text, count + 1, piece.line, piece.offset)):
                count += 1
                yield place
                continue
            for nth, item in enumerate(_foreign(piece.text) if self.foreign else _items(piece)):
                count += 1
                yield place_of(_entry(count, item), piece.offset, len(piece.text), nth)

    def _accepted(self) -> Iterator[Piece]:
        """The pieces that hold entries, each from its `-` on; a foreign file is one piece.

        One that is not intact has been parsed for a test: only its end tells an edited block from a torn one.
        """
        piece = next(self._pieces, None)
        if piece is None:
            raise CassetteError("it is empty", hint="record it again, or delete it")
        if piece.size is None and not SIGNATURE.startswith(piece.text[: len(SIGNATURE)]):
            self.foreign = True
            self.whole = piece.end
            yield piece
            return
        if piece.size is None:
            self.whole = len(HEADER) if piece.text.startswith(HEADER) else 0
        elif not any(line.startswith(b"interactions:") for line in piece.text.splitlines()):
            raise CassetteError("no `interactions:` stands before its first block", hint=_BY_HAND)
        else:
            self.whole = piece.from_block().offset
        while piece is not None and piece.size is not None:
            block = piece.from_block()
            following = next(self._pieces, None)
            if silent(block.text):  # somebody deleted the block and left its marker
                self.whole, piece = block.end, following
                continue
            try:
                if not block.intact:
                    _items(block)
            except CassetteError:
                if following is None or following.size is None:
                    self._tear(piece, following)
                    return
                raise
            if not block.intact and not block.closed:
                break
            yield block
            self.whole, self.last = block.end, block.number or 0
            piece = following
        if piece is not None:
            self._tear(piece)

    def _tear(self, piece: Piece, following: Piece | None = None) -> None:
        """Count what stands behind the whole part; blank lines and comments there are no loss."""
        end = (following or piece).end
        if self.whole and piece.size is None and silent(piece.text[self.whole - piece.offset :]):
            self.whole = end
        self.torn = end - self.whole


def read(parts: Iterable[bytes]) -> Reading:
    """The entries of a cassette, given its bytes in parts of any size.

    Iterating raises CassetteError for what is no cassette, naming the line.
    """
    return Reading(parts)


def _items(piece: Piece) -> list[Item]:
    """The interactions between two markers: one, or more where somebody pasted some in."""
    try:
        text = piece.text.decode("utf-8")
        ours = as_written.value(text)
        values = ours or dialect.load(text)
        if not isinstance(values, list) or not values:
            raise CassetteError(f"line {piece.line}: no interaction opens here", hint=_BY_HAND)
        if len(values) == 1:
            return [Item(piece.line, values[0], text, as_written=ours is not None)]
        # Ours never hold several: only a hand does, and then each needs its own line.
        several = list(foreign.items("interactions:\n" + text))
    except yaml.YAMLError as error:
        raise CassetteError(_where(error, piece.line), hint=_BY_HAND) from error
    except (ValueError, RecursionError) as error:
        raise CassetteError(f"line {piece.line}: this block cannot be read", hint=_BY_HAND) from error
    return [item._replace(line=item.line + piece.line - 2) for item in several]


def _foreign(data: bytes) -> Iterator[Item]:
    if b"\0" in data:
        raise CassetteError("it is binary, no cassette", hint=_GIVE_ANOTHER)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CassetteError("it is not text in UTF-8, hence no cassette", hint=_GIVE_ANOTHER) from None
    try:
        yield from foreign.items(text)
    except yaml.YAMLError as error:
        raise CassetteError(_where(error, 1), hint=_BY_HAND) from error
    except (ValueError, RecursionError) as error:
        raise CassetteError("it is no YAML that can be read", hint=_BY_HAND) from error


def _where(error: yaml.YAMLError, first_line: int) -> str:
    """The sentence for a YAML error in text that begins on `first_line`."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    line = first_line + mark.line if mark is not None else first_line
    return f"line {line}: no YAML: {problem}"


def _entry(number: int, item: Item) -> Entry:
    value = item.value
    try:
        if not isinstance(value, dict):
            raise MalformedError("it is no mapping")
        if not interaction.marked(value):
            exchange = foreign.exchange(value)
            call = interaction.named_call(exchange)
            return Entry(number, item.line, exchange, call, block=item.text, marked=False)
        exchange = interaction.exchange(value)
        call = interaction.call(value) or interaction.named_call(exchange)
        key = interaction.key(value)
        return Entry(number, item.line, exchange, call, key, item.text, as_written=item.as_written)
    except MalformedError as error:
        raise CassetteError(
            f"line {item.line}: interaction {number} is broken: {error.message}", hint=error.hint
        ) from error


def entry_at(place: Place, text: bytes) -> Entry:
    """The entry at a place, given the bytes from its `offset` on, `size` of them. Raises CassetteError."""
    item = _items(Piece(place.offset, place.line, text))[place.nth]
    return _entry(place.number, item._replace(line=place.line))
