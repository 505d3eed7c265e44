"""Two recordings of a file or a folder each, brought together file by file, to be compared.

An edge: it reads the files, one pair after the other, and holds no more than one pair.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from harness import corpus
from harness.checking.verdict import Read
from harness.comparison import CallChanges, Comparing
from harness.ids import Name
from harness.library import Recorded, Reread
from harness.library.reread import HELD
from harness.remote import Source

KNOWN = 50_000
"""Ids that stand on both sides of which that is known: more than the people of any bot."""

type Opened = Callable[[Iterable[Source]], list[Recorded]]


class Paired:
    """The files of OLD and NEW: of two folders those of one name with each other, and those that only one of
    them has, `old_alone` and `new_alone` in number, as a whole: a cassette for each call has another name in
    each recording.

    opened: what makes recordings of paths. Raises HarnessError for a path that means none.
    """

    def __init__(self, old: Source, new: Source, opened: Opened) -> None:
        both, rest = corpus.pairs(old, new)
        self._pairs = [
            tuple(
                [Reread(each, strict=not path.is_dir(), held=HELD // len(side)) for each in opened(side)]
                for path, side in zip((old, new), pair, strict=True)
            )
            for pair in (*both, rest)
        ]
        folders = old.is_dir() and new.is_dir()
        self.old_alone, self.new_alone = map(len, rest) if folders else (0, 0)

    @property
    def recordings(self) -> list[Reread]:
        """All of them, in the order in which `calls` reads them."""
        return [each for pair in self._pairs for side in pair for each in side]

    @property
    def known(self) -> frozenset[Name]:
        """The ids that stand on both sides, as far as there are not too many."""
        found: dict[Name, None] = {}
        for pair in self._pairs:
            old, new = (frozenset(chain.from_iterable(each.names() for each in side)) for side in pair)
            found |= dict.fromkeys(islice(old & new, KNOWN - len(found)))
        return frozenset(found)

    def calls(
        self, comparing: Comparing, done: Callable[[int], object] = lambda _: None
    ) -> Iterator[CallChanges]:
        """The changes of each call, pair by pair. Raises HarnessError for a file that was given and cannot be
        read; one of a folder is left out from where it cannot. done: told of each pair how many files it has.
        """
        for old, new in self._pairs:
            yield from comparing.calls(old, new)
            for each in (*old, *new):
                each.forget()
            done(len(old) + len(new))

    @property
    def new_is_empty(self) -> bool:
        """Whether no exchange was found on the new side, once `calls` has run to its end."""
        return not any(each.seen for _, side in self._pairs for each in side)

    @property
    def read(self) -> Iterator[Read]:
        """What became of each file."""
        for each in self.recordings:
            told = each.recorded
            yield Read(each.name, told.torn, each.trouble, told.capture, told.left_out)
