"""What a message carried, without its codings: nothing coded is ever handed on."""

import gzip
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.net.encoding import encode_brotli

from proxy_addons import bodies
from proxy_addons.bodies import Carried, carried
from tests import _mitm

BODY = b'{"secret": "Anna"}' * 3
GZIP = gzip.compress(BODY)
ZSTD = zstandard.ZstdCompressor().compress(BODY)


def told(body: bytes | None, *codings: str) -> Carried:
    return carried(_mitm.answer(200, body, [("Content-Encoding", coding) for coding in codings]))


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (GZIP, ["gzip"]),
        (GZIP, ["X-GZip"]),
        (GZIP, ["gzip, identity"]),
        (GZIP, ["gzip", "identity"]),
        (gzip.compress(GZIP), ["gzip, gzip"]),
        (gzip.compress(zlib.compress(BODY)), ["deflate", "gzip"]),
        (encode_brotli(BODY), ["br"]),
        (encode_brotli(GZIP), ["gzip, br"]),
        (ZSTD, ["zstd"]),
        (zstandard.compress(BODY[:5]) + zstandard.compress(BODY[5:]), ["zstd"]),
        (BODY, ["none"]),
        (BODY, ["identity"]),
    ],
)
def test_a_coded_body_is_decoded(body: bytes, codings: list[str]) -> None:
    assert told(body, *codings) == Carried(BODY, ", ".join(codings).lower())


def test_a_plain_body_stands_as_it_is() -> None:
    assert told(BODY) == Carried(BODY)


@pytest.mark.parametrize(
    ("body", "codings", "said"),
    [
        (GZIP, [], "gzip"),
        (ZSTD, [], "zstd"),
        (zlib.compress(BODY), [], "deflate"),
        (GZIP, ["identity"], "identity"),
        (gzip.compress(GZIP), ["gzip"], "gzip"),
    ],
)
def test_a_coding_that_no_header_names_is_undone_and_told(body: bytes, codings: list[str], said: str) -> None:
    assert told(body, *codings) == Carried(BODY, said, valid=False)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (GZIP[:-3], "gzip"),
        (GZIP + b"junk", "gzip"),
        (BODY, "gzip"),
        (GZIP, "br"),
        (encode_brotli(BODY)[:-3], "br"),
        (ZSTD[:-3], "zstd"),
        (ZSTD + b"junk", "zstd"),
        (zlib.compress(BODY) + b"junk", "deflate"),
        (GZIP, "compress"),
        (BODY, "utf-8"),
        (GZIP[:-3], ""),
    ],
)
def test_what_cannot_be_decoded_is_not_handed_on(body: bytes, coding: str) -> None:
    assert told(body, coding) == Carried(b"", coding or "gzip", valid=False, whole=False)


def test_a_body_within_too_many_codings_is_not_handed_on() -> None:
    body = BODY
    for _ in range(6):
        body = gzip.compress(body)
    assert told(body) == Carried(b"", "gzip", valid=False, whole=False)


def test_a_body_that_grows_beyond_the_bound_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LIMIT", len(BODY) - 1)
    for body, coding in [(GZIP, "gzip"), (ZSTD, "zstd"), (encode_brotli(BODY), "br")]:
        assert told(body, coding) == Carried(b"", coding, valid=False, whole=False)


@pytest.mark.parametrize("body", [b"", None])
def test_where_there_is_no_body_no_coding_is_broken(body: bytes | None) -> None:
    assert told(body, "gzip") == Carried(b"", "gzip")


def test_text_that_begins_like_a_coding_is_text() -> None:
    assert told(b"x^2 + y^2") == Carried(b"x^2 + y^2")


@given(st.binary(max_size=40), st.sampled_from(["", "gzip", "br", "zstd", "deflate", "identity", "x"]))
def test_whatever_comes_is_told_of(body: bytes, coding: str) -> None:
    got = told(body, coding)
    assert got.whole or not got.valid
    assert not got.body.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
