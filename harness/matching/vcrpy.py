"""The door to vcrpy: the lenses as one of its request matchers. Imports nothing of vcrpy.

vcrpy shows a matcher one pair at a time, so ids are renamed per pair here; whole conversations are for the
player.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlencode

from harness.address import is_login
from harness.coding import CodingError, decoded
from harness.diff import Kind, differences
from harness.exchange import Request, Way
from harness.headers import Headers
from harness.matching.lenses import View, view
from harness.matching.miss import told
from harness.redaction.redactor import Redactor
from harness.renaming import Renaming

_LARGEST = 64 * 1024 * 1024
"""Bytes that a compressed request body may grow to."""

_JSON = (dict, list, tuple, int, float)
"""What aiohttp hands over that was told `json=`, or a form as `data=`: it keeps to itself which of them."""

_FORM = "application/x-www-form-urlencoded"


class VcrRequest(Protocol):
    """What a matcher reads of vcrpy's request."""

    method: str
    uri: str
    body: Any
    headers: Mapping[str, Any]


class Vcr(Protocol):
    """What `register` needs of a `vcr.VCR`."""

    match_on: Any

    def register_matcher(self, name: str, matcher: Any) -> None:
        """Make a matcher known by its name."""


def register[V: Vcr](vcr: V, *, redactor: Redactor | None = None) -> V:
    """Make a `vcr.VCR` match requests to Graph by meaning; returns it, so that one line does.

    Registers the matchers `redial_route` and `redial` and sets `match_on`. The first matches any request of
    the same action: it lets vcrpy name the closest recorded requests when the second fails.
    redactor: the one that the cassettes were written with; then requests are redacted and compared exactly.
    """
    for matcher in (route_matcher(), matcher_of(redactor)):
        vcr.register_matcher(matcher.__name__, matcher)
    vcr.match_on = ("redial_route", "redial")
    return vcr


def route_matcher() -> Callable[[VcrRequest, VcrRequest], bool]:
    """A vcrpy matcher of method, version and route, in whatever spelling."""

    def redial_route(sent: VcrRequest, recorded: VcrRequest) -> bool:
        return _seen(sent).place == _seen(recorded).place

    return redial_route


def matcher_of(redactor: Redactor | None = None) -> Callable[[VcrRequest, VcrRequest], None]:
    """A vcrpy matcher through all lenses. It raises AssertionError with the differences."""

    @lru_cache(maxsize=1024)
    def masked(method: str, url: str, body: bytes) -> View:
        request = Request(method, url, body=body)
        return view(redactor.request(request, Way.TO_GRAPH) if redactor is not None else request)

    def redial(sent: VcrRequest, recorded: VcrRequest) -> None:
        before, after = _seen(recorded), masked(*_parts(sent))
        if before.exact == after.exact:
            return
        if before.place != after.place:
            raise AssertionError("another action")
        renaming = Renaming(masked_only=True) if redactor is None else None
        found = differences(before.tree, after.tree, renaming=renaming)
        real = tuple(one for one in found if one.kind is not Kind.EQUIVALENT)
        if real:
            raise AssertionError(told(real))

    return redial


def request_of(request: VcrRequest) -> Request:
    """vcrpy's request as ours: the body decoded, whatever the client handed over."""
    headers = Headers(
        tuple((str(name), text) for name, value in request.headers.items() for text in _texts(value))
    )
    given = request.body
    if isinstance(given, _JSON):
        kind = headers.get("content-type") or _kind(request.uri)
        headers = headers.replaced("Content-Type", kind)
        given = urlencode(given, doseq=True) if kind.startswith(_FORM) and isinstance(given, dict) else given
    body = _bytes(given)
    with suppress(CodingError):
        body = decoded(body, headers.get_all("content-encoding"), _LARGEST)
    return Request(request.method, request.uri, headers, body)


def _kind(url: str) -> str:
    """What aiohttp sends values as where no header says it: forms go to the login side, JSON to Graph."""
    return _FORM if is_login(Request("POST", url).host) else "application/json"


def _parts(request: VcrRequest) -> tuple[str, str, bytes]:
    ours = request_of(request)
    return ours.method, ours.url, ours.body


def _seen(request: VcrRequest) -> View:
    return _view(*_parts(request))


@lru_cache(maxsize=4096)
def _view(method: str, url: str, body: bytes) -> View:
    return view(Request(method, url, body=body))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in values]


def _bytes(body: Any) -> bytes:
    """A body as clients hand it over: nothing, text, bytes, a file, an iterator, or what `json=` was."""
    if hasattr(body, "read"):
        body = body.read()
    match body:
        case None:
            return b""
        case str():
            return body.encode()
        case bytes() | bytearray() | memoryview():
            return bytes(body)
        case _ if isinstance(body, _JSON):
            return json.dumps(body, default=str).encode()
    return b"".join(map(_chunk, body))


def _chunk(part: Any) -> bytes:
    return bytes([part]) if isinstance(part, int) else _bytes(part)
