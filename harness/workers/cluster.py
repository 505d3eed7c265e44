"""A Dask cluster that works. Dask is imported here alone, and only when a cluster is asked for.

Its workers read and replace files themselves: by the paths that mean these files here.
"""

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from time import monotonic, sleep
from typing import Any, Self

from harness.errors import HarnessError
from harness.workers.hands import Died

AHEAD = 4
"""Results that are waited for at once, for each thread of the workers."""

PATIENCE = 10.0
"""Seconds to reach the scheduler in, and for a first worker to be there."""

GONE = 30.0
"""Seconds without any worker, or without a word of the scheduler, after which the work is given up: Dask
itself would wait for ever.
"""

_LOOK = 1.0
"""Seconds between two looks at whether anybody works."""

KILLED = "the workers that worked on it died"


class Cluster:
    """The workers of a scheduler. Raises HarnessError when Dask is not installed or nobody is there."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.comm.addressing import resolve_address
            from distributed.scheduler import KilledWorker
        except ImportError:
            raise HarnessError(
                "--scheduler needs Dask, which is not installed", hint="pip install 'graph-redial[cluster]'"
            ) from None
        _silence()
        self._address = address
        self._killed = KilledWorker
        try:
            resolve_address(address)  # a client of what is none cannot be closed, and says so for 20 seconds
            self._client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception as error:  # noqa: BLE001 - whatever Dask raises, it did not get there
            why = " ".join(str(error).split()) or type(error).__name__
            raise self._trouble(
                f"no scheduler of Dask answers: {why}", "begin one with `dask scheduler`"
            ) from None
        try:
            self.most = AHEAD * self._first_threads()
        except BaseException:
            self._close()
            raise
        self._executor = self._client.get_executor(pure=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        """Leave; the scheduler drops what was asked of it. One that is gone has nothing left to be told."""
        with suppress(Exception):
            self._client.close(timeout=PATIENCE)

    def submit[T, R](self, work: Callable[[T], R], thing: T) -> Future[R]:
        """As of Hands."""
        future: Future[R] = self._executor.submit(work, thing)
        return future

    def result[R](self, future: Future[R]) -> R:
        """As of Hands. Dask gives it to other workers first, as often as the scheduler is set to."""
        worked = monotonic()
        while not wait([future], _LOOK).done:
            if self._threads():
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

    def _first_threads(self) -> int:
        """How many threads the workers have, once there is one. Raises HarnessError when none comes."""
        deadline = monotonic() + PATIENCE
        while not (threads := self._threads()):
            if monotonic() > deadline:
                raise self._trouble("the scheduler has no worker", "begin one with `dask worker`")
            sleep(_LOOK / 10)
        return threads

    def _threads(self) -> int:
        """How many threads the workers have. Raises HarnessError when the scheduler is gone, or says nothing:
        nobody else tells us.
        """
        try:
            told = self._client.sync(self._client.scheduler.ncores, callback_timeout=GONE)
        except TimeoutError:
            raise self._trouble("the scheduler does not answer any more", "begin it again") from None
        except (OSError, AttributeError):  # AttributeError: the client has given it up, and closed itself
            raise self._away() from None
        return sum(told.values())

    def _away(self) -> HarnessError:
        return self._trouble("the scheduler went away", "begin it again")

    def _trouble(self, what: str, hint: str) -> HarnessError:
        return HarnessError(f"{self._address}: {what}", hint=hint)


def _silence() -> None:
    """What matters is said in our words: of Dask and of what it is made with nothing is logged."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
