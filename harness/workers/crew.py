"""Who works: this process alone, several processes, or a cluster. What comes of it comes in the order given.

Work is a picklable callable from one picklable thing to a picklable result; it raises nothing that is the
fault of what it was given. Only so many results are waited for at once, however many things there are.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from harness.workers.hands import Died, Hands

TRY = "try it by itself, without --jobs and --scheduler"
"""What to do about a file that killed its worker."""


@dataclass(frozen=True, slots=True)
class Crew:
    """jobs: processes that work, 1: this one alone, 0: one for each processor. scheduler: of a Dask cluster,
    which works instead.
    """

    jobs: int = 1
    scheduler: str | None = None

    def alone(self, things: int) -> bool:
        """Whether this process does all the work, where there are so many things to do."""
        return self.scheduler is None and min(self.processes, things) <= 1

    def each[T, R](
        self, work: Callable[[T], R], things: Sequence[T], lost: Callable[[T, str], R]
    ) -> Iterator[R]:
        """What comes of the work on each thing. lost: what comes of one that kills its worker, and why.

        Raises HarnessError when there is nobody to work, or nobody any more. All workers end with it.
        """
        if self.alone(len(things)):
            yield from map(work, things)
            return
        with self._hands(len(things)) as hands:
            yield from _in_order(hands, work, things, lost)

    @property
    def processes(self) -> int:
        """How many are begun, where there is work for them."""
        return self.jobs or (
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        )

    def _hands(self, things: int) -> AbstractContextManager[Hands]:
        if self.scheduler is not None:
            from harness.workers.cluster import Cluster

            return Cluster(self.scheduler)
        from harness.workers.processes import Processes

        return Processes(min(self.processes, things))


def _in_order[T, R](
    hands: Hands, work: Callable[[T], R], things: Iterable[T], lost: Callable[[T, str], R]
) -> Iterator[R]:
    left = iter(things)
    ahead: deque[tuple[T, Future[Any]]] = deque()
    while True:
        for thing in islice(left, hands.most - len(ahead)):
            ahead.append((thing, hands.submit(work, thing)))
        if not ahead:
            return
        thing, future = ahead.popleft()
        try:
            result = hands.result(future)
        except Died as died:
            result = lost(thing, str(died))
        yield result
