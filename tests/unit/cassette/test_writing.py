"""A block, written and read back: by us, and by what everybody else reads YAML with."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from vcr.request import Request as VcrRequest
from vcr.serialize import deserialize
from vcr.serializers import yamlserializer

from harness import body
from harness.cassette import HEADER, block, read
from harness.conversation import call_of
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from tests.unit.cassette.exchanges import NASTY, STARTED, exchanges, file_of, lines, redirect, webhook

DROPPED = ("content-encoding", "content-length", "transfer-encoding")


def kept(exchange: Exchange) -> Exchange:
    """What of an exchange a cassette promises to give back."""
    request, response = exchange.request, exchange.response
    if exchange.way is Way.TO_LOGIN:
        cleared = request.headers.without("authorization", "cookie", "proxy-authorization")
        request, response = Request(request.method, request.url, cleared), None
    return Exchange(
        Request(request.method, request.url, grouped(request.headers), laid_out(request.body)),
        response
        and Response(response.status, grouped(response.headers), laid_out(response.body), response.phrase),
        exchange.way,
        exchange.origin,
        exchange.started_at,
        exchange.seconds,
        exchange.http,
        exchange.error,
        exchange.facts,
    )


def grouped(headers: Headers) -> Headers:
    return Headers.of(headers.without(*DROPPED).lists())


def laid_out(content: bytes) -> bytes:
    text = body.laid_out(content)
    return content if text is None else text.encode()


@given(st.lists(exchanges, min_size=2, max_size=4))
def test_what_is_written_is_read_back(recorded: list[Exchange]) -> None:
    data = file_of(recorded, "aabbccdd")
    reading = read(lines(data))
    entries = list(reading)
    assert [entry.exchange for entry in entries] == [kept(exchange) for exchange in recorded]
    assert [entry.number for entry in entries] == list(range(1, len(recorded) + 1))
    assert {entry.key for entry in entries} == {"aabbccdd"}
    assert (reading.torn, reading.whole, reading.foreign) == (0, len(data), False)


@given(st.lists(exchanges, min_size=2, max_size=3))
def test_every_loader_of_yaml_reads_the_same(recorded: list[Exchange]) -> None:
    text = file_of(recorded).decode("ascii")
    by_python = yaml.safe_load(text)
    by_c = yaml.CSafeLoader(text).get_data()
    assert by_c == by_python
    assert [interaction["x_redial"]["n"] for interaction in by_c["interactions"]] == list(
        range(1, len(recorded) + 1)
    )


@given(st.lists(exchanges, min_size=2, max_size=3))
def test_vcrpy_reads_the_requests_and_the_answers_that_are_not_null(recorded: list[Exchange]) -> None:
    requests, responses = deserialize(file_of(recorded).decode("ascii"), yamlserializer)
    for exchange, request, response in zip(recorded, requests, responses, strict=True):
        promised = kept(exchange)
        assert isinstance(request, VcrRequest)
        assert (request.method, request.uri) == (promised.request.method, promised.request.url)
        assert request.body == promised.request.body
        if exchange.way is Way.TO_GRAPH and promised.response:
            assert response["status"]["code"] == promised.response.status
            assert response["body"]["string"] == promised.response.body
        else:
            assert response is None


@given(exchanges)
def test_a_block_is_ascii_opens_with_a_dash_and_ends_in_its_length(exchange: Exchange) -> None:
    data = block(exchange, 17, key=None)
    assert data.isascii()
    assert data.startswith(b"- request:\n")
    text, end = data[:-1].rsplit(b"\n", 1)
    assert end == b"# end 17 %d" % (len(text) + 1)
    assert not re.search(rb"^(?!  )(?!- request:$)(?!# end )(?!$)", data[:-1], re.MULTILINE)


@pytest.mark.parametrize("text", NASTY)
def test_a_text_known_for_trouble_stays_what_it_is_in_every_place(text: str) -> None:
    answer = Response(400, Headers.of({"x-note": text}), text.encode(), text)
    one = redirect(text.encode(), response=answer, error=text, facts={"note": text})
    entries = list(read(lines(file_of([one, webhook(text.encode(), answer), one]))))
    assert [entry.exchange for entry in entries] == [
        kept(one),
        kept(webhook(text.encode(), answer)),
        kept(one),
    ]


def test_a_body_reads_one_member_a_line() -> None:
    assert b"""
    body: |-
      {
        "targets": [],
        "timeout": 30
      }
  response:
""" in block(redirect(), 1, key=None)


def test_a_body_that_is_no_text_is_written_as_binary() -> None:
    assert b"body: !!binary |\n      /wA=" in block(redirect(b"\xff\x00"), 1, key=None)


def test_our_members_stand_at_the_interaction_in_a_fixed_order() -> None:
    (loaded,) = yaml.safe_load(block(redirect(facts={"length_sent": 3}), 4, key="aabbccdd"))
    assert list(loaded) == ["request", "response", "x_redial"]
    assert list(loaded["request"]) == ["method", "uri", "headers", "body"]
    assert list(loaded["response"]) == ["status", "headers", "body"]
    assert list(loaded["x_redial"].items()) == [
        *(("v", 1), ("n", 4), ("way", "to_graph"), ("origin", "live")),
        *(("started_at", "2026-11-23T08:00:00.123456Z"), ("seconds", 0.25)),
        *(("call", call_of(redirect())), ("http", "1.1"), ("error", None), ("reply", None)),
        *(("key", "aabbccdd"), ("facts", {"length_sent": 3})),
    ]


def test_the_answer_to_a_webhook_stands_under_our_key() -> None:
    (loaded,) = yaml.safe_load(block(webhook(), 1, key=None))
    assert loaded["response"] is None
    assert loaded["x_redial"]["reply"] == {
        "status": {"code": 202, "message": "Accepted"},
        "headers": {},
        "body": {"string": ""},
    }


def test_of_a_token_fetch_neither_body_nor_credentials_nor_answer_are_written() -> None:
    asked = Request(
        "POST",
        "https://login.microsoftonline.com/t/oauth2/v2.0/token",
        Headers.of({"Authorization": "Basic c2VjcmV0", "Cookie": "secret", "Accept": "*/*"}),
        b"client_secret=secret",
    )
    fetch = Exchange(
        asked, Response(200, body=b'{"access_token":"secret"}'), Way.TO_LOGIN, started_at=STARTED
    )
    data = block(fetch, 1, key=None)
    assert b"secret" not in data
    assert b"c2VjcmV0" not in data
    assert b"response: null" in data


def test_a_request_without_an_answer_keeps_why() -> None:
    (entry,) = read(lines(file_of([redirect(response=None, error="connection refused")])))
    assert (entry.exchange.response, entry.exchange.error) == (None, "connection refused")


def test_headers_of_framing_are_left_out_since_the_body_is_laid_out() -> None:
    sent = Request(
        "POST", "https://a/", Headers.of({"Content-Length": "9", "Transfer-Encoding": "chunked"}), b"{}"
    )
    answer = Response(200, Headers.of({"Content-Encoding": "gzip", "Date": "today"}), b"{}")
    (entry,) = read(lines(file_of([Exchange(sent, answer, Way.TO_GRAPH)])))
    assert len(entry.exchange.request.headers) == 0
    assert entry.exchange.response is not None
    assert list(entry.exchange.response.headers) == [("date", "today")]


def test_bytes_that_nobody_could_decode_become_latin_1() -> None:
    sent = Request("GET", "https://a/\udce9", Headers.of({"x": "caf\udce9 \ud800"}))
    (entry,) = read(lines(file_of([Exchange(sent, None, Way.TO_GRAPH)])))
    assert entry.exchange.request.url == "https://a/é"
    assert entry.exchange.request.headers.get("x") == "café \ufffd"


def test_a_url_that_cannot_be_read_is_kept_and_names_no_call() -> None:
    (entry,) = read(lines(file_of([Exchange(Request("GET", "http://[::1/x"), None, Way.TO_GRAPH)])))
    assert (entry.call, entry.exchange.request.url) == (None, "http://[::1/x")


def test_the_header_is_what_vcrpy_expects_before_interactions() -> None:
    assert yaml.safe_load(HEADER) == {"version": 1, "interactions": None}
