"""Processes of this machine that work. Whichever way ours ends, none of them stays.

A new process begins without what this one holds (`spawn`): threads, locks and files of ours are not copied.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from typing import NoReturn, Self

from harness.process.signals import SIGNALLED, taken
from harness.workers.hands import Died
from harness.workers.worker import begin, done

AHEAD = 4
"""Results that are waited for at once, for each process: a slow one in front keeps no other one idle."""

PATIENCE = 5.0
"""Seconds for a process to clear up in, once it was asked to end."""

KILLED = "the process that worked on it died"


class Processes:
    """So many processes, begun when there is work for them."""

    def __init__(self, jobs: int) -> None:
        self.most = AHEAD * jobs
        self._jobs = jobs
        self._before = set(active_children())
        self._many = _pool(jobs)
        self._one = _pool(1)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # else they are not ours to hear
            self._stack.enter_context(taken(("SIGTERM", "SIGHUP"), self._unwind))
        return self

    def __exit__(self, *_: object) -> None:
        with self._stack:
            self._close()

    @property
    def _begun(self) -> set[BaseProcess]:
        return set(active_children()) - self._before

    def _unwind(self, number: int) -> NoReturn:
        """Asked to end, whatever this process is at: it need not wait for what the others are at."""
        for process in self._begun:
            process.terminate()
        raise SystemExit(SIGNALLED + number)

    def _close(self) -> None:
        self._many.shutdown(wait=False, cancel_futures=True)
        self._one.shutdown(wait=False, cancel_futures=True)
        _end(self._begun)

    def submit[T, R](self, work: Callable[[T], R], thing: T) -> Future[R]:
        """As of Hands."""
        try:
            return _submitted(self._many, work, thing)
        except BrokenExecutor:
            self._many = _pool(self._jobs)
            return _submitted(self._many, work, thing)

    def result[T, R](self, future: Future[R], work: Callable[[T], R], thing: T) -> R:
        """As of Hands. A process that dies takes all that was waited for with it: each is tried by itself."""
        try:
            return future.result()
        except BrokenExecutor:
            pass
        try:
            return _submitted(self._one, work, thing).result()
        except BrokenExecutor:
            self._one = _pool(1)
            raise Died(KILLED) from None


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=begin)


def _submitted[T, R](pool: ProcessPoolExecutor, work: Callable[[T], R], thing: T) -> Future[R]:
    """Submit; the processes that this begins never hear a Ctrl-C, which is ours to act on."""
    with _deaf():
        return pool.submit(done, work, thing)


@contextmanager
def _deaf() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(processes: set[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
