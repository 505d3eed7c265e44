"""An answer as bytes on a connection, also one that HTTP does not foresee: slow, cut off, or a reset.

What is odd about an answer, its Delivery says; why, is not known here.
"""

import asyncio
import re
import socket
import struct
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus

from harness.exchange import Origin, Response
from harness.responder import Ending
from harness.traffic import ORIGIN

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = frozenset(
    {
        *("connection", "content-encoding", "content-length", "keep-alive", "proxy-connection", "te"),
        *("trailer", "transfer-encoding", "upgrade", ORIGIN),
    }
)
_BODILESS = (204, 304)
_BEATS = 10  # pieces a second, at most
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 s; a close then resets (RFC 9293 section 3.10.5, ABORT)

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
"""What a client waits for that sends `Expect: 100-continue` (RFC 9110 section 10.1.1)."""


def message(
    response: Response, origin: Origin, method: str, *, goes_on: bool, cut_at: int | None = None
) -> bytes:
    """A response of HTTP/1.1 as bytes, with its framing made anew: bodies are kept decoded and whole.

    method: of the request. goes_on: whether the connection stays open behind it. cut_at: how many bytes of
    the body are sent, whatever its length; None for all.
    """
    bodiless = response.status in _BODILESS
    length = None if bodiless else len(response.body)
    head = _head(response, length, origin, goes_on=goes_on)
    return head if bodiless or method == "HEAD" else head + response.body[:cut_at]


def _head(response: Response, length: int | None, origin: Origin, *, goes_on: bool) -> bytes:
    """Status line and header of a response; length: of its body, None where it can have none."""
    lines = [_status_line(response.status)]
    lines += [label + _printable(value) for name, value in response.headers if (label := _label(name))]
    if length is not None:
        lines.append(b"content-length: %d" % length)
    lines.append(f"{ORIGIN}: {origin.value}".encode())
    if not goes_on:
        lines.append(b"connection: close")
    return b"\r\n".join([*lines, b"", b""])


@lru_cache(maxsize=64)
def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status in HTTPStatus else ''}".encode()


@lru_cache(maxsize=1024)
def _label(name: str) -> bytes:
    """What a field opens with; nothing for one that is framing, or no field at all."""
    return f"{name.lower()}: ".encode() if _NAME.match(name) and name.lower() not in _FRAMING else b""


def _printable(value: str) -> bytes:
    if value.isascii() and value.isprintable():
        return value.encode("ascii")
    value = _CONTROL.sub(" ", value)
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


async def write(
    transport: asyncio.Transport, content: bytes, rate: float | None, stopping: asyncio.Event
) -> None:
    """Write bytes, `rate` of them a second; no more when the client is gone, or `stopping` is set."""
    size = len(content) if rate is None else max(1, round(rate / _BEATS))
    for start in range(0, len(content), size or 1):
        if transport.is_closing() or stopping.is_set():
            return
        transport.write(content[start : start + size])
        if rate is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), size / rate)


def end(transport: asyncio.Transport, ending: Ending) -> None:
    """Close the connection; with a reset what is not sent yet is lost."""
    if ending is Ending.ORDERLY or transport.is_closing():
        transport.close()
        return
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()
