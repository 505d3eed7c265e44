"""What a message of mitmproxy's carried once its content codings are undone; a body that cannot be read is
empty.

Coded bytes hide from every mask, so none of them leave this module as they came. What a body means is read
elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import zstandard
from mitmproxy.http import Message
from mitmproxy.net import encoding

from harness.coding import CodingError, decoded, listed

LIMIT = 64 << 20
"""Bytes that a body may grow to when its codings are undone."""

_LAYERS = 4
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_ZLIB_METHOD = 0x78
"""First byte of what zlib compresses by default (RFC 1950 section 2.2); also the letter x."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A body without its codings.

    coding: what it was sent in, by its headers or else by its first bytes; None for a body that stood plain.
    valid: whether it was what its headers say. whole: False when `body` is empty for want of a decoder.
    """

    body: bytes
    coding: str | None = None
    valid: bool = True
    whole: bool = True


def carried(message: Message) -> Carried:
    """What a message carried. One without a body, as after HEAD, has no coding to be held to."""
    raw = message.raw_content or b""
    codings = listed(message.headers.get_all("content-encoding"))
    said = ", ".join(codings) or None
    if not raw:
        return Carried(b"", said)
    try:
        body = decoded(raw, codings, LIMIT, _OTHERS)
    except CodingError:
        return Carried(b"", said, valid=False, whole=False)
    return _uncovered(Carried(body, said))


def _uncovered(told: Carried) -> Carried:
    """The body without codings that its headers do not name, if its first bytes betray any."""
    for _ in range(_LAYERS):
        coding = _betrayed(told.body)
        if coding is None:
            return told
        said = told.coding or coding
        try:
            told = Carried(decoded(told.body, [coding], LIMIT, _OTHERS), said, valid=False)
        except CodingError:
            if _is_text(told.body):
                return told
            return Carried(b"", said, valid=False, whole=False)
    return Carried(b"", told.coding, valid=False, whole=False)


def _betrayed(body: bytes) -> str | None:
    for magic, coding in _MAGIC.items():
        if body.startswith(magic):
            return coding
    zlib = len(body) > 2 and body[0] == _ZLIB_METHOD and int.from_bytes(body[:2]) % 31 == 0
    return "deflate" if zlib else None


def _is_text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _brotli(body: bytes, limit: int) -> bytes:
    try:
        # not encoding.decode: its cache is no place for several threads
        whole = encoding.decode_brotli(body)
    except Exception as error:  # brotli's own, which it does not type
        raise CodingError("the body is not compressed as its Content-Encoding says") from error
    return _bounded(whole, limit)


def _zstd(body: bytes, limit: int) -> bytes:
    """Every frame. mitmproxy's own decoder is content with half a frame."""
    return b"".join(_frames(body, limit))


def _frames(body: bytes, limit: int) -> Iterator[bytes]:
    while True:
        frame = zstandard.ZstdDecompressor().decompressobj()
        try:
            part = _bounded(frame.decompress(body), limit)
        except zstandard.ZstdError as error:
            raise CodingError("the body is not compressed as its Content-Encoding says") from error
        if not frame.eof:
            raise CodingError("the compressed body is cut off")
        yield part
        limit -= len(part)
        if not (body := frame.unused_data):
            return


def _bounded(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise CodingError(f"the body grows beyond {limit} bytes")
    return body


_OTHERS = {"br": _brotli, "zstd": _zstd, "none": lambda body, limit: body}
