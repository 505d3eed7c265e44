"""Recorded requests that were not looked into yet, call by call: of each it is known whose it is."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import count

from harness.matching.miss import Listed

type Ranked = list[tuple[int, Listed]]
"""Recorded requests with their ranks: how many began before each."""


class Pending:
    """Requests in the order in which they began, handed out once, all of a call together."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        self._listed = listed
        self._calls: OrderedDict[str, list[int]] = OrderedDict()
        for rank, entry in zip(count(), listed, strict=False):
            self._calls.setdefault(entry.about, []).append(rank)

    def of(self, call: str) -> Ranked:
        """The requests about a call; those that name none are one call. None of one handed out already."""
        return [(rank, self._listed[rank]) for rank in self._calls.pop(call, ())]

    def following(self) -> Ranked:
        """The requests about the call that began first; none when none is left."""
        return self.of(next(iter(self._calls), ""))

    @property
    def first(self) -> int:
        """The rank of the first one left; that behind all others when none is."""
        return self._calls[next(iter(self._calls))][0] if self._calls else len(self._listed)


def in_order[R: Listed](entries: Iterable[R]) -> list[R]:
    """Exchanges in the order in which they began; as they stand when one of them does not tell."""
    listed = list(entries)
    if any(entry.started_at is None for entry in listed):
        return listed
    return sorted(listed, key=_began)


def _began(entry: Listed) -> float:
    moment = entry.started_at
    return moment.timestamp() if moment is not None else 0.0
