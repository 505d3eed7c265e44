"""Content codings: a body as it was before `Content-Encoding` (RFC 9110 section 8.4), within a bound.

What the body means, and what to answer when it cannot be read, is for others to say.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

_ANY_WRAPPER = 47  # zlib's window bits for "gzip or zlib, whichever the data says"
_BARE = -15  # deflate without a wrapper, which some clients send for `deflate`


class CodingError(ValueError):
    """A body that is not what its Content-Encoding says, or that grows beyond the bound."""


class UnknownCodingError(CodingError):
    """A coding that is not known here."""


type Decoder = Callable[[bytes, int], bytes]
"""Undoes one coding of a body, within a bound. Raises CodingError."""


def decoded(
    body: bytes, encodings: Iterable[str], limit: int, others: Mapping[str, Decoder] = MappingProxyType({})
) -> bytes:
    """`body` without its codings, at most `limit` bytes long.

    encodings: the values of the Content-Encoding fields, in order; each may list several codings.
    others: decoders for codings that are not known here.
    Raises CodingError, and UnknownCodingError for a coding that is not known.
    """
    known = {**others, **_DECODERS}
    for coding in reversed(listed(encodings)):
        if coding not in known:
            raise UnknownCodingError(f"content coding {coding!r} is not known")
        body = known[coding](body, limit)
    return body


def listed(encodings: Iterable[str]) -> list[str]:
    """The codings that the Content-Encoding fields name, in the order they were applied, lower case."""
    return [coding.strip().lower() for value in encodings for coding in value.split(",") if coding.strip()]


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
        whole, rest = _inflated(body, _ANY_WRAPPER, limit)
    except CodingError:
        whole, rest = _inflated(body, _BARE, limit)
    if rest:
        raise CodingError("the compressed body is followed by something else")
    return whole


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


_DECODERS: Mapping[str, Decoder] = {
    "identity": _identity,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
}
"""coding -> decoder (RFC 9110 sections 8.4.1.2 and 8.4.1.3)."""
