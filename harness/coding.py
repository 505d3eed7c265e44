"""Content codings: a body as it was before `Content-Encoding` (RFC 9110 section 8.4), within a bound.

What the body means, and what to answer when it cannot be read, is for others to say.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping

_ANY_WRAPPER = 47  # zlib's window bits for "gzip or zlib, whichever the data says"
_BARE = -15  # deflate without a wrapper, which some clients send for `deflate`


class CodingError(ValueError):
    """A body that is not what its Content-Encoding says, or that grows beyond the bound."""


class UnknownCodingError(CodingError):
    """A coding that is not known here."""


def decoded(body: bytes, encodings: Iterable[str], limit: int) -> bytes:
    """`body` without its codings, at most `limit` bytes long.

    encodings: the values of the Content-Encoding fields, in order; each may list several codings.
    Raises CodingError, and UnknownCodingError for a coding that is not known.
    """
    codings = [coding.strip().lower() for value in encodings for coding in value.split(",") if coding.strip()]
    for coding in reversed(codings):
        if coding not in _DECODERS:
            raise UnknownCodingError(f"content coding {coding!r} is not known")
        body = _DECODERS[coding](body, limit)
    return body


def _identity(body: bytes, limit: int) -> bytes:
    return body


def _gzip(body: bytes, limit: int) -> bytes:
    """Every member of a gzip stream (RFC 1952 section 2.2 allows several)."""
    whole = b""
    while True:
        part, rest = _inflated(body, _ANY_WRAPPER, limit - len(whole))
        whole += part
        if not rest:
            return whole
        body = rest


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _inflated(body, _ANY_WRAPPER, limit)[0]
    except CodingError:
        return _inflated(body, _BARE, limit)[0]


def _inflated(body: bytes, window_bits: int, limit: int) -> tuple[bytes, bytes]:
    """One compressed stream and what follows it."""
    stream = zlib.decompressobj(window_bits)
    try:
        whole = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise CodingError("the body is not compressed as its Content-Encoding says") from error
    if len(whole) > limit:
        raise CodingError(f"the body grows beyond {limit} bytes")
    if not stream.eof:
        raise CodingError("the compressed body is cut off")
    return whole, stream.unused_data


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "identity": _identity,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
}
"""coding -> decoder (RFC 9110 sections 8.4.1.2 and 8.4.1.3)."""
