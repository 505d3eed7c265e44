"""HTTP at the door of a server: what came in becomes a Request, an Answer becomes what goes out.

uvicorn's protocol and ASGI are known here and nowhere else; who answers, and what, is the Responder's matter.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from harness import coding
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.refusal import refusal
from harness.responder import Answer, Ending, FollowUp, Responder
from harness.server import wire
from harness.traffic import ORIGIN

type Message = Mapping[str, Any]
type Receive = Callable[[], Awaitable[Any]]
type Send = Callable[[Any], Awaitable[None]]

BODY_LIMIT = 16 * 2**20
"""Bytes of a request's body, as sent and as decoded."""

_DISCARDED = (
    4 * BODY_LIMIT
)  # a client reads no answer while it still sends, so some of the excess is read too

_AUTHORITY = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\Z")
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = (
    "connection", "content-encoding", "content-length", "keep-alive", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade", ORIGIN,
)  # fmt: skip
_BODILESS = (204, 304)
_ENDINGS = {Ending.ORDERLY: "closed without an answer", Ending.RESET: "reset without an answer"}


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, which also hands on the request target as sent and the connection itself."""

    def on_headers_complete(self) -> None:
        """Put both where ASGI keeps what is not its own."""
        self.scope["extensions"] = {"redial": {"target": self.url, "transport": self.transport}}
        super().on_headers_complete()


class _BadRequestError(Exception):
    """A request that no Responder gets to see; `status` says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Application:
    """An ASGI application around a Responder, which is only ever called on the loop's thread.

    follow: takes each FollowUp, after the answer it belongs to was sent.
    answered: told each exchange once its answer was sent, on the loop's thread.
    answering: how many requests are there whose answer is not.
    """

    def __init__(
        self,
        responder: Responder,
        follow: Callable[[FollowUp], None],
        answered: Callable[[Exchange], None] | None,
    ) -> None:
        self.responder = responder
        self.stopping = asyncio.Event()
        self.answering = 0
        self._follow = follow
        self._answered = answered

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started_at, start = datetime.now(UTC), time.monotonic()
        body = await _body(receive)
        if body is None:
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

    async def _told(
        self, scope: Message, body: bytes, receive: Receive, send: Send
    ) -> tuple[Request, Answer]:
        """Ask for the answer and send it."""
        request = Request(scope["method"], "http://redial.invalid/")
        try:
            request = Request(request.method, _url(scope, Headers()))
            request = _request(scope, body)
            answer = self._answer(request)
        except _BadRequestError as bad:
            answer = _fault(bad.status, "BadRequest", str(bad), request)
        if answer.delivery.delay and await self._stopped_within(answer, receive):
            answer = Answer(None, answer.origin)
        if answer.response is not None and answer.delivery.plain:
            await _send(answer.response, answer.origin, scope["method"], send)
        else:
            await self._send_oddly(answer, scope, receive)
        return request, answer

    def _answer(self, request: Request) -> Answer:
        try:
            answer = self.responder.respond(request, datetime.now(UTC))
        except HarnessError as error:
            return _fault(500, "InternalServerError", str(error), request)
        if answer is None:
            return _fault(
                404, "NotFound", f"redial answers nothing at {request.method} {request.path}", request
            )
        if answer.response is not None and not 200 <= answer.response.status <= 599:
            message = f"the answer has status {answer.response.status}, which is no final status of HTTP"
            return _fault(502, "BadGateway", message, request)
        return answer

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


def _fault(status: int, code: str, message: str, request: Request) -> Answer:
    now, request_id = datetime.now(UTC), str(uuid4())
    return Answer(
        refusal(status, code, message, request=request, now=now, request_id=request_id), Origin.FAULT
    )


async def _body(receive: Receive) -> bytes | None:
    """The body as sent, one byte beyond the limit at most; None when the client went away."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        size += len(message["body"])
        if size - len(message["body"]) <= BODY_LIMIT:
            parts.append(message["body"])
        if not message["more_body"] or size > _DISCARDED:
            return b"".join(parts)


def _request(scope: Message, body: bytes) -> Request:
    """The request as sent, its body decoded. Raises _BadRequestError."""
    headers = Headers(
        tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    )
    url = _url(scope, headers)
    if len(body) > BODY_LIMIT:
        raise _BadRequestError(413, f"the body is longer than {BODY_LIMIT} bytes")
    try:
        body = coding.decoded(body, headers.get_all("content-encoding"), BODY_LIMIT)
    except coding.UnknownCodingError as error:
        raise _BadRequestError(415, f"{error}; send the body as it is, or gzip") from error
    except coding.CodingError as error:
        raise _BadRequestError(400, str(error)) from error
    return Request(scope["method"], url, headers, body)


def _url(scope: Message, headers: Headers) -> str:
    """The absolute URL that was called: an absolute target, else Host and target (RFC 9112 section 3)."""
    target: str = scope["extensions"]["redial"]["target"].decode("ascii")
    hosts = headers.get_all("host")
    if target.lower().startswith(("http://", "https://")):
        url = target
    elif not target.startswith("/"):
        raise _BadRequestError(400, "the request target is neither a path nor a URL")
    elif len(hosts) > 1 or (hosts and not _AUTHORITY.match(hosts[0])):
        raise _BadRequestError(400, "the Host header names no host")
    else:
        host, port = scope["server"]
        url = f"http://{hosts[0] if hosts else f'{host}:{port}'}{target}"
    try:
        urlsplit(url)
    except ValueError as error:
        raise _BadRequestError(400, "the request target is no URL") from error
    return url


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
