"""What becomes of each scalar of one interaction: bodies in every guise, and lengths that go with them."""

import base64
import gzip
import zlib
from typing import Any

import pytest

from harness.cassette.scalars import Scalar
from harness.cassette.scrub import Scrub
from harness.errors import CassetteError
from harness.redaction.redactor import Redactor
from tests.unit.cassette.test_foreign import interaction

REDACTOR = Redactor(b"a key for tests")
NUMBER = "+493023125042"
MASKED = REDACTOR.masks.number(NUMBER)


def answered(body: Any = "", **headers: list[str]) -> dict[str, Any]:
    """An interaction whose answer has this body and these headers."""
    value = interaction()
    value["response"] |= {
        "body": body,
        "headers": {name.replace("_", "-"): each for name, each in headers.items()},
    }
    return value


def changed(value: dict[str, Any], *steps: str | int, kind: str = "text") -> str | bytes:
    held: Any = value
    for step in steps:
        held = held[step]
    return Scrub(REDACTOR, value).changed(Scalar(steps, held, kind, 1), steps).value


def coded(coding: str, content: bytes) -> dict[str, Any]:
    return answered({"string": content}, Content_Encoding=[coding], content_length=[str(len(content))])


@pytest.mark.parametrize(
    ("coding", "pack", "unpack"),
    [
        ("gzip", gzip.compress, gzip.decompress),
        ("x-gzip", gzip.compress, gzip.decompress),
        ("deflate", zlib.compress, zlib.decompress),
    ],
)
def test_a_compressed_body_is_masked_and_compressed_again(coding: str, pack: Any, unpack: Any) -> None:
    value = coded(coding, pack(NUMBER.encode()))
    new = changed(value, "response", "body", "string", kind="bytes")
    assert isinstance(new, bytes)
    assert unpack(new) == MASKED.encode()
    assert changed(value, "response", "headers", "content-length", 0) == str(len(new))
    again = coded(coding, new)
    assert changed(again, "response", "body", "string", kind="bytes") == new


def test_a_compressed_body_without_secrets_keeps_its_bytes_and_its_length() -> None:
    content = gzip.compress(b"nothing", 1, mtime=5)
    value = coded("gzip", content)
    assert changed(value, "response", "body", "string", kind="bytes") == content
    assert changed(value, "response", "headers", "content-length", 0) == str(len(content))


def test_a_body_that_cannot_be_looked_into_is_refused_without_its_content() -> None:
    with pytest.raises(CassetteError, match=r"compressed as br") as caught:
        Scrub(REDACTOR, coded("br", b"\x8b\x02\x80abc\x03"))
    assert "abc" not in str(caught.value)


def test_a_body_in_base64_is_masked_inside() -> None:
    value = answered({"base64_string": base64.b64encode(NUMBER.encode()).decode()})
    new = changed(value, "response", "body", "base64_string")
    assert base64.b64decode(new) == MASKED.encode()


def test_a_body_that_stands_member_by_member_is_masked_so() -> None:
    value = interaction()
    value["request"]["body"] = {"phone": {"id": "030 23125042", "n": 4930231}, "string": NUMBER, NUMBER: "x"}
    assert changed(value, "request", "body", "phone", "id") != "030 23125042"
    assert changed(value, "request", "body", "string") == MASKED
    key = Scalar(("request", "body", NUMBER), NUMBER, "key", 1)
    assert Scrub(REDACTOR, value).changed(key, key.steps).value == MASKED
    figure = Scalar(("request", "body", "phone", "n"), "4930231", "plain", 1)
    assert Scrub(REDACTOR, value).changed(figure, figure.steps).value == REDACTOR.masks.number("4930231")


@pytest.mark.parametrize("value", ["REDACTED", "***", ""])
def test_a_header_that_is_to_go_and_whose_value_is_gone_stays(value: str) -> None:
    held = answered(Set_Cookie=[value])
    assert changed(held, "response", "headers", "Set-Cookie", 0) == value


def test_a_header_keeps_its_name_unless_that_gives_something_away() -> None:
    held = answered(Cookie=["a=b"])
    assert changed(held, "response", "headers", "Cookie", 0) == "REDACTED"
    name = Scalar(("response", "headers", f"X-{NUMBER}"), f"X-{NUMBER}", "key", 1)
    assert Scrub(REDACTOR, held).changed(name, name.steps).value == f"X-{MASKED}"


def test_what_stands_around_the_interactions_is_masked_like_a_member() -> None:
    scalar = Scalar(("metadata", "password"), "q8xw2", "text", 1)
    assert Scrub(REDACTOR, {}).changed(scalar, scalar.steps).value == REDACTOR.masks.opaque("q8xw2")
