"""A request at the door of a server: what ASGI tells of it becomes a Request, or a reason why it cannot.

Who answers, and what, is not known here.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from harness import coding
from harness.exchange import Request
from harness.headers import Headers

type Message = Mapping[str, Any]
type Receive = Callable[[], Awaitable[Any]]

BODY_LIMIT = 16 * 2**20
"""Bytes of a request's body, as sent and as decoded."""

_DISCARDED = 4 * BODY_LIMIT  # a client reads no answer while it still sends, so some of the excess is read

_AUTHORITY = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\Z")
OPENING = 200
"""The first bytes of a request, by which one is told that cannot be read."""

_REQUEST_LINE = re.compile(rb"\s*([!-~]{1,30}) +([^\s?]+)")
_NOWHERE = "http://localhost/"


class RefusedError(Exception):
    """A request that gets no answer of the Responder: `status` and `code` say why."""

    def __init__(self, status: int, message: str, code: str = "BadRequest") -> None:
        super().__init__(message)
        self.status, self.code = status, code


def begun(scope: Message) -> Request:
    """What is known of a request before it is read."""
    try:
        return Request(scope["method"], _url(scope, Headers()))
    except RefusedError:
        return Request(scope["method"], _NOWHERE)


def opened(opening: bytes) -> Request:
    """What the first bytes of a request that cannot be read tell of it."""
    line = _REQUEST_LINE.match(opening)
    if line is None:
        return Request("?", _NOWHERE)
    method, target = (part.decode("utf-8", "replace") for part in line.groups())
    return Request(method, target if "://" in target else f"{_NOWHERE}{target.removeprefix('/')}")


async def body_of(receive: Receive) -> bytes | None:
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


def request_of(scope: Message, body: bytes) -> Request:
    """The request as sent, its body decoded. Raises RefusedError."""
    headers = Headers(
        tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    )
    url = _url(scope, headers)
    if len(body) > BODY_LIMIT:
        raise RefusedError(413, f"the body is longer than {BODY_LIMIT} bytes")
    try:
        body = coding.decoded(body, headers.get_all("content-encoding"), BODY_LIMIT)
    except coding.UnknownCodingError as error:
        raise RefusedError(415, f"{error}; send the body as it is, or gzip") from error
    except coding.CodingError as error:
        raise RefusedError(400, str(error)) from error
    return Request(scope["method"], url, headers, body)


def _url(scope: Message, headers: Headers) -> str:
    """The absolute URL that was called: an absolute target, else Host and target (RFC 9112 section 3)."""
    target: str = scope["extensions"]["redial"]["target"].decode("ascii")
    hosts = headers.get_all("host")
    if target.lower().startswith(("http://", "https://")):
        url = target
    elif not target.startswith("/"):
        raise RefusedError(400, "the request target is neither a path nor a URL")
    elif len(hosts) > 1 or (hosts and not _AUTHORITY.match(hosts[0])):
        raise RefusedError(400, "the Host header names no host")
    else:
        host, port = scope["server"]
        url = f"http://{hosts[0] if hosts else f'{host}:{port}'}{target}"
    try:
        urlsplit(url)
    except ValueError as error:
        raise RefusedError(400, "the request target is no URL") from error
    return url
