"""Asking an index: what is found and taken, what is missed, and with which keys it is read."""

from harness.exchange import Request
from harness.matching import Index, Match, Miss
from tests.unit.recorded import KEY, OTHER_KEY

READERS = {"the key of the file": KEY, "another key": OTHER_KEY, "no key": None}


def found(index: Index, request: Request) -> int:
    """The number of the entry that is found, and taken if it was not yet."""
    match = index.find(request)
    assert isinstance(match, Match), match.why
    if not match.again:
        index.take(match)
    return match.entry.number


def missed(index: Index, request: Request) -> Miss:
    miss = index.find(request)
    assert isinstance(miss, Miss)
    return miss
