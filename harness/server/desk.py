"""The desk of a server: it asks the Responder, refuses what has no answer, and tells whoever counts.

How a request came, and how an answer travels, is not known here.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from uuid import uuid4

from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.refusal import refusal
from harness.responder import Answer, Ending, FollowUp, Responder
from harness.server.incoming import Incoming, RefusedError, opened

_ENDINGS = {Ending.ORDERLY: "closed without an answer", Ending.RESET: "reset without an answer"}


class Desk:
    """Where the requests of all connections are answered, on the loop's thread, one at a time.

    follow: takes each FollowUp, after the answer it belongs to was sent.
    answered: told each exchange once its answer was sent. refused: told each request that the Responder did
    not answer, and a clause that says why.
    stopping: set when the server ends. answering: how many requests are there whose answer is not.
    """

    def __init__(
        self,
        responder: Responder,
        follow: Callable[[FollowUp], None],
        answered: Callable[[Exchange], None] | None,
        refused: Callable[[Request, str], None] | None = None,
    ) -> None:
        self.stopping = asyncio.Event()
        self.answering = 0
        self._responder = responder
        self._follow = follow
        self._answered = answered
        self._told_refused = refused or _unheard

    def answer(self, incoming: Incoming) -> tuple[Request, Answer]:
        """A request and its answer: the Responder's, or why it has none that can be sent."""
        self.answering += 1
        request: Request | None = None
        try:
            request = incoming.request()
            return request, self._answer(request)
        except RefusedError as why:
            request = request or incoming.told()
            return request, Answer(self._refused(request, why), Origin.FAULT)

    def sent(self, incoming: Incoming, request: Request, answer: Answer) -> None:
        """Take note that an answer was sent, or that none will be."""
        self.answering -= 1
        for follow_up in answer.then:
            self._follow(follow_up)
        if self._answered:
            self._answered(
                Exchange(
                    request,
                    answer.response,
                    Way.TO_GRAPH,
                    answer.origin,
                    incoming.started_at,
                    monotonic() - incoming.start_s,
                    incoming.http,
                    None if answer.response else _ENDINGS[answer.delivery.ending],
                )
            )

    def unreadable(self, opening: bytes) -> Response:
        """The answer to bytes that are no request of HTTP/1.1, of which these are the first."""
        return self._refused(opened(opening), RefusedError(400, "it is no request that HTTP/1.1 allows"))

    def broken_off(self, incoming: Incoming) -> None:
        """Take note of a request of which the client sent a part only."""
        if not self.stopping.is_set():
            self._told_refused(incoming.told(), "the client broke it off before all of it had come")

    def _answer(self, request: Request) -> Answer:
        """The Responder's answer. Raises RefusedError where it has none that can be sent."""
        try:
            answer = self._responder.respond(request, datetime.now(UTC))
        except HarnessError as error:
            raise RefusedError(500, str(error), "InternalServerError") from error
        except Exception as error:
            what = f"redial failed at answering it, by {type(error).__name__}: this is a bug in redial"
            raise RefusedError(500, what, "InternalServerError") from error
        if answer is None:
            what = f"redial answers nothing at {request.method} {request.path}"
            raise RefusedError(404, what, "NotFound")
        if answer.response is not None and not 200 <= answer.response.status <= 599:
            what = f"the answer has status {answer.response.status}, which is no final status of HTTP"
            raise RefusedError(502, what, "BadGateway")
        return answer

    def _refused(self, request: Request, why: RefusedError) -> Response:
        """Say so to whoever counts it; the answer in Graph's own shape."""
        now, request_id = datetime.now(UTC), str(uuid4())
        response = refusal(why.status, why.code, str(why), request=request, now=now, request_id=request_id)
        self._told_refused(request, f"redial refused it with {why.status} {response.phrase}: {why}")
        return response


def _unheard(request: Request, why: str) -> None:
    """A request was refused, and nobody counts it."""
