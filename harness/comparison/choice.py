"""Which differences are told: those somebody asked for, and not what differs on the old side alone, too."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from harness.comparison.model import CallChanges, Change
from harness.diff import Kind, Paths, general

NO_PATHS = Paths()

type Place = tuple[str, str]


class Varying:
    """What differs between two recordings of the old side, `calls` their comparison: nobody changed it.

    Another spelling is no difference there either. A difference that breaks a rule is told all the same,
    unless the old side breaks that rule there.
    """

    def __init__(self, calls: Iterable[CallChanges] = ()) -> None:
        self._codes: dict[Place, set[str]] = {}
        self._left: Counter[Place] = Counter()
        for change in (change for call in calls for change in call.changes):
            if change.kind is not Kind.EQUIVALENT:
                place = _place(change)
                self._codes.setdefault(place, set()).update(change.breaks, change.mends)
                self._left[place] += 1

    def explains(self, change: Change) -> bool:
        """Whether the old side differs there, too: once for each call or exchange that came or went."""
        place = _place(change)
        if (codes := self._codes.get(place)) is None or not codes.issuperset(change.breaks):
            return False
        if change.whole:
            self._left[place] -= 1
        return self._left[place] >= 0


class Unmet:
    """Paths that met nothing so far, in their order. Empty before there was anything to meet.

    meets: whether one of them, as `Paths`, means a member.
    """

    def __init__(self, told: Iterable[str], meets: Callable[[Paths, str], bool] = Paths.cover) -> None:
        self._left = {path: Paths((path,)) for path in told}
        self._meets = meets
        self._any = False

    def watch(self, calls: Iterable[CallChanges]) -> Iterator[CallChanges]:
        """The same calls, whose differences are looked at as they pass."""
        for call in calls:
            for change in call.changes:
                self.meet(change.path)
            yield call

    def meet(self, member: str) -> None:
        """Look at one member."""
        self._any = True
        for path in [path for path, each in self._left.items() if self._meets(each, member)]:
            del self._left[path]

    def __iter__(self) -> Iterator[str]:
        yield from self._left if self._any else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """ignore: members whose differences are left out. only: those that alone are told; without any, all.

    unordered: lists whose order says nothing, which is for whoever compares.
    """

    ignore: Paths = NO_PATHS
    only: Paths = NO_PATHS
    unordered: Paths = NO_PATHS

    def over(self, told: "Choice") -> "Choice":
        """This choice with what was told besides; `only`, where that is told, begins anew."""
        return Choice(self.ignore | told.ignore, told.only or self.only, self.unordered | told.unordered)

    def sift(self, calls: Iterable[CallChanges], varying: Varying) -> Iterator[CallChanges]:
        """The calls with what is told of their changes, and counts of what is not."""
        for call in calls:
            asked = [change for change in call.changes if self._asked(change.path)]
            told = tuple(change for change in asked if not varying.explains(change))
            counts = [_counted(changes) for changes in (call.changes, asked, told)]
            yield replace(call, changes=told, ignored=counts[0] - counts[1], varying=counts[1] - counts[2])

    def _asked(self, path: str) -> bool:
        return (not self.only or self.only.cover(path)) and not self.ignore.cover(path)


ALL = Choice()
"""Every difference is told."""


def _counted(changes: Iterable[Change]) -> int:
    """How many are differences, and no other spellings."""
    return sum(change.kind is not Kind.EQUIVALENT for change in changes)


def _place(change: Change) -> Place:
    """What makes it the same in another comparison: its member, or which exchange came, or which one went."""
    return general(change.path), f"{change.kind} {change.old or change.new}" if change.whole else ""
