"""Signals that this process takes instead of ending by them.

Only a mark is set in a handler: what interrupted code holds must not be waited for there.
"""

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""What asks a program to end: Ctrl-C, a supervisor, a terminal that is closed."""

SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a program."""


@dataclass(slots=True)
class Told:
    """by: the first signal that asked us to end; None as long as none did."""

    by: signal.Signals | None = None

    def __bool__(self) -> bool:
        return self.by is not None


@contextmanager
def stop_signals() -> Iterator[Told]:
    """What ENDING tells us while the context is open, instead of ending us; for the main thread."""
    told = Told()

    def hear(number: int) -> None:
        told.by = told.by or signal.Signals(number)

    with taken(ENDING, hear):
        yield told


@contextmanager
def taken(names: Iterable[str], hear: Callable[[int], None]) -> Iterator[None]:
    """Tell `hear` the signals of these names while the context is open; for the main thread.

    A hang-up that is ignored stays so: that is how `nohup` asks for it.
    """
    before = {
        number: signal.getsignal(number)
        for number in (getattr(signal, name) for name in names if hasattr(signal, name))
        if not (number == signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN)
    }
    for number in before:
        signal.signal(number, lambda number, _: hear(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
