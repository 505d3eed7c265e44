"""Findings grouped by what they say: one of a kind with its count, the worst first.

Holds a bounded number however many there are: of each rule the first kinds, and a count of the rest.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from harness.checking.verdict import Placed
from harness.findings import Severity

DISTINCT = 10
"""How many kinds of one rule and severity are told apart: enough to see what varies, such as a number."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings that say the same of the same member. first: the first of them. times: how many there are."""

    first: Placed
    times: int


class Kinds:
    """Takes findings one by one, and holds their kinds so far.

    distinct: how many of one rule and severity; None: all, which another can be given.
    """

    def __init__(self, distinct: int | None = DISTINCT) -> None:
        self._most = distinct
        self._kinds: dict[tuple[Severity, str, str, str], tuple[Placed, int]] = {}
        self._distinct: Counter[tuple[Severity, str]] = Counter()
        self._rest: Counter[tuple[Severity, str]] = Counter()

    def add(self, placed: Placed) -> None:
        """Take one more finding."""
        self._add(placed, 1)

    def add_all(self, other: "Kinds") -> None:
        """Take what another has taken, which holds all of its kinds: as if the findings came one by one."""
        for kind in other:
            self._add(kind.first, kind.times)

    def _add(self, placed: Placed, more: int) -> None:
        found = placed.finding
        rule = (found.severity, found.rule)
        kind = (*rule, found.where, found.message)
        first, times = self._kinds.get(kind, (placed, 0))
        if not times and self._distinct[rule] == self._most:
            self._rest[rule] += more
            return
        self._distinct[rule] += not times
        self._kinds[kind] = first, times + more

    def __iter__(self) -> Iterator[Kind]:
        """The kinds, worst first, those of one severity in order of their first finding."""
        for _, kind in sorted(self._kinds.items(), key=lambda item: -item[0][0]):
            yield Kind(*kind)

    @property
    def rest(self) -> list[tuple[Severity, str, int]]:
        """Severity, rule and number of the findings that are of no kind above, worst first."""
        ordered = sorted(self._rest.items(), key=lambda item: (-item[0][0], item[0][1]))
        return [(severity, rule, times) for (severity, rule), times in ordered]
