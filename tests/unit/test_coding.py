"""A body without its content codings."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.coding import CodingError, UnknownCodingError, decoded

LIMIT = 1000


def bare_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZip": gzip.compress,
    "deflate": zlib.compress,
    " deflate ": bare_deflate,
    "identity": bytes,
    "": bytes,
}


@given(st.binary(max_size=LIMIT), st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3))
def test_what_was_coded_comes_back(body: bytes, codings: list[str]) -> None:
    wire = body
    for coding in codings:
        wire = ENCODERS[coding](wire)
    assert decoded(wire, codings, LIMIT * 2) == body
    assert decoded(wire, [",".join(codings)], LIMIT * 2) == body


def test_several_gzip_members_are_one_body() -> None:
    assert decoded(gzip.compress(b"one ") + gzip.compress(b"two"), ["gzip"], LIMIT) == b"one two"


@pytest.mark.parametrize(
    "body",
    [b"", b"plain", gzip.compress(b"body")[:-3], gzip.compress(b"body") + b"junk"],
    ids=["empty", "plain", "cut off", "followed by junk"],
)
def test_a_body_that_is_not_what_its_coding_says_is_an_error(body: bytes) -> None:
    with pytest.raises(CodingError):
        decoded(body, ["gzip"], LIMIT)


@pytest.mark.parametrize("length", [LIMIT + 1, 10_000_000])
def test_a_body_that_grows_beyond_the_limit_is_an_error(length: int) -> None:
    with pytest.raises(CodingError, match="beyond 1000 bytes"):
        decoded(gzip.compress(bytes(length)), ["gzip"], LIMIT)
    with pytest.raises(CodingError):
        decoded(gzip.compress(bytes(LIMIT)) + gzip.compress(b"1"), ["gzip"], LIMIT)
    assert decoded(gzip.compress(bytes(LIMIT)), ["gzip"], LIMIT) == bytes(LIMIT)


def test_an_unknown_coding_is_named() -> None:
    with pytest.raises(UnknownCodingError, match="'br'"):
        decoded(b"", ["gzip, br"], LIMIT)


def test_deflate_followed_by_something_else_is_an_error() -> None:
    for body in (zlib.compress(b"body"), bare_deflate(b"body")):
        with pytest.raises(CodingError):
            decoded(body + b"junk", ["deflate"], LIMIT)


def test_codings_that_are_not_known_here_can_be_brought_along() -> None:
    others = {"turned": lambda body, limit: body[::-1]}
    assert decoded(gzip.compress(b"abc")[::-1], ["gzip, turned"], LIMIT, others) == b"abc"
