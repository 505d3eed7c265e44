"""What a recording in a test lacks, and what is said of one that was not written: lines for a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

REFUSED = 400
"""The least status with which a bot does not take a webhook."""

_ELSEWHERE = (404, 405)
"""Statuses of a bot that listens, but not there."""


@dataclass(frozen=True, slots=True)
class Given:
    """A webhook that was given to the bot: its path, and the status of the reply; None: error says why."""

    path: str
    status: int | None
    error: str | None = None

    @property
    def taken(self) -> bool:
        """Whether the bot took it."""
        return self.status is not None and self.status < REFUSED


def lacking(given: Sequence[Given], *, asked: bool, name: str) -> Iterator[str]:
    """Why what was recorded is no conversation: what the bot did not take, and that it asked for nothing.

    given: in order; where the first was not found the bot listens elsewhere. asked: whether something was
    asked of Graph. name: of the cassette.
    """
    elsewhere = f'; say where it listens: @pytest.mark.redial("{name}", path="/...")'
    for number, one in enumerate(given):
        if one.status is None:
            yield f"not delivered: the webhook at {one.path}: {one.error or 'no reply'}"
        elif not one.taken:
            hint = elsewhere if number == 0 and one.status in _ELSEWHERE else ""
            yield f"refused: the bot answered the webhook at {one.path} with {one.status}{hint}"
    if not asked and all(one.taken for one in given):
        yield "nothing to record: nothing was asked of Graph"


def unwritten(requests: Sequence[str], name: str, *, added: bool) -> Iterator[str]:
    """What is not written because the test failed. requests: to Graph, and what came of them.

    added: whether they were to be added to what the cassette holds.
    """
    anew = "; --redial-record all begins anew" if added else ""
    yield f"redial: {name} {'stays as it was' if added else 'is not written'}, as the test failed{anew}"
    yield from (f"  not written: {request}" for request in requests)
