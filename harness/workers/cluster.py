"""A Dask cluster that works. Dask is imported here alone, and only when a cluster is asked for.

Its workers read and replace files themselves: by the paths that mean these files here.
"""

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from time import monotonic
from typing import Any, Self

from harness.errors import HarnessError
from harness.workers.hands import Died

AHEAD = 4
"""Results that are waited for at once, for each thread of the workers."""

PATIENCE = 10.0
"""Seconds to reach the scheduler in, and for a first worker to be there."""

GONE = 30.0
"""Seconds without any worker after which the work is given up: Dask itself would wait for ever."""

_LOOK = 1.0
"""Seconds between two looks at whether anybody works."""

KILLED = "the workers that worked on it died"


class Cluster:
    """The workers of a scheduler. Raises HarnessError when Dask is not installed or nobody is there."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError:
            raise HarnessError(
                "--scheduler needs Dask, which is not installed", hint="pip install 'graph-redial[cluster]'"
            ) from None
        _silence()
        self._address = address
        self._killed = KilledWorker
        try:
            self._client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise self._trouble(
                f"no scheduler of Dask answers: {why}", "begin one with `dask scheduler`"
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError):
            self._client.close(timeout=PATIENCE)
            raise self._trouble("the scheduler has no worker", "begin one with `dask worker`") from None
        self.most = AHEAD * sum(self._client.nthreads().values())
        self._executor = self._client.get_executor(pure=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # a scheduler that is gone has nothing left to be told
            self._executor.shutdown(wait=False)
            self._client.close(timeout=PATIENCE)

    def submit[T, R](self, work: Callable[[T], R], thing: T) -> Future[R]:
        """As of Hands."""
        future: Future[R] = self._executor.submit(work, thing)
        return future

    def result[T, R](self, future: Future[R], work: Callable[[T], R], thing: T) -> R:
        """As of Hands. Dask gives it to other workers first, as often as the scheduler is set to."""
        worked = monotonic()
        while not wait([future], _LOOK).done:
            if self._anybody():
                worked = monotonic()
            elif monotonic() - worked > GONE:
                raise self._trouble("it has no worker any more", "begin one with `dask worker`")
        try:
            return future.result()
        except self._killed:
            raise Died(KILLED) from None
        except CancelledError:
            raise self._away() from None
        except Exception as error:
            why = f"a worker failed: {type(error).__name__}: {' '.join(str(error).split())}"
            raise self._trouble(why, "have this version of redial on each worker") from error

    def _anybody(self) -> bool:
        """Whether there is a worker. Raises HarnessError when the scheduler is gone: nobody else tells us."""
        try:
            return bool(self._client.nthreads())
        except (OSError, AttributeError):  # AttributeError: the client has given it up, and closed itself
            raise self._away() from None

    def _away(self) -> HarnessError:
        return self._trouble("the scheduler went away", "begin it again")

    def _trouble(self, what: str, hint: str) -> HarnessError:
        return HarnessError(f"{self._address}: {what}", hint=hint)


def _silence() -> None:
    """What matters is said in our words: of Dask and of what it is made with nothing is logged."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
