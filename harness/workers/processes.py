"""Processes of this machine that work. Whichever way ours ends, none of them stays.

Each has a pipe to itself, and a thread here that waits for it: what one that is killed leaves behind, half an
answer or a lock, nobody else meets. Those of a ProcessPoolExecutor share theirs, and Python 3.12 waits for
ever when one is killed while it answers, or does not end while another one has died.

A new process begins without what this one holds (`spawn`): threads, locks and files of ours are not copied.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context, resource_tracker
from time import monotonic
from typing import Any, NoReturn, Self

from harness.errors import HarnessError
from harness.process.signals import SIGNALLED, taken
from harness.workers.hands import Died
from harness.workers.worker import Raised, serve

AHEAD = 4
"""Results that are waited for at once, for each process: a slow one in front keeps no other one idle."""

TRIES = 2
"""Processes that may die over one thing: the first one may have been killed from outside."""

PATIENCE = 12.0
"""Seconds for the processes to clear up in, once they were asked to end; a busy machine takes its time."""

KILLED = "the process that worked on it died"
_CONTEXT = get_context("spawn")


class Processes:
    """So many processes, begun when there is work for them."""

    def __init__(self, jobs: int) -> None:
        self.most = AHEAD * jobs
        self._threads = ThreadPoolExecutor(jobs, "redial-worker", initializer=_deafen)
        self._begun: list[_Process] = []
        self._idle: deque[_Process] = deque()
        self._beginning = threading.Lock()
        self._over = False
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        resource_tracker.ensure_running()  # whoever begins it hears Ctrl-C again
        if threading.current_thread() is threading.main_thread():  # else they are not ours to hear
            self._stack.enter_context(taken(("SIGTERM", "SIGHUP"), self._unwind))
        return self

    def __exit__(self, *_: object) -> None:
        with self._stack:
            self._close()

    def _unwind(self, number: int) -> NoReturn:
        """Asked to end, whatever this process is at: it need not wait for what the others are at."""
        self._over = True
        for process in list(self._begun):
            process.end()
        raise SystemExit(SIGNALLED + number)

    def _close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._beginning:
            self._over = True
        left = list(self._begun)
        for process in left:
            process.end()
        deadline = monotonic() + PATIENCE
        for process in left:
            process.bury(deadline - monotonic())

    def submit[T, R](self, work: Callable[[T], R], thing: T) -> Future[R]:
        """As of Hands."""
        return self._threads.submit(self._done, work, thing)

    def result[R](self, future: Future[R]) -> R:
        """As of Hands."""
        return future.result()

    def _done(self, work: Callable[[Any], Any], thing: Any) -> Any:
        """What comes of the work, by a process that has nothing to do."""
        for _ in range(TRIES):
            process = self._free()
            try:
                answer = process.ask(work, thing)
            except (EOFError, OSError):
                self._begun.remove(process)
                process.bury(PATIENCE)
                continue
            self._idle.append(process)
            if isinstance(answer, Raised):
                raise answer.error
            return answer
        raise Died(KILLED)

    def _free(self) -> "_Process":
        try:
            return self._idle.pop()
        except IndexError:
            pass
        with self._beginning:
            if self._over:
                raise Died(KILLED)
            try:
                process = _Process()
            except OSError as error:
                raise HarnessError(
                    f"no more than {len(self._begun)} processes can be begun: {error.strerror}",
                    hint="give a smaller --jobs",
                ) from None
            self._begun.append(process)
            return process


class _Process:
    """A process that works. Raises OSError when it cannot be begun."""

    def __init__(self) -> None:
        self._burying = threading.Lock()
        self._work: Callable[[Any], Any] | None = None
        self._pipe, its = _CONTEXT.Pipe()
        with its:
            self._process = _CONTEXT.Process(target=serve, args=(its,), daemon=True)
            try:
                self._process.start()
            except OSError:
                self._pipe.close()
                raise

    def ask(self, work: Callable[[Any], Any], thing: Any) -> Any:
        """What it answers. Raises EOFError or OSError when it dies instead.

        It keeps the work, which may hold a whole contract, for the things that follow.
        """
        self._pipe.send((None if work is self._work else work, thing))
        self._work = work
        return self._pipe.recv()

    def end(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def bury(self, seconds: float) -> None:
        """Wait for its end so long, and no longer. Of two that wait, the system tells only one of the end."""
        with self._burying:
            self._process.join(max(0.0, seconds))
            self._process.kill()
            self._process.join()
            self._pipe.close()


def _deafen() -> None:
    """The processes that a thread begins never hear a Ctrl-C, which is the main thread's to act on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
