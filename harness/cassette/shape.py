"""vcrpy's `request` and `response` as its family writes them, read into ours whoever recorded them.

Tolerates what requests, httpx, aiohttp and hand-written files differ in: bodies that are null, text, bytes,
mappings or still compressed, headers that are no lists.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from harness.errors import CassetteError
from harness.exchange import Request, Response
from harness.headers import Headers

_LARGEST = 64 * 1024 * 1024
"""Bytes that a compressed body may grow to."""

_REPEATED = 1024 * 1024
"""Characters by which aliases may make a body longer than it is written."""

_STATUS = re.compile(r"\d{1,3}", re.ASCII)

_CHECKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""Content coding -> the window that makes zlib read it and its checksum."""

_CODED = frozenset({"content-encoding", "transfer-encoding"})

_BARE = {"deflate": -zlib.MAX_WBITS}
"""The same without a checksum: some servers send deflate unwrapped (RFC 9110 section 8.4.1.2)."""


BITS = 1024
"""Python itself writes out no number of more than some 14,000 bits."""

_SHOWN = 60

_AROUND = frozenset({"string", "base64_string", "encoding"})
"""Members of a mapping that stands around a body."""

_FORM = "application/x-www-form-urlencoded"


class MalformedError(CassetteError):
    """An interaction that is none. The message says what is wrong; whoever knows the line puts it before."""

    def __init__(self, message: str, *, hint: str = "mend that interaction by hand, or delete it") -> None:
        super().__init__(message, hint=hint)


def request(interaction: Mapping[str, Any]) -> Request:
    """The request of an interaction.

    A body that is a mapping is aiohttp's, which adds its type where vcrpy does not see it.
    """
    value = interaction.get("request")
    if not isinstance(value, dict):
        raise MalformedError("it has no request")
    method, uri = (_required(value, name) for name in ("method", "uri"))
    headers, held = _headers(value.get("headers")), value.get("body")
    if isinstance(held, dict) and held.keys() <= _AROUND:
        held = _unwrapped(held)
    content = _content(held)
    if isinstance(held, dict):
        if (media := headers.get("content-type")) is None:
            headers = headers.replaced("Content-Type", "application/json")
        elif media.lower().startswith(_FORM):
            content = urlencode([(_scalar(name), _scalar(field)) for name, field in held.items()]).encode()
    return Request(method, uri, *decoded(headers, content))


def stored(message: Mapping[str, Any]) -> tuple[Headers, bytes | None]:
    """Headers and body of a request or a response as they are stored, compressed bodies too; None for a body
    whose members stand in the YAML one by one.
    """
    held = message.get("body")
    if isinstance(held, dict) and held.keys() <= _AROUND:
        held = _unwrapped(held)
    return _headers(message.get("headers")), None if isinstance(held, dict | list) else _content(held)


def response(value: Any) -> Response:
    """The response that `value` is in the shape of vcrpy."""
    if not isinstance(value, dict):
        raise MalformedError("its response is no mapping")
    status = value.get("status")
    code = status.get("code") if isinstance(status, dict) else status
    digits = "" if isinstance(code, bool | None) else _scalar(code)
    if not _STATUS.fullmatch(digits):
        raise MalformedError("its response has no status code")
    message = status.get("message") if isinstance(status, dict) else None
    held = value.get("body")
    if isinstance(held, dict):
        held = _unwrapped(held)
    headers, content = decoded(_headers(value.get("headers")), _content(held))
    return Response(int(digits), headers, content, _scalar(message) if message is not None else "")


def optional_text(members: Mapping[str, Any], name: str) -> str | None:
    """A member as text; None when it is null or missing."""
    value = members.get(name)
    return None if value is None else _scalar(value)


def _required(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    if value is None or isinstance(value, dict | list):
        raise MalformedError(f"its request has no {name}")
    return _scalar(value)


def shown(value: Any) -> str:
    """A value that is wrong, short enough for a message."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    try:
        text = repr(value)
    except ValueError:
        return "a huge number"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _scalar(value: Any) -> str:
    """A scalar as text. A collection is none: written out, aliases may make it larger than any memory."""
    match value:
        case str():
            return value
        case bytes():
            return value.decode("latin-1")
        case bool():
            return str(value).lower()
        case None:
            return ""
        case float() | date():
            return str(value)
        case int() if value.bit_length() <= BITS:
            return str(value)
    raise MalformedError("it has a list, a mapping or a huge number where text belongs")


def _headers(value: Any) -> Headers:
    if value is None:
        return Headers()
    if not isinstance(value, dict):
        raise MalformedError("its headers are no mapping")
    return Headers(tuple(_fields(value)))


def _fields(value: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for name, values in value.items():
        for one in values if isinstance(values, list) else [values]:
            yield _scalar(name), _scalar(one)


def _unwrapped(held: Mapping[str, Any]) -> Any:
    """The body that a mapping stands around, as it is or in Base64; a mapping around none is the body."""
    if "base64_string" not in held:
        return held.get("string", held)
    try:
        return base64.b64decode(_scalar(held["base64_string"]), validate=True)
    except ValueError:
        raise MalformedError("its base64_string is no Base64") from None


def _content(value: Any) -> bytes:
    """A body: null, text, bytes, or the value that aiohttp's `json=` or `data=` leaves behind."""
    match value:
        case None:
            return b""
        case str():
            return value.encode("utf-8", "surrogatepass")
        case bytes():
            return value
    try:
        weights: dict[int, tuple[int, int]] = {}
        if _weight(value, weights) - sum(own for _, own in weights.values()) > _REPEATED:
            raise MalformedError("its body grows by more than 1 MiB once its aliases are written out")
        return json.dumps(value).encode()
    except (TypeError, ValueError, RecursionError):
        raise MalformedError("its body is neither text nor bytes nor JSON") from None


def _weight(value: Any, seen: dict[int, tuple[int, int]]) -> int:
    """About how many characters a value comes to, found without writing out what stands in it twice.

    seen: identity of each collection -> its weight, and what of it is its own. Raises ValueError when a
    collection contains itself.
    """
    if not isinstance(value, list | dict):
        return len(value) + 2 if isinstance(value, str | bytes) else 1
    if id(value) in seen:
        if not seen[id(value)][0]:
            raise ValueError("it contains itself")
        return seen[id(value)][0]
    seen[id(value)] = (0, 0)
    within = [*value, *value.values()] if isinstance(value, dict) else value
    own = 1 + sum(_weight(each, seen) for each in within if not isinstance(each, list | dict))
    whole = own + sum(_weight(each, seen) for each in within if isinstance(each, list | dict))
    seen[id(value)] = (whole, own)
    return whole


def decoded(headers: Headers, content: bytes) -> tuple[Headers, bytes]:
    """Headers and body without the coding of transport: some clients record the body still compressed.

    A body in clear loses its coding's header all the same. One in a coding that we cannot undo keeps it.
    """
    if _CODED.isdisjoint(name.lower() for name, _ in headers):
        return headers, content
    headers = headers.without("transfer-encoding")
    coding = (headers.get("content-encoding") or "").strip().lower()
    if not coding:
        return headers, content
    opened = _inflated(content, _CHECKED.get(coding))
    if opened is None and _clear(content):
        opened = content
    if opened is None:
        opened = _inflated(content, _BARE.get(coding))
    if opened is None:
        return headers, content
    return headers.without("content-encoding", "content-length"), opened


def _clear(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _inflated(content: bytes, window: int | None) -> bytes | None:
    """`content` inflated; None when it is not compressed that way, cut short, or larger than it may be."""
    if window is None:
        return None
    engine = zlib.decompressobj(wbits=window)
    try:
        data = engine.decompress(content, _LARGEST)
    except zlib.error:
        return None
    return data if engine.eof else None
