"""Work that takes long, done beside mitmproxy's event loop: a large body must not hold up everybody else.

What is done there, and for which flow, is the recorder's business.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

_THREADS = 4
_SOON = 3.0  # seconds without a job done that are worth a line at the end

log = logging.getLogger("redial")


def settled[Result](job: Callable[[], Result]) -> Callable[[], Result]:
    """Do a job, and give what returns or raises what came of it, as often as it is asked."""
    future: Future[Result] = Future()
    try:
        future.set_result(job())
    except Exception as error:  # noqa: BLE001 - whoever asks is told
        future.set_exception(error)
    return future.result


class Keeping:
    """Jobs on threads, and the hooks that wait for them."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, "redial-keep")
        self._jobs: set[Future[Any]] = set()
        self._waiting: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether any hook waits for a job."""
        return bool(self._waiting)

    async def see_through(self, hook: Coroutine[None, None, None]) -> None:
        """Run a hook to its end, whatever becomes of whoever waits for it."""
        task = asyncio.create_task(hook)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        await asyncio.shield(task)

    async def done[Result](self, job: Callable[[], Result]) -> Result:
        """What a job returns or raises, once a thread has done it."""
        future = self._threads.submit(job)
        self._jobs.add(future)
        future.add_done_callback(self._jobs.discard)
        return await asyncio.wrap_future(future)

    async def finish(self, seconds: float) -> None:
        """Wait for the hooks under way, and for those that begin meanwhile, as long as that takes. Says so
        where it is a while.
        """
        end, said = time.monotonic() + seconds, False
        while self._waiting and (left := end - time.monotonic()) > 0:
            done, _ = await asyncio.wait(
                self._waiting, timeout=min(left, _SOON), return_when="FIRST_COMPLETED"
            )
            if not done and not said:
                said = True
                log.warning("keeping what was under way, which may take up to %.0f s", left)

    def wait(self) -> None:
        """Wait for the jobs alone, where nothing can be awaited; the loop stands still."""
        wait(set(self._jobs))
