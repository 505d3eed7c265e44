"""A digest of any number of changes: kinds of them, each with its count and its first example, and totals.

Holds a bounded number however many there are: of each effect the first kinds, and a count of the rest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from harness.comparison.model import CallChanges, Change
from harness.diff import Kind, general

DISTINCT = 100
"""How many kinds of one effect are told apart. A body may hold thousands of members that nobody knows."""

type Effect = tuple[Kind, tuple[str, ...], tuple[str, ...]]
"""Kind of a difference, the rules that it breaks, and those that it mends."""


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one path, kind and effect. times: how many. first: the first of them.

    path: of all of them: `targets[*].id` where they stand at several places of a list.
    alike: whether all have the values of the first.
    """

    path: str
    times: int
    first: Change
    alike: bool

    @property
    def breaks(self) -> bool:
        """Whether they break a rule."""
        return bool(self.first.breaks)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts. calls: of both recordings, those that correspond once. calls_changed: those with a difference.

    differences: without the equivalent ones, which are counted on their own. breaks, mends: differences that
    break a rule, that mend one. noise, ignored, varying, renamed: as of CallChanges. outside: differences of
    what names no call.
    """

    calls: int = 0
    calls_changed: int = 0
    differences: int = 0
    equivalent: int = 0
    breaks: int = 0
    noise: int = 0
    mends: int = 0
    ignored: int = 0
    varying: int = 0
    outside: int = 0
    renamed: int = 0

    def __str__(self) -> str:
        told = f"{self.calls} call{'' if self.calls == 1 else 's'}, {self.calls_changed} changed"
        more = f", {self.outside} difference{'' if self.outside == 1 else 's'} outside of calls"
        return f"{told}{more if self.outside else ''}"


class Digest:
    """Takes the changes of one call after the other. summary: so far. seen: how many calls it took."""

    def __init__(self, calls: Iterable[CallChanges] = ()) -> None:
        self.summary = Summary()
        self.seen = 0
        self._groups: dict[tuple[str, Effect], Group] = {}
        self._distinct: Counter[Effect] = Counter()
        self._rest: Counter[Effect] = Counter()
        self.all(calls)

    def all(self, calls: Iterable[CallChanges]) -> Self:
        """Take in all of them."""
        for call in calls:
            self.add(call)
        return self

    def watch(self, calls: Iterable[CallChanges]) -> Iterator[CallChanges]:
        """The same stream, taken in as it passes."""
        for call in calls:
            self.add(call)
            yield call

    def add(self, call: CallChanges) -> None:
        """Take in one more call."""
        was, changes = self.summary, call.changes
        equivalent = sum(change.kind is Kind.EQUIVALENT for change in changes)
        real = len(changes) - equivalent
        self.seen += 1
        self.summary = Summary(
            calls=was.calls + (call.call is not None),
            calls_changed=was.calls_changed + (call.call is not None and call.changed),
            differences=was.differences + real,
            equivalent=was.equivalent + equivalent,
            breaks=was.breaks + sum(bool(change.breaks) for change in changes),
            noise=was.noise + call.noise,
            mends=was.mends + sum(bool(change.mends) for change in changes),
            ignored=was.ignored + call.ignored,
            varying=was.varying + call.varying,
            outside=was.outside + (real if call.call is None else 0),
            renamed=was.renamed + call.renamed,
        )
        for change in changes:
            self._take(change)

    @property
    def groups(self) -> list[Group]:
        """What breaks, what mends, the others, what is no difference; of each the rare before the common."""
        return sorted(self._groups.values(), key=lambda group: (_rank(group.first), group.times))

    @property
    def rest(self) -> int:
        """How many differences are of no group."""
        return self._rest.total()

    @property
    def foremost(self) -> str:
        """The first difference of the first group, and how many more there are; empty where there is none."""
        real = (group for group in self.groups if group.first.kind is not Kind.EQUIVALENT)
        first = next(real, None)
        more = self.summary.differences - 1
        return f"{first.first}{f', and {more} more' if more else ''}" if first is not None else ""

    @property
    def headline(self) -> str:
        """One sentence: `3 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041, and 2 more`."""
        return f"{self.summary}: {told}" if (told := self.foremost) else str(self.summary)

    def _take(self, change: Change) -> None:
        effect = (change.kind, change.breaks, change.mends)
        path = general(change.path)
        key = (f"{path}\0{change.old or change.new}" if change.whole else path, effect)
        group = self._groups.get(key)
        if group is not None:
            told = group.first
            self._groups[key] = replace(
                group,
                path=group.path if group.path == change.path else path,
                times=group.times + 1,
                alike=group.alike and _values(told) == _values(change),
            )
        elif self._distinct[effect] == DISTINCT:
            self._rest[effect] += 1
        else:
            self._distinct[effect] += 1
            self._groups[key] = Group(change.path, 1, change, alike=True)


def _values(change: Change) -> str:
    return repr((change.old, change.new, change.note))


def _rank(change: Change) -> int:
    if change.breaks:
        return 0
    if change.mends:
        return 1
    return 3 if change.kind is Kind.EQUIVALENT else 2
