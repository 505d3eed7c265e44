"""What runs in a process that works: it ends when it is asked to, or when who gave it work is gone.

What it works on is left as it was, or done: it unwinds first.
"""

import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import parent_process

_at_work = False


class _Ended(BaseException):
    """It was asked to end."""


def begin() -> None:
    """Once, before the first work."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_outlived, daemon=True).start()


def done[T, R](work: Callable[[T], R], thing: T) -> R:
    """What comes of the work."""
    global _at_work  # noqa: PLW0603 - a handler of signals sees nothing else
    _at_work = True
    try:
        return work(thing)
    except _Ended:
        os._exit(0)
    finally:
        _at_work = False


def _end(*_: object) -> None:
    if _at_work:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # another one must not end the unwinding
        raise _Ended
    os._exit(0)


def _outlived() -> None:
    """End with the process that gave the work."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
