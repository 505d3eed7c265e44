"""Whoever answers a request: one verb, several voices (Player, Simulator, Scripted, Faulty).

First composes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
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


class Ending(Enum):
    """How a connection ends behind an answer: as HTTP has it, or with a reset (TCP RST)."""

    ORDERLY = "orderly"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer travels: `delay` seconds of silence before its first byte.

    rate: bytes a second, of head and body; None: at once. cut_at: how many bytes of the body come, whatever
    Content-Length says; None: all. Behind an answer that is slow or cut the connection closes.
    """

    delay: float = 0.0
    rate: float | None = None
    cut_at: int | None = None
    ending: Ending = Ending.ORDERLY

    @property
    def plain(self) -> bool:
        """Whether nothing is odd about it once it begins."""
        return self.rate is None and self.cut_at is None and self.ending is Ending.ORDERLY

    @property
    def at_once(self) -> bool:
        """Whether all of it is there without any waiting."""
        return not self.delay and self.plain


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Responder says: the response, whose it is, and the webhooks that follow from it.

    response: None means that no answer comes: the connection ends without one, when `delivery.delay` is over
    or the client has given up.
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
