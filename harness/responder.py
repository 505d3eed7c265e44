"""Whoever answers a request: one verb, several voices (Player, Simulator, Scripted), composed by First."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from harness.exchange import Origin, Request, Response


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A request that the platform makes to the bot later: a webhook. `due` is when, UTC.

    A webhook's URL gives the path only: whoever delivers it puts the bot's own scheme and host before it.
    """

    request: Request
    due: datetime
    number: int | None = None
    """Entry number of the recorded webhook that is played; None when it was not recorded."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer travels: `delay` seconds of silence before its first byte."""

    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Responder says: the response, whose it is, and the webhooks that follow from it.

    response: None means that no answer comes: the connection closes without one.
    """

    response: Response | None
    origin: Origin
    then: tuple[FollowUp, ...] = ()
    delivery: Delivery = Delivery()


class Responder(Protocol):
    """Answers requests. `now` is UTC and handed in: a Responder has no clock of its own."""

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """The answer, or None: not mine to answer."""

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """What time alone brings, such as the end of a call that nobody answered."""


class First:
    """The first of several Responders that answers."""

    def __init__(self, *responders: Responder) -> None:
        self.responders = responders

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """The answer of the first that has one, or None."""
        for responder in self.responders:
            if (answer := responder.respond(request, now)) is not None:
                return answer
        return None

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """What is due from any of them."""
        for responder in self.responders:
            yield from responder.due(now)
