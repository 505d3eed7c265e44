"""Remembering what became of a text: most names, types and ids stand in every message of a call."""

from collections.abc import Callable
from functools import lru_cache

_SHORT = 200
"""Letters of a text that is remembered: what is longer is seldom met again, and would take much room."""

_MOST = 1024


def remembered[What](of: Callable[[str], What]) -> Callable[[str], What]:
    """A function that always gives the same for a text, which is asked once for those short ones that were
    met lately. From any thread.
    """
    known = lru_cache(_MOST)(of)

    def found(text: str) -> What:
        return known(text) if len(text) <= _SHORT else of(text)

    return found
