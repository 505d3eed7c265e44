"""Recorded requests that were not looked into yet: of each it is known whose it is and what it asks for."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from harness.matching.miss import Listed

type Ranked = list[tuple[int, Listed]]
"""Recorded requests with their ranks: how many began before each."""

type Queue = str

ALL: Queue = "all"
RENAMED: Queue = "renamed"
"""Those whose call may go by another name."""


class Pending:
    """Requests in the order in which they began, handed out once, all of a call together.

    Each stands in queues: one of all, one of those that ask for the same, one of those whose call may go by
    another name. may_be_renamed: which these are.
    """

    def __init__(self, listed: Sequence[Listed], may_be_renamed: Callable[[Listed], bool]) -> None:
        self._listed = listed
        self._may_be_renamed = may_be_renamed
        self._calls: dict[str, list[int]] = {}
        for rank, entry in enumerate(listed):
            self._calls.setdefault(entry.about, []).append(rank)

    def of(self, call: str) -> Ranked:
        """The requests about a call; those that name none are one call. None of one handed out already."""
        return [(rank, self._listed[rank]) for rank in self._calls.pop(call, ())]

    def following(self, queue: Queue = ALL) -> Ranked:
        """The requests about the call of the first one in a queue; none when none is left in it."""
        first = self.first(queue)
        return self.of(self._listed[first].about) if first < len(self._listed) else []

    def first(self, queue: Queue = ALL) -> int:
        """The rank of the first one left in a queue; that behind all others when none is."""
        ranks = self._queues.get(queue, ())
        while ranks and self._listed[ranks[0]].about not in self._calls:
            ranks.popleft()
        return ranks[0] if ranks else len(self._listed)

    @cached_property
    def _queues(self) -> dict[Queue, deque[int]]:
        """The queues, of what is left when one is first asked for: most replays ask for what is recorded."""
        queues: dict[Queue, deque[int]] = {}
        for rank, entry in enumerate(self._listed):
            if entry.about in self._calls:
                renamed = [RENAMED] if self._may_be_renamed(entry) else []
                for queue in (ALL, asking(entry.route), *renamed):
                    queues.setdefault(queue, deque()).append(rank)
        return queues


def asking(route: str) -> Queue:
    """Those that ask for a route, as `harness.diff.route` names it."""
    return f"at {route}"


def in_order[R: Listed](entries: Iterable[R]) -> list[R]:
    """Exchanges in the order in which they began; as they stand when one of them does not tell."""
    listed = list(entries)
    if any(entry.started_at is None for entry in listed):
        return listed
    return sorted(listed, key=_began)


def _began(entry: Listed) -> float:
    moment = entry.started_at
    return moment.timestamp() if moment is not None else 0.0
