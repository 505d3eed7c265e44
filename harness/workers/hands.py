"""What a crew asks of workers, wherever they are."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol


class Died(Exception):  # noqa: N818 - of a worker, not of ours
    """A worker died, and what it worked on has no result. The text says what to do, as a clause."""


class Hands(Protocol):
    """Workers that were found. most: of how many things the results are waited for at once."""

    most: int

    def submit[T, R](self, work: Callable[[T], R], thing: T) -> Future[R]:
        """Have it done by whoever is free."""

    def result[R](self, future: Future[R]) -> R:
        """What came of what was submitted. Raises Died when it killed who worked on it, HarnessError when
        nobody is left.
        """
