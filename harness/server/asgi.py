"""HTTP at the door of a server: what came in becomes a Request, an Answer becomes what goes out.

uvicorn's protocol and ASGI are known here and nowhere else; who answers, and what, is the Responder's matter.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.refusal import refusal
from harness.responder import Answer, Ending, FollowUp, Responder
from harness.server import wire
from harness.server.incoming import (
    OPENING,
    Message,
    Receive,
    RefusedError,
    begun,
    body_of,
    opened,
    request_of,
)
from harness.traffic import ORIGIN

type Send = Callable[[Any], Awaitable[None]]

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = (
    "connection", "content-encoding", "content-length", "keep-alive", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade", ORIGIN,
)  # fmt: skip
_BODILESS = (204, 304)
_ENDINGS = {Ending.ORDERLY: "closed without an answer", Ending.RESET: "reset without an answer"}


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, which also hands on the request target as sent and the connection itself, and what
    it cannot read.
    """

    _opening = b""
    """The first bytes of what may hold a request line."""

    def data_received(self, data: bytes) -> None:
        """Keep what a request that cannot be read may be told by."""
        self._opening = self._opening or data[:OPENING]
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Put both where ASGI keeps what is not its own."""
        self.scope["extensions"] = {"redial": {"target": self.url, "transport": self.transport}}
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next request opens anew."""
        self._opening = b""
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP in the words of all other refusals; it is counted as they are."""
        if isinstance(self.app, Application):
            self.transport.write(self.app.unreadable(opened(self._opening)))
            self.transport.close()
        else:
            super().send_400_response(msg)


class Application:
    """An ASGI application around a Responder, which is only ever called on the loop's thread.

    follow: takes each FollowUp, after the answer it belongs to was sent.
    answered: told each exchange once its answer was sent, on the loop's thread.
    refused: told each request that the Responder did not answer, and a clause that says why, on that thread.
    answering: how many requests are there whose answer is not.
    """

    def __init__(
        self,
        responder: Responder,
        follow: Callable[[FollowUp], None],
        answered: Callable[[Exchange], None] | None,
        refused: Callable[[Request, str], None] | None = None,
    ) -> None:
        self.responder = responder
        self.stopping = asyncio.Event()
        self.answering = 0
        self._follow = follow
        self._answered = answered
        self._told_refused = refused or _unheard

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started_at, start = datetime.now(UTC), time.monotonic()
        body = await body_of(receive)
        if body is None:
            if not self.stopping.is_set():
                self._told_refused(begun(scope), "the client broke it off before all of it had come")
            return
        self.answering += 1
        try:
            request, answer = await self._told(scope, body, receive, send)
        finally:
            self.answering -= 1
        for follow_up in answer.then:
            self._follow(follow_up)
        if self._answered:
            seconds = time.monotonic() - start
            error = None if answer.response else _ENDINGS[answer.delivery.ending]
            self._answered(
                Exchange(
                    request,
                    answer.response,
                    Way.TO_GRAPH,
                    answer.origin,
                    started_at,
                    seconds,
                    scope["http_version"],
                    error,
                )
            )

    def unreadable(self, request: Request) -> bytes:
        """What is sent back for bytes that are no request of HTTP/1.1, of which `request` says what is known;
        the connection closes behind it.
        """
        answer = self._refused(request, RefusedError(400, "it is no request that HTTP/1.1 allows"))
        return wire.message(answer.status, _fields(answer, Origin.FAULT), answer.body)

    async def _told(
        self, scope: Message, body: bytes, receive: Receive, send: Send
    ) -> tuple[Request, Answer]:
        """Ask for the answer and send it."""
        request = begun(scope)
        try:
            request = request_of(scope, body)
            answer = self._answer(request)
        except RefusedError as why:
            answer = Answer(self._refused(request, why), Origin.FAULT)
        if answer.delivery.delay and await self._stopped_within(answer, receive):
            answer = Answer(None, answer.origin)
        if answer.response is not None and answer.delivery.plain:
            await _send(answer.response, answer.origin, scope["method"], send)
        else:
            await self._send_oddly(answer, scope, receive)
        return request, answer

    def _answer(self, request: Request) -> Answer:
        """The Responder's answer. Raises RefusedError where it has none that can be sent."""
        try:
            answer = self.responder.respond(request, datetime.now(UTC))
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

    async def _stopped_within(self, answer: Answer, receive: Receive) -> bool:
        """Wait as long as the answer is put off; where none comes, no longer than the client does."""
        waits = [self.stopping.wait(), *([_gone(receive)] if answer.response is None else [])]
        tasks = [asyncio.ensure_future(each) for each in waits]
        await asyncio.wait(tasks, timeout=answer.delivery.delay, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return self.stopping.is_set()

    async def _send_oddly(self, answer: Answer, scope: Message, receive: Receive) -> None:
        """Write by hand what the server would not, and wait until the connection is closed: uvicorn takes a
        silent return before that for a mistake.
        """
        transport = scope["extensions"]["redial"]["transport"]
        if (response := answer.response) is not None:
            fields = _fields(response, answer.origin)
            body = b"" if scope["method"] == "HEAD" else _content(response)
            message = wire.message(response.status, fields, body[: answer.delivery.cut_at])
            await wire.write(transport, message, answer.delivery.rate, self.stopping)
        wire.end(transport, answer.delivery.ending)
        await _gone(receive)


async def _gone(receive: Receive) -> None:
    """Wait until the connection is closed, by whichever side."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(response: Response, origin: Origin, method: str, send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": response.status, "headers": _fields(response, origin)}
    )
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else _content(response)})


def _content(response: Response) -> bytes:
    return b"" if response.status in _BODILESS else response.body


def _fields(response: Response, origin: Origin) -> list[tuple[bytes, bytes]]:
    """The header fields, with their framing made anew: bodies are kept decoded and whole."""
    fields = [
        (name.lower().encode("ascii"), _printable(value))
        for name, value in response.headers.without(*_FRAMING)
        if _NAME.match(name)
    ]
    if response.status not in _BODILESS:
        fields.append((b"content-length", str(len(response.body)).encode()))
    fields.append((ORIGIN.encode(), origin.value.encode()))
    return fields


def _printable(value: str) -> bytes:
    value = _CONTROL.sub(" ", value)
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


def _unheard(request: Request, why: str) -> None:
    """A request was refused, and nobody counts it."""
