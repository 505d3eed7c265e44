"""A request at the door of a server: what a parser tells of it becomes a Request, or a reason why it cannot.

Who answers, and what, is not known here.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from time import monotonic
from urllib.parse import urlsplit

from harness import coding
from harness.exchange import Request
from harness.headers import Headers

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


@dataclass(slots=True)
class Incoming:
    """A request while it comes.

    server: the URL of where it came to, for one that names no host. target: as sent. method: empty until the
    header is whole. fields: the header, names in lower case. size: bytes of the body so far, of which those
    beyond the limit are not kept. goes_on: whether the connection stays open behind the answer.
    """

    server: str
    target: bytes = b""
    method: str = ""
    http: str = "1.1"
    fields: list[tuple[str, str]] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    goes_on: bool = True
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    start_s: float = field(default_factory=monotonic)

    def add(self, part: bytes) -> bool:
        """Take more of the body; whether it is so long that no more of it need be waited for."""
        if self.size <= BODY_LIMIT:
            self.parts.append(part)
        self.size += len(part)
        return self.size > _DISCARDED

    @property
    def begun(self) -> bool:
        """Whether it is known what is asked for."""
        return bool(self.method)

    @property
    def expects(self) -> bool:
        """Whether the client waits to be told to go on (RFC 9110 section 10.1.1)."""
        return any(name == "expect" and value.lower() == "100-continue" for name, value in self.fields)

    def told(self) -> Request:
        """What its first line tells."""
        try:
            return Request(self.method, self._url(Headers()))
        except RefusedError:
            return Request(self.method, _NOWHERE)

    def request(self) -> Request:
        """The request as sent, its body decoded. Raises RefusedError."""
        headers = Headers(tuple(self.fields))
        url = self._url(headers)
        if self.size > BODY_LIMIT:
            raise RefusedError(413, f"the body is longer than {BODY_LIMIT} bytes")
        body = b"".join(self.parts)
        if codings := headers.get_all("content-encoding"):
            try:
                body = coding.decoded(body, codings, BODY_LIMIT)
            except coding.UnknownCodingError as error:
                raise RefusedError(415, f"{error}; send the body as it is, or gzip") from error
            except coding.CodingError as error:
                raise RefusedError(400, str(error)) from error
        return Request(self.method, url, headers, body)

    def _url(self, headers: Headers) -> str:
        """The absolute URL that was called: an absolute target, else Host and target (RFC 9112 section 3)."""
        target = self.target.decode("ascii")
        if target.startswith("/"):
            hosts = headers.get_all("host")
            return (_origin(hosts) if hosts else self.server) + target
        if not target.lower().startswith(("http://", "https://")):
            raise RefusedError(400, "the request target is neither a path nor a URL")
        return _divisible(target)


@lru_cache(maxsize=64)
def _origin(hosts: tuple[str, ...]) -> str:
    """`http://graph.microsoft.com`, for the Host header of a request. Raises RefusedError."""
    if len(hosts) > 1 or not _AUTHORITY.match(hosts[0]):
        raise RefusedError(400, "the Host header names no host")
    return _divisible(f"http://{hosts[0]}")


def _divisible(url: str) -> str:
    try:
        urlsplit(url)
    except ValueError as error:
        raise RefusedError(400, "the request target is no URL") from error
    return url


def opened(opening: bytes) -> Request:
    """What the first bytes of a request that cannot be read tell of it."""
    line = _REQUEST_LINE.match(opening)
    if line is None:
        return Request("?", _NOWHERE)
    method, target = (part.decode("utf-8", "replace") for part in line.groups())
    return Request(method, target if "://" in target else f"{_NOWHERE}{target.removeprefix('/')}")
