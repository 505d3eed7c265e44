"""A file of recorded exchanges that is read once through, and then here and there again.

Of a cassette of ours a bounded number of entries is held, whatever its size: the others are found again by
their places in the file. What has no such places is held whole.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from io import TextIOWrapper
from itertools import batched

from harness.cassette import Entry, Place
from harness.comparison import Held, Judged
from harness.errors import CassetteError, HarnessError
from harness.ids import Name, names_in
from harness.library.captured import Capture
from harness.library.opened import Cassette
from harness.library.recorded import Recorded
from harness.library.trouble import named

HELD = 500
"""Entries that are held where nobody says how many: all of those of a common recording."""

_LINES = 10_000
"""Lines that are searched for ids at once."""


class Reread:
    """A recording to compare.

    name: of its file. strict: whether reading raises HarnessError; else `trouble` says why it ended.
    held: how many entries are. seen: whether `entries` found any.
    """

    def __init__(self, recorded: Recorded, *, strict: bool = True, held: int = HELD) -> None:
        self.name = str(recorded.path)
        self.recorded = recorded
        self.trouble: str | None = None
        self.seen = False
        self._strict = strict
        self._most = held
        self._held: dict[int, Entry] = {}
        self._judging: Iterator[Judged | HarnessError] | None = None
        self._lost = False

    def judged_by(self, judging: Iterator[Judged | HarnessError]) -> None:
        """Have it judged elsewhere. judging: gives what came of it when it is asked, or why nothing did."""
        self._judging = judging

    def judged(self) -> Judged | None:
        """What the rules say of it, where it was judged elsewhere. Raises HarnessError as `entries` does."""
        if self._judging is None:
            return None
        told, self._judging = next(self._judging), None  # whoever judges may go when all have asked
        if isinstance(told, Judged):
            return told
        if self._strict:
            raise told
        self.trouble, self._lost = str(told), True
        return Judged((), {})

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file; none where judging it came to nothing."""
        self._held.clear()
        if self._lost:
            return
        try:
            most = self._most if self._indexed else None
            for entry in self.recorded.entries():
                self.seen = True
                if most is None or len(self._held) < most:
                    self._held[entry.number] = entry
                yield entry
        except HarnessError as error:
            if self._strict:
                raise
            self.trouble = str(error)

    def again(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """Some entries once more, by their numbers. Raises CassetteError when they are gone meanwhile."""
        if all(number in self._held for number in numbers):
            yield from (self._held[number] for number in numbers)
        elif (cassette := self._indexed) is not None:
            try:
                yield from cassette.at([self._places[number] for number in numbers])
            except LookupError:
                raise CassetteError(
                    f"{self.name}: it changed while it was compared", hint="compare it again"
                ) from None

    def names(self) -> frozenset[Name]:
        """The ids that stand in it; none where it cannot be read, which `entries` says."""
        try:
            opened = self.recorded.opened
            if isinstance(opened, Capture):
                return Held(opened.entries()).names()
            with named(opened.path), opened.path.open("rb") as file:
                lines = TextIOWrapper(file, encoding="utf-8", errors="replace")
                texts = map("".join, batched(lines, _LINES))
                return frozenset(name for text in texts for name in names_in(text))
        except HarnessError:
            return frozenset()

    def forget(self) -> None:
        """Hold nothing any more."""
        self._held.clear()
        self.__dict__.pop("_places", None)

    @property
    def _indexed(self) -> Cassette | None:
        """The cassette that can be read at places; None for what cannot."""
        opened = self.recorded.opened
        return opened if isinstance(opened, Cassette) and not opened.foreign else None

    @cached_property
    def _places(self) -> dict[int, Place]:
        cassette = self._indexed
        return {place.number: place for place in cassette.places()} if cassette is not None else {}
