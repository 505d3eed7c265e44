"""A flow becomes an exchange: which way, which URL, which bytes."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Response, Way
from harness.facts import Wire
from harness.headers import Headers
from proxy_addons import flows
from proxy_addons.options import Target
from tests import _mitm

BOT = Target("http", "127.0.0.1", 3978)
CALLS = f"/v1.0/communications/calls/{_mitm.CALL}"


def test_headers_keep_their_order_their_case_and_their_repeats() -> None:
    sent = [("X-B", "1"), ("x-a", "2"), ("X-b", "caf\xe9")]
    assert flows.request(_mitm.flow(headers=sent), Way.TO_GRAPH, None).headers == Headers(tuple(sent))


def test_of_a_service_that_plays_graph_the_host_is_graphs_as_in_the_url() -> None:
    flow = _mitm.flow(mode="reverse:http://127.0.0.1:9000", headers=[("Host", "127.0.0.1:9000"), ("A", "b")])
    assert flows.request(flow, Way.TO_GRAPH, None).headers.fields == (
        ("Host", "graph.microsoft.com"),
        ("A", "b"),
    )


def test_a_body_stands_decoded_and_its_headers_say_so() -> None:
    packed = gzip.compress(_mitm.BODY)
    sent = [("Content-Length", str(len(packed))), ("Content-Encoding", "gzip")]
    flow = _mitm.flow(content=packed, headers=sent)
    request = flows.request(flow, Way.TO_GRAPH, None)
    assert request.body == _mitm.BODY
    assert request.headers.fields == (("Content-Length", str(len(_mitm.BODY))),)
    assert flows.wire(flow) == Wire(len(packed), len(packed), "gzip", decodes=True)


@pytest.mark.parametrize(("coding", "word"), [("gzip", "gzip"), ("made-up", "other")])
def test_a_body_that_cannot_be_decoded_is_not_kept_and_facts_say_so(coding: str, word: str) -> None:
    sent = [("Content-Length", "5"), ("Content-Encoding", coding)]
    flow = _mitm.flow(content=b"plain", headers=sent, answer=_mitm.answer(200, b"plain", sent))
    request, response = flows.request(flow, Way.TO_GRAPH, None), flows.response(flow)
    assert (request.body, request.headers.fields) == (b"", (("Content-Length", "0"),))
    assert (response.body, response.headers.fields) == (b"", (("Content-Length", "0"),))
    assert flows.wire(flow) == Wire(5, 5, coding, decodes=False)
    assert flows.answer_facts(flow) == {"answer_encoding": word, "answer_encoding_valid": False}


def test_of_an_answer_that_is_what_it_says_there_is_no_more_to_tell() -> None:
    headers = [("Content-Encoding", "gzip")]
    flow = _mitm.flow(answer=_mitm.answer(200, gzip.compress(b"{}"), headers))
    assert flows.answer_facts(flow) == flows.answer_facts(_mitm.flow()) == {}


def test_a_length_that_is_no_number_is_no_length() -> None:
    assert flows.wire(_mitm.flow(content=b"12", headers=[("Content-Length", "+2")])) == Wire(None, 2)


def test_the_answer_is_read_with_its_reason() -> None:
    got = _mitm.answer(202, b"{}", [("Retry-After", "1")])
    got.reason = "Fine"
    flow = _mitm.flow(answer=got)
    assert flows.response(flow) == Response(202, Headers((("Retry-After", "1"),)), b"{}", "Fine")


def test_an_answer_that_was_streamed_is_no_answer_to_keep() -> None:
    with pytest.raises(ValueError, match="streamed"):
        flows.response(_mitm.flow(answer=_mitm.answer(content=None)))


@given(
    status=st.sampled_from([200, 202, 204, 429, 501, 599]),
    body=st.text(max_size=30).map(str.encode),
    value=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=5),
    coded=st.booleans(),
)
def test_a_response_survives_the_way_into_mitmproxy_and_back(
    status: int, body: bytes, value: str, coded: bool
) -> None:
    packed = gzip.compress(body) if coded else body
    fields = (("X-A", value), ("x-a", value), *([("Content-Encoding", "gzip")] if coded else []))
    made = flows.answer(Response(status, Headers(fields), packed))
    assert made.raw_content == packed
    back = flows.response(_mitm.flow(answer=made))
    assert (back.status, back.body) == (status, body)
    assert back.headers.get_all("x-a") == (value, value)
    assert made.headers.get("content-length") == (str(len(packed)) if packed else None)


def test_an_answer_without_a_body_gets_no_length_that_nobody_gave_it() -> None:
    assert flows.answer(Response(204)).headers.fields == ()


def test_an_answer_is_never_chunked_by_hand() -> None:
    made = flows.answer(Response(200, Headers((("Transfer-Encoding", "chunked"),)), b"ab"))
    assert made.headers.fields == ((b"content-length", b"2"),)


@pytest.mark.parametrize(("spoken", "kept"), [("HTTP/1.1", "1.1"), ("HTTP/2.0", "2"), ("HTTP/9", None)])
def test_the_version_is_the_clients(spoken: str, kept: str | None) -> None:
    assert flows.http(_mitm.flow(http=spoken)) == kept


def test_time_is_counted_from_the_request_to_the_end_of_the_answer() -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    assert flows.started(flow) == datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
    assert flows.seconds(flow) == pytest.approx(0.5)


def test_time_is_counted_to_the_error_where_there_is_no_answer() -> None:
    flow = _mitm.flow()
    assert flows.seconds(flow) is None
    flow.error = _mitm.error("server closed connection")
    assert flows.seconds(flow) == pytest.approx(1)


@pytest.mark.parametrize(
    ("mode", "way", "where"),
    [
        (_mitm.GRAPH, Way.TO_GRAPH, "https://graph.microsoft.com"),
        ("reverse:http://127.0.0.1:9000", Way.TO_GRAPH, "https://graph.microsoft.com"),
        ("reverse:https://graph.corp.example:8443", Way.TO_GRAPH, "https://graph.corp.example:8443"),
        ("reverse:https://login.microsoftonline.us", Way.TO_LOGIN, "https://login.microsoftonline.us"),
    ],
)
def test_a_request_that_was_refused_at_once_is_kept_under_the_url_of_its_listener(
    mode: str, way: Way, where: str
) -> None:
    flow = _mitm.flow(mode=mode)
    flow.request.data.host, flow.request.data.port, flow.request.data.scheme = "", 0, b""
    assert flows.url(flow, way, BOT) == where + _mitm.PATH


@pytest.mark.parametrize(
    ("said", "whole", "kept"),
    [
        ("Received invalid header name: b'SECRET' from client", False, flows.REFUSED),
        ("unknown transfer-encoding header: 'SECRET'", False, flows.REFUSED),
        ("HTTP/1 protocol error: illegal chunk header: bytearray(b'SECRET')", False, flows.REFUSED),
        ("Invalid request scheme: SECRET", False, flows.REFUSED),
        ("Client disconnected.", False, "Client disconnected."),
        ("Received invalid header name: b'SECRET' from server", True, flows.GARBLED),
        ("unexpected server response: b'SECRET'", True, flows.GARBLED),
        ("Connect call failed ('127.0.0.1', 3978)", True, "Connect call failed ('127.0.0.1', 3978)"),
        (None, True, "no answer came"),
    ],
)
def test_why_no_answer_came_is_told_without_a_byte_that_was_sent(
    said: str | None, whole: bool, kept: str
) -> None:
    flow = _mitm.flow()
    flow.error = _mitm.error(said) if said else None
    assert flows.failure(flow, whole=whole) == kept


@pytest.mark.parametrize(("peer", "here"), [("127.0.0.1", True), ("::1", True), ("192.0.2.7", False)])
def test_who_answered_on_this_machine_is_told_by_the_connection(peer: str, here: bool) -> None:
    assert flows.answered_on_loopback(_mitm.flow(server=peer)) is here


@pytest.mark.parametrize(("method", "content"), [("GET", _mitm.WEBHOOK), ("POST", b'{"text": "hello"}')])
def test_other_traffic_of_the_bots_listener_is_none(method: str, content: bytes) -> None:
    assert not flows.concerns(_mitm.flow("/", content, mode=_mitm.BOTS, method=method), Way.TO_BOT, "all")


def test_a_compressed_webhook_is_known_by_its_body() -> None:
    headers = [("Content-Encoding", "gzip")]
    flow = _mitm.flow("/", gzip.compress(_mitm.WEBHOOK), mode=_mitm.BOTS, headers=headers)
    assert flows.concerns(flow, Way.TO_BOT, "all")
    assert not flows.concerns(flow, Way.TO_BOT, "redirects")


def test_what_a_person_edits_is_known_from_the_copy_that_a_ui_keeps() -> None:
    flow = _mitm.flow()
    flow.backup()
    flow.marked = ":x:"
    flow.response = _mitm.answer()
    assert flows.by_hand(flow) is None, "the request is as it was"
    flow.request.headers["x"] = "y"
    assert flows.by_hand(flow) == "edited"
    flow.is_replay = "request"
    assert flows.by_hand(flow) == "edited"


def test_what_an_addon_changes_is_nobodys_edit() -> None:
    flow = _mitm.flow()
    flow.request.content = b"{}"
    assert flows.by_hand(flow) is None


def test_what_is_sent_once_more_is_repeated() -> None:
    flow = _mitm.flow()
    flow.backup()
    flow.is_replay = "request"
    flow.request.timestamp_start += 60
    assert flows.by_hand(flow) == "repeated"
