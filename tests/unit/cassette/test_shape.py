"""Requests and responses as each client leaves them in a cassette."""

import gzip
import zlib
from typing import Any

import pytest

from harness.cassette import shape
from harness.cassette.shape import MalformedError


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def request_with(**members: Any) -> Any:
    return {"request": {"method": "POST", "uri": "https://a/", "headers": {}, "body": None, **members}}


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (None, b""),
        ("", b""),
        ("é", "é".encode()),
        (b"\xff", b"\xff"),
        ({"timeout": 30, "a": [None, "é"]}, b'{"timeout": 30, "a": [null, "\\u00e9"]}'),
        ([1, 2], b"[1, 2]"),
        ({"string": "a"}, b"a"),
        ({"string": b"\xff", "encoding": "utf-8"}, b"\xff"),
        ({"base64_string": "/w==", "encoding": ""}, b"\xff"),
        ({"string": "a", "timeout": 30}, b'{"string": "a", "timeout": 30}'),
    ],
)
def test_a_request_body_is_read_as_any_client_records_it(stored: object, read: bytes) -> None:
    assert shape.request(request_with(body=stored)).body == read


def test_a_form_that_aiohttp_left_as_a_mapping_is_a_form_again() -> None:
    sent = {"Content-Type": ["application/x-www-form-urlencoded"]}
    request = shape.request(request_with(headers=sent, body={"a": "b c", "d": 1}))
    assert request.body == b"a=b+c&d=1"


def test_what_aiohttp_left_as_a_mapping_was_sent_as_json() -> None:
    assert list(shape.request(request_with(body={"a": 1})).headers) == [("Content-Type", "application/json")]
    sent = {"content-type": ["application/json; charset=utf-8"]}
    assert len(shape.request(request_with(headers=sent, body={"a": 1})).headers) == 1
    assert len(shape.request(request_with(body='{"a": 1}')).headers) == 0


@pytest.mark.parametrize(
    ("stored", "fields"),
    [
        (None, []),
        ({"a": ["1", "2"]}, [("a", "1"), ("a", "2")]),
        ({"a": "scalar"}, [("a", "scalar")]),
        (
            {"a": [12], "b": [True], "c": [None], "d": [b"\xe9"]},
            [("a", "12"), ("b", "true"), ("c", ""), ("d", "é")],
        ),
    ],
)
def test_headers_are_read_as_lists_or_as_scalars(stored: object, fields: list[tuple[str, str]]) -> None:
    assert list(shape.request(request_with(headers=stored)).headers) == fields


@pytest.mark.parametrize(
    ("coding", "stored"),
    [
        ("gzip", gzip.compress(b'{"a":1}', mtime=0)),
        ("x-gzip", gzip.compress(b'{"a":1}', mtime=0)),
        ("GZIP", gzip.compress(b'{"a":1}', mtime=0)),
        ("deflate", zlib.compress(b'{"a":1}')),
        ("deflate", raw_deflate(b'{"a":1}')),
        ("gzip", b'{"a":1}'),
        ("br", b'{"a":1}'),
    ],
)
def test_a_body_comes_out_in_clear_and_loses_the_header_that_said_otherwise(
    coding: str, stored: bytes
) -> None:
    headers = {
        "Content-Encoding": [coding],
        "Content-Length": ["1"],
        "Transfer-Encoding": ["chunked"],
        "X": ["y"],
    }
    answer = shape.response({"status": {"code": 200}, "headers": headers, "body": {"string": stored}})
    assert (answer.body, list(answer.headers)) == (b'{"a":1}', [("X", "y")])


@pytest.mark.parametrize(
    ("coding", "stored"),
    [("br", b"\x8b\x01\x80"), ("gzip", gzip.compress(b"x" * 99, mtime=0)[:-9]), ("gzip", b"\x1f\x8b\xff")],
)
def test_a_body_that_cannot_be_decoded_stays_with_its_header(coding: str, stored: bytes) -> None:
    answer = shape.response(
        {"status": 200, "headers": {"content-encoding": [coding]}, "body": {"string": stored}}
    )
    assert (answer.body, list(answer.headers)) == (stored, [("content-encoding", coding)])


def test_a_body_that_would_fill_the_memory_stays_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "_LARGEST", 1000)
    bomb = gzip.compress(b"0" * 100_000, mtime=0)
    assert shape.request(request_with(headers={"content-encoding": "gzip"}, body=bomb)).body == bomb


def bomb_of(levels: int) -> list[Any]:
    """A list that is ten to the power of `levels` long once it is written out."""
    bomb: list[Any] = ["x"] * 10
    for _ in range(levels - 1):
        bomb = [bomb] * 10
    return bomb


@pytest.mark.parametrize("levels", [7, 9, 30])
def test_aliases_that_would_fill_the_memory_are_refused(levels: int) -> None:
    with pytest.raises(MalformedError, match="grows by more than 1 MiB"):
        shape.request(request_with(body=bomb_of(levels)))


def test_a_body_may_hold_the_same_value_twice() -> None:
    twice = {"id": "x"}
    assert shape.request(request_with(body=[twice, twice])).body == b'[{"id": "x"}, {"id": "x"}]'


def test_a_body_that_contains_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(MalformedError, match="neither text nor bytes nor JSON"):
        shape.request(request_with(body=endless))


@pytest.mark.parametrize("value", [{"a": "1"}, [["1"]], bomb_of(9), 1 << 20_000], ids=type)
def test_a_header_that_is_no_text_is_refused_without_being_written_out(value: object) -> None:
    with pytest.raises(MalformedError, match="where text belongs"):
        shape.request(request_with(headers={"a": value}))


@pytest.mark.parametrize(
    "code", [1 << 20_000, "9" * 5000, 1000, "\u0662\u0660\u0662", bomb_of(9), None, True], ids=type
)
def test_a_status_that_is_no_number_of_three_digits_is_refused(code: object) -> None:
    with pytest.raises(MalformedError):
        shape.response({"status": {"code": code}})


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({"status": {"code": 202, "message": "Accepted"}, "body": {"string": "x"}}, (202, "Accepted", b"x")),
        ({"status": {"code": 202, "message": None}, "body": {"string": ""}}, (202, "", b"")),
        ({"status": {"code": "202"}, "body": {"string": None}}, (202, "", b"")),
        ({"status": 202, "body": "x"}, (202, "", b"x")),
        ({"status": 202, "body": {"base64_string": "/w==", "encoding": "utf-8"}}, (202, "", b"\xff")),
        ({"status": 202, "body": {"error": None}}, (202, "", b'{"error": null}')),
        ({"status": {"code": 202}, "url": "https://a/"}, (202, "", b"")),
    ],
)
def test_a_response_is_read_as_any_client_records_it(stored: object, read: tuple[int, str, bytes]) -> None:
    answer = shape.response(stored)
    assert (answer.status, answer.reason, answer.body) == read


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({}, "it has no request"),
        ({"request": []}, "it has no request"),
        ({"request": {"method": "GET"}}, "its request has no uri"),
        ({"request": {"uri": "https://a/", "method": None}}, "its request has no method"),
        ({"request": {"uri": ["https://a/"], "method": "GET"}}, "its request has no uri"),
        (request_with(headers=["a"]), "its headers are no mapping"),
        (request_with(body={"base64_string": "="}), "its base64_string is no Base64"),
        (request_with(body={1, 2}), "its body is neither text nor bytes nor JSON"),
    ],
)
def test_what_is_no_request_says_why(stored: dict[str, Any], said: str) -> None:
    with pytest.raises(MalformedError, match=said):
        shape.request(stored)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("x", "its response is no mapping"),
        ({"status": {}}, "its response has no status code"),
        ({"status": {"code": True}}, "its response has no status code"),
        ({"status": {"code": "2xx"}}, "its response has no status code"),
    ],
)
def test_what_is_no_response_says_why(stored: object, said: str) -> None:
    with pytest.raises(MalformedError, match=said):
        shape.response(stored)


@pytest.mark.parametrize(
    ("stored", "read"), [({}, None), ({"a": None}, None), ({"a": 1.1}, "1.1"), ({"a": ""}, "")]
)
def test_an_optional_text_is_none_when_it_is_missing(stored: dict[str, Any], read: str | None) -> None:
    assert shape.optional_text(stored, "a") == read
