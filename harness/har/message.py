"""One entry of a HAR as an exchange: what each exporter means by the members of HAR 1.2.

Known are Chrome, Firefox, Safari, Charles, Fiddler, mitmproxy and Playwright. A member that is missing or of
another type is as good as none: no exporter has them all.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from harness import traffic
from harness.address import without_origin
from harness.cassette import shape
from harness.exchange import LONGEST_S, Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.urls import is_loopback

UNTOLD = "the capture tells of no answer"
UNEXPORTED = "the answer was a failure, and the capture holds no body that would explain it"

_REASONS = ("_error", "_failureText")
"""Where it stands why there is no answer: with browsers and mitmproxy, with Playwright."""

_VERSIONS = {"http/1.1": "1.1", "http/2": "2", "http/2.0": "2", "h2": "2"}
_BASE64 = "base64"
_MOST = 10**12
"""More than any status or size."""


def exchange(entry: Any) -> Exchange | None:
    """The exchange of an entry; None when it is part of no call's conversation.

    A body of a request that was sent and not exported leaves the request incomplete. A failure whose body
    was not exported is no answer: nothing can be said about it.
    """
    sent, told = _object(entry, "request"), _object(entry, "response")
    request = _request(sent)
    way = traffic.way(request)
    if way is None or not traffic.asks(request.method, request.path, way, request.headers.get):
        return None
    error = _failure(told)
    response = None if error else _response(told)
    origin = Origin.LIVE
    if way is Way.TO_GRAPH and is_loopback(request.host):
        request = replace(request, url=traffic.SERVICE + without_origin(request.url))
        if "host" in request.headers:
            request = replace(request, headers=request.headers.replaced("Host", request.host))
        origin = traffic.origin(response.headers.get(traffic.ORIGIN)) if response else origin
    if way is Way.TO_BOT:
        host = request.headers.get("host") or ""
        place = traffic.called(request.headers.get, host, request.scheme)
        request = replace(request, url=place + without_origin(request.url)) if place else request
    return Exchange(
        request,
        response,
        way,
        origin,
        started_at=_moment(entry.get("startedDateTime")),
        seconds=_seconds(entry.get("time")),
        http=_version(sent) or _version(told),
        error=error,
        facts={} if request.body or not _number(sent, "bodySize") else {"request_complete": False},
    )


def _request(sent: Mapping[str, Any]) -> Request:
    posted = _object(sent, "postData")
    content = _content(posted) or urlencode(list(_pairs(posted, "params"))).encode()
    headers, content = shape.decoded(_headers(sent), content)
    return Request(_text(sent, "method"), _text(sent, "url"), headers, content)


def _response(told: Mapping[str, Any]) -> Response:
    headers, content = shape.decoded(_headers(told), _content(_object(told, "content")))
    return Response(_number(told, "status"), headers, content, _text(told, "statusText"))


def _failure(told: Mapping[str, Any]) -> str | None:
    """Why there is no answer, or none that can be judged; None where there is one."""
    for name in _REASONS:
        if reason := _text(told, name):
            return reason
    status, content = _number(told, "status"), _object(told, "content")
    if not status:
        return UNTOLD
    return UNEXPORTED if status >= 400 and _number(content, "size") and not _content(content) else None


def _headers(message: Mapping[str, Any]) -> Headers:
    """The fields as sent. HTTP/2's own, which open with a colon, are none. Browsers join repeats by line."""
    return Headers(
        tuple(
            (name, value)
            for name, values in _pairs(message, "headers")
            if not name.startswith(":")
            for value in values.split("\n")
        )
    )


def _pairs(holder: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    found = holder.get(name)
    for each in found if isinstance(found, list) else []:
        if key := _text(each, "name"):
            yield key, _text(each, "value")


def _content(holder: Mapping[str, Any]) -> bytes:
    """A body: text, or bytes in Base64. Text that is none in spite of its `encoding` is what was sent."""
    text = _sent(holder, "text")
    if _text(holder, "encoding").lower() == _BASE64:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            pass
    return text.encode("utf-8", "surrogatepass")


def _version(message: Mapping[str, Any]) -> str | None:
    return _VERSIONS.get(_text(message, "httpVersion").lower())


def _moment(value: Any) -> datetime | None:
    """A time of RFC 3339, UTC where it names no zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _seconds(value: Any) -> float | None:
    """Seconds of a figure in milliseconds; below zero it stands for unknown."""
    known = isinstance(value, int | float) and 0 <= value <= LONGEST_S * 1000
    return round(value / 1000, 6) if known else None


def _number(holder: Mapping[str, Any], name: str) -> int:
    """A number that may be one; else 0, as for the -1 of what is unknown."""
    value = holder.get(name)
    return value if type(value) is int and 0 < value < _MOST else 0


def _text(holder: Any, name: str) -> str:
    """A text that UTF-8 can hold."""
    return _sent(holder, name).encode("utf-8", "replace").decode()


def _sent(holder: Any, name: str) -> str:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def _object(holder: Any, name: str) -> Mapping[str, Any]:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, dict) else {}
