"""What runs in a process that works: it ends when it is asked to, or when who gave it work is gone.

What it works on is left as it was, or done: it unwinds first.
"""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import Any

UNWINDING_S = 10
"""Seconds for what it works on to unwind in. Python loses what is raised while it clears up after an object:
the work goes on then, and the system ends the process.
"""

_at_work = False


@dataclass(frozen=True, slots=True)
class Raised:
    """What the work raised, in place of what comes of it."""

    error: Exception


class _Ended(BaseException):
    """It was asked to end."""


def serve(pipe: "Connection[Any, Any]") -> None:
    """Do what comes through the pipe, one work and its thing after the other, and answer what came of it.

    None stands for the work that came before.
    """
    begin()
    work: Any = None
    with suppress(EOFError, OSError):  # who gave it work is gone
        while True:
            anew, thing = pipe.recv()
            work = anew or work
            pipe.send(_answer(work, thing))


def begin() -> None:
    """Once, before the first work."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
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


def _answer[T, R](work: Callable[[T], R], thing: T) -> R | Raised:
    try:
        return done(work, thing)
    except Exception as error:  # noqa: BLE001 - it is raised where it is awaited
        return Raised(error)


def _end(*_: object) -> None:
    if _at_work:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # another one must not end the unwinding
        signal.alarm(UNWINDING_S)
        raise _Ended
    os._exit(0)


def _outlived() -> None:
    """End with the process that gave the work."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
