"""How far a command has come: one line on a terminal, which is gone when it ends. Elsewhere nothing."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO

SOON = 0.5
"""Seconds that a command may take before it says how far it has come."""

OFTEN = 0.1
"""Seconds between two lines."""

_CLEAR = "\r\x1b[K"


class Progress:
    """Counts what was done of `whole`, where there is more than one thing to do and the screen is a terminal.

    screen: without one stderr.
    """

    def __init__(self, whole: int, things: str = "files", screen: TextIO | None = None) -> None:
        self._screen = screen or sys.stderr
        self._whole, self._things = whole, things
        self._done = 0
        self._wanted = whole > 1 and self._screen.isatty() and os.environ.get("TERM") != "dumb"
        self._next = monotonic() + SOON
        self._drawn = False

    def watch[E](self, events: Iterable[E], ends: Callable[[E], bool] = lambda _: True) -> Iterator[E]:
        """The same stream. ends: whether an event is the last one of a thing."""
        try:
            for event in events:
                if ends(event):
                    self.advance()
                yield event
        finally:
            self.clear()

    def advance(self, by: int = 1) -> None:
        """So many things more are done."""
        self._done += by
        if self._wanted and (now := monotonic()) >= self._next:
            self._next = now + OFTEN
            self._drawn = True
            self._screen.write(f"{_CLEAR}{self._done} of {self._whole} {self._things}")
            self._screen.flush()

    def clear(self) -> None:
        """Take the line away: something else is to be printed."""
        if self._drawn:
            self._screen.write(_CLEAR)
            self._screen.flush()
            self._drawn = False
