"""A cassette file opened for reading: its entries as a stream, its index, one call of it. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial

from harness.address import canonical_id
from harness.cassette import Entry, Place, Reading, Unread, entry_at, place_of, read
from harness.errors import CassetteError
from harness.library.trouble import named
from harness.remote import Source

_NEAR = 8192
"""Bytes that are read around an entry that is read alone: a store far away is asked for no more."""

_AT_ONCE = 1 << 20
"""Bytes that are read at once."""

_BEHIND = b"# end "
"""What opens the line behind a block."""

_HELD = 64
"""Entries that are held of those that are read one by one."""


class Cassette:
    """A cassette file, read as a stream and as often as asked.

    foreign: whether another tool wrote it.
    torn: bytes behind its last whole block; known once `entries()`, `index()` or `call()` has run to its end.
    capture, left_out: it is no capture, of which only a part may be read.
    """

    def __init__(self, path: Source, *, foreign: bool = False) -> None:
        self.path = path
        self.foreign = foreign
        self.capture = False
        self.torn = self.left_out = 0

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file. Raises CassetteError at what is none, naming its line."""
        with _reading(self.path) as reading:
            yield from reading
            self.torn = reading.torn

    def index(self) -> Mapping[tuple[str | None, str], tuple[Place, ...]]:
        """(call, route) -> where its entries stand: the call as in the file, the route as `Place` has it."""
        found: dict[tuple[str | None, str], list[Place]] = {}
        for place in self.places():
            found.setdefault((place.call, place.route), []).append(place)
        return {key: tuple(places) for key, places in found.items()}

    def places(self) -> Iterator[Place]:
        """Where the entries stand, in the order of the file; of ours only those edited by hand are parsed."""
        with _reading(self.path) as reading:
            yield from reading.places()
            self.torn = reading.torn

    def at(self, places: Iterable[Place]) -> Iterator[Entry]:
        """The entries at some places of a file of ours. Raises CassetteError when they are gone meanwhile."""
        with named(self.path), self.path.open("rb", buffering=_NEAR) as file:
            for place in places:
                file.seek(place.offset)
                yield entry_at(place, file.read(place.size))

    def unread(self) -> Iterator[Unread]:
        """The entries of a file of ours in the order of the file, each read when it is asked for.

        One that was edited by hand must parse now; one that is broken and as long as it was says so when it
        is read, and so does one that is another meanwhile: CassetteError.
        """
        source = lru_cache(maxsize=_HELD)(self._again)
        for place in self.places():
            yield Unread(place.number, place, source)

    def _again(self, place: Place) -> Entry:
        """The entry at a place where it was found before, unless something else is there now."""
        with named(self.path), self.path.open("rb", buffering=_NEAR) as file:
            file.seek(place.offset)
            text, behind = file.read(place.size), file.read(len(_BEHIND))
            try:
                if text[:1] == b"-" and behind == _BEHIND:
                    entry = entry_at(place, text)
                    if place_of(entry, place.offset, place.size, place.nth) == place:
                        return entry
            except LookupError:
                pass
            raise CassetteError("it changed while it was played", hint="play it again")

    def call(self, identifier: str) -> Iterator[Entry]:
        """The entries of one call, in file order; of a file of ours only their blocks are parsed."""
        wanted = canonical_id(identifier)
        places = [
            place
            for (call, _), group in self.index().items()
            if call is not None and canonical_id(call) == wanted
            for place in group
        ]
        places.sort(key=lambda place: place.number)
        if self.foreign:
            numbers = {place.number for place in places}
            yield from (entry for entry in self.entries() if entry.number in numbers)
            return
        yield from self.at(places)


def open_cassette(path: Source) -> Cassette:
    """The cassette at `path`, looked at as far as its first entry.

    Raises CassetteError for what is missing, no regular file, empty, binary, or no cassette.
    """
    with named(path):
        regular(path)
    with _reading(path) as reading:
        next(iter(reading), None)
    return Cassette(path, foreign=reading.foreign)


def regular(path: Source) -> None:
    """Raise CassetteError when no regular file is at `path`, and OSError when nothing is."""
    path.stat()
    if not path.is_file():
        raise CassetteError(f"it is {'a directory' if path.is_dir() else 'no file'}", hint="give a cassette")


@contextmanager
def _reading(path: Source) -> Iterator[Reading]:
    with named(path), path.open("rb") as file:
        yield read(iter(partial(file.read, _AT_ONCE), b""))
