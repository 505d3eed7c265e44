"""An entry as each exporter writes it becomes an exchange."""

import gzip
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Exchange, Origin, Way
from harness.har import message
from tests.unit.har.exports import BODY, REDIRECT, TOKEN, WEBHOOK, entry, fields


def exchange(*values: Any, **members: Any) -> Exchange:
    found = message.exchange(entry(*values, **members))
    assert found is not None
    return found


def test_an_entry_says_what_was_sent_and_answered_and_when() -> None:
    found = exchange()
    assert (found.request.method, found.request.url, found.way) == ("POST", REDIRECT, Way.TO_GRAPH)
    assert found.request.body == BODY.encode()
    assert found.response is not None
    assert (found.response.status, found.response.headers.get("request-id")) == (202, "r")
    assert (found.seconds, found.http, found.error) == (0.08425, "2", None)
    assert found.started_at == datetime(2026, 11, 23, 8, 0, 0, 123000, UTC)


@pytest.mark.parametrize(
    ("url", "text", "way"),
    [
        (REDIRECT, "{}", Way.TO_GRAPH),
        (TOKEN, "a=b", Way.TO_LOGIN),
        ("https://bot.example/api/calls", WEBHOOK, Way.TO_BOT),
        ("https://bot.example/api/messages", '{"text": "hello"}', None),
        ("https://graph.microsoft.com/v1.0/me", "", None),
        ("wss://graph.microsoft.com/v1.0/x", None, None),
        ("data:image/png,x", None, None),
    ],
)
def test_only_what_is_part_of_a_calls_conversation_is_read(
    url: str, text: str | None, way: Way | None
) -> None:
    found = message.exchange(entry(url, text))
    assert (found.way if found else None) is way


def test_the_preflight_of_a_browser_is_left_out() -> None:
    asked = {"name": "Access-Control-Request-Method", "value": "POST"}
    assert message.exchange(entry(request={"method": "OPTIONS", "headers": [asked]})) is None


@pytest.mark.parametrize(
    ("host", "origin"),
    [("http://127.0.0.1:8080", Origin.FAULT), ("https://graph.microsoft.com", Origin.LIVE)],
)
def test_what_plays_graph_on_this_machine_is_read_as_graph_and_says_whose_its_answers_are(
    host: str, origin: Origin
) -> None:
    url = REDIRECT.replace("https://graph.microsoft.com", host)
    found = exchange(url, response={"headers": fields(("x-redial-origin", "fault"))})
    assert (found.request.url, found.origin) == (REDIRECT, origin)


@pytest.mark.parametrize(
    ("posted", "sent"),
    [
        ({"text": "{}"}, b"{}"),
        ({"text": '{"a": "é"}'}, '{"a": "é"}'.encode()),
        ({"text": "", "params": fields(("a", "b c"), ("d", "é"))}, b"a=b+c&d=%C3%A9"),
        ({"text": "{}", "params": fields(("a", "b"))}, b"{}"),
        ({"text": b64encode(b"\xff{").decode(), "encoding": "base64"}, b"\xff{"),
        ({"text": "no base64!", "encoding": "base64"}, b"no base64!"),
        ({"text": "\ud800"}, b"\xed\xa0\x80"),
        ({"text": None, "params": [{"name": "a"}, 3]}, b"a="),
    ],
)
def test_a_body_is_text_fields_or_base64(posted: dict[str, Any], sent: bytes) -> None:
    assert exchange(request={"postData": posted}).request.body == sent


def test_a_body_that_was_sent_and_not_exported_leaves_the_request_incomplete() -> None:
    assert exchange(text=None, request={"bodySize": 40}).facts == {"request_complete": False}
    assert exchange(text=None, request={"bodySize": -1}).facts == {}


def test_an_answer_in_base64_is_decoded_and_its_coding_is_gone() -> None:
    content = {"size": 2, "text": b64encode(gzip.compress(b"{}", mtime=0)).decode(), "encoding": "base64"}
    coded = {"content": content, "headers": fields(("content-encoding", "gzip"), ("content-length", "22"))}
    answer = exchange(status=400, response=coded).response
    assert answer is not None
    assert (answer.body, list(answer.headers)) == (b"{}", [])


def test_an_answer_that_was_compressed_stands_decoded() -> None:
    coded = {"content": {"size": 2, "text": "{}"}, "headers": fields(("content-encoding", "br"))}
    answer = exchange(status=400, response=coded).response
    assert answer is not None
    assert (answer.body, list(answer.headers)) == (b"{}", [])


def test_headers_keep_repeats_and_lose_what_is_http_2s_own() -> None:
    sent = fields((":authority", "g"), ("A", "1"), ("a", "2"), ("set-cookie", "b\nc"))
    found = exchange(request={"headers": [*sent, 3, {"name": None}]})
    assert list(found.request.headers) == [("A", "1"), ("a", "2"), ("set-cookie", "b"), ("set-cookie", "c")]


@pytest.mark.parametrize(
    ("response", "why"),
    [
        ({"status": 0}, message.UNTOLD),
        ({"status": -1, "_failureText": "net::ERR_FAILED"}, "net::ERR_FAILED"),
        ({"status": 0, "_error": "net::ERR_CONNECTION_REFUSED"}, "net::ERR_CONNECTION_REFUSED"),
        ({"status": 204, "_error": "net::ERR_ABORTED"}, "net::ERR_ABORTED"),
        ({"status": 0, "_error": None, "content": {}}, message.UNTOLD),
        ({"status": "x"}, message.UNTOLD),
        ({"status": 500, "content": {"size": 40}}, message.UNEXPORTED),
    ],
)
def test_where_no_answer_is_it_says_why(response: dict[str, Any], why: str) -> None:
    found = exchange(response=response)
    assert (found.response, found.error) == (None, why)


@pytest.mark.parametrize("response", [None, 3, {}])
def test_an_entry_without_a_response_got_no_answer(response: object) -> None:
    found = message.exchange(entry() | {"response": response})
    assert found is not None
    assert (found.response, found.error) == (None, message.UNTOLD)


@pytest.mark.parametrize(
    ("version", "http"),
    [
        ("HTTP/1.1", "1.1"),
        ("http/1.1", "1.1"),
        ("HTTP/2.0", "2"),
        ("http/2.0", "2"),
        ("HTTP/2", "2"),
        ("h2", "2"),
        ("h3", None),
        ("HTTP/1.0", None),
        (3, None),
    ],
)
def test_the_version_of_http_is_known_in_each_spelling(version: object, http: str | None) -> None:
    told = {"httpVersion": version}
    assert exchange(request=told, response=told).http == http


def test_the_version_that_only_the_answer_tells_is_taken() -> None:
    assert exchange(request={"httpVersion": "unknown"}).http == "2"


@pytest.mark.parametrize(
    ("written", "began"),
    [
        ("2026-11-23T09:00:00.1234567+01:00", datetime(2026, 11, 23, 8, 0, 0, 123456, UTC)),
        ("2026-11-23T08:00:00-00:30", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("2026-11-23T08:00:00", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (1, None),
        (None, None),
    ],
)
def test_a_time_of_any_zone_is_utc(written: object, began: datetime | None) -> None:
    assert exchange(startedDateTime=written).started_at == began


@pytest.mark.parametrize(
    ("time", "seconds"),
    [(84, 0.084), (0, 0.0), (-1, None), ("84", None), (float("nan"), None), (10**400, None), (None, None)],
)
def test_milliseconds_are_seconds(time: object, seconds: float | None) -> None:
    assert exchange(time=time).seconds == seconds


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
SIDE = st.dictionaries(
    st.sampled_from(
        ["headers", "postData", "content", "status", "httpVersion", "_error", "statusText", "bodySize"]
    ),
    ANYTHING,
)


@given(
    ANYTHING | st.builds(lambda one, two, rest: entry(request=one, response=two, **rest), SIDE, SIDE, SIDE)
)
def test_no_entry_raises(value: object) -> None:
    message.exchange(value)


def test_a_webhook_is_named_as_the_platform_called_it() -> None:
    headers = [
        {"name": "Host", "value": "127.0.0.1:8081"},
        {"name": "X-Forwarded-Host", "value": "bot.example"},
        {"name": "X-Forwarded-Proto", "value": "https"},
        {"name": "User-Agent", "value": "Microsoft-Skype/3.0,(Calling/1.0)"},
    ]
    request = {"method": "POST", "url": "http://127.0.0.1:3978/api/calls", "headers": headers}
    found = message.exchange({"request": request, "response": {"status": 202}})
    assert found is not None
    assert found.request.url == "https://bot.example/api/calls"
