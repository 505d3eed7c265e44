"""A Responder whose answers and webhooks go wrong as a plan says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from harness.exchange import Request
from harness.faults.plan import Faults
from harness.responder import Answer, FollowUp, Responder


class Faulty:
    """A Responder around another: `Faulty(simulator, faults)`."""

    def __init__(self, inner: Responder, faults: Faults) -> None:
        self.inner = inner
        self.faults = faults

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """The fault that is planned, else the answer of the other, with what becomes of its webhooks."""
        answer = self.faults.answer(request, now, lambda: self.inner.respond(request, now))
        return replace(answer, then=self.faults.notified(answer.then)) if answer is not None else None

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """What time alone brings, and what becomes of it."""
        yield from self.faults.notified(self.inner.due(now))
