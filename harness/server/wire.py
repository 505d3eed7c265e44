"""An answer as bytes on a connection, for those that HTTP does not foresee: slow ones, cut ones, and a reset.

What is odd about an answer, its Delivery says; why, is not known here.
"""

import asyncio
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus

from harness.responder import Ending

_BEATS = 10  # pieces a second, at most
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 s; a close then resets (RFC 9293 section 3.10.5, ABORT)


def message(status: int, fields: Iterable[tuple[bytes, bytes]], body: bytes) -> bytes:
    """A response of HTTP/1.1 as bytes, which says that the connection closes behind it."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus else ""
    lines = [f"HTTP/1.1 {status} {phrase}".encode(), *(b": ".join(field) for field in fields)]
    return b"\r\n".join([*lines, b"connection: close", b"", body])


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
