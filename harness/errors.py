"""What redial raises when it cannot do its own work.

A broken tool raises; a broken bot is a Finding that is yielded. Nothing about HTTP or files stands here.
"""

from collections.abc import Callable
from functools import partial
from typing import Self


class HarnessError(Exception):
    """redial could not do what it was asked to: one sentence says what happened, the hint says what to do.

    The command line prints `message` and `hint` on one line and exits with status 2.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}"

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        return partial(type(self), self.message, hint=self.hint), ()


class CassetteError(HarnessError):
    """A file is not a cassette that redial can read or may write."""
