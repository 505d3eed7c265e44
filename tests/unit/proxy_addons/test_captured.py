"""A file of flows becomes entries, as far as its flows are whole."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.flow import Flow
from mitmproxy.io import FlowWriter, tnetstring
from mitmproxy.test import tflow

from harness.cassette import Entry, line_of
from harness.errors import CassetteError
from harness.exchange import Origin, Way
from proxy_addons import captured
from proxy_addons.captured import Reading
from proxy_addons.recorder import STOPPED, Recorder
from tests import _mitm

SHOP = _mitm.flow(mode="regular", url="https://shop.example")


def file_of(*flows: Flow) -> bytes:
    file = BytesIO()
    writer = FlowWriter(file)
    for flow in flows:
        writer.add(flow)
    return file.getvalue()


def read(data: bytes) -> tuple[list[Entry], Reading]:
    reading = captured.read(BytesIO(data))
    return list(reading), reading


def entry(flow: Flow) -> Entry:
    (found,), _ = read(file_of(flow))
    return found


def test_a_flow_is_an_entry_under_its_number_which_stands_for_its_line() -> None:
    flows = [SHOP, _mitm.flow(answer=_mitm.answer()), tflow.ttcpflow(), _mitm.flow(answer=_mitm.answer())]
    entries, reading = read(file_of(*flows))
    assert [(one.number, one.line, one.call, one.marked, one.key) for one in entries] == [
        (2, 2, _mitm.CALL, False, None),
        (4, 4, _mitm.CALL, False, None),
    ]
    assert line_of(entries[1], "request.body.timeout") == 4
    assert (reading.left_out, reading.torn) == (2, 0)


def test_a_flow_says_what_was_sent_and_answered_and_when() -> None:
    exchange = entry(_mitm.flow(answer=_mitm.answer(400, b"{}"), http="HTTP/2.0")).exchange
    assert exchange.request.url == f"https://graph.microsoft.com{_mitm.PATH}"
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.body) == (400, b"{}")
    assert exchange.started_at == datetime(2026, 3, 2, 12, 0, 0, 250000, UTC)
    assert (exchange.seconds, exchange.http, exchange.origin) == (0.5, "2", Origin.LIVE)


@pytest.mark.parametrize(
    ("flow", "way", "url"),
    [
        (_mitm.flow(mode="regular"), Way.TO_GRAPH, f"https://graph.microsoft.com{_mitm.PATH}"),
        (
            _mitm.flow(mode="reverse:http://127.0.0.1:9000"),
            Way.TO_GRAPH,
            f"https://graph.microsoft.com{_mitm.PATH}",
        ),
        (
            _mitm.flow(mode="reverse:https://gateway.example"),
            Way.TO_GRAPH,
            f"https://gateway.example{_mitm.PATH}",
        ),
        (
            _mitm.flow(
                "/calls", _mitm.WEBHOOK, mode=_mitm.BOTS, headers=[("X-Forwarded-Host", "bot.example")]
            ),
            Way.TO_BOT,
            "http://bot.example/calls",
        ),
        (
            _mitm.flow("/t/oauth2/v2.0/token", b"a=b", mode="reverse:https://login.microsoftonline.com"),
            Way.TO_LOGIN,
            "https://login.microsoftonline.com/t/oauth2/v2.0/token",
        ),
    ],
    ids=["proxy", "simulator", "gateway", "bot", "login"],
)
def test_the_way_is_told_without_knowing_which_listener_was_the_bots(flow: Flow, way: Way, url: str) -> None:
    exchange = entry(flow).exchange
    assert (exchange.way, exchange.request.url) == (way, url)


@pytest.mark.parametrize(
    "flow", [SHOP, _mitm.flow("/messages", b'{"text": "hello"}', mode=_mitm.BOTS), _mitm.flow("/v1.0/me")]
)
def test_what_is_no_part_of_a_calls_conversation_is_left_out(flow: Flow) -> None:
    entries, reading = read(file_of(flow))
    assert (entries, reading.left_out) == ([], 1)


def test_a_flow_that_failed_says_why() -> None:
    failed = _mitm.flow(answer=_mitm.answer(502))
    failed.error = _mitm.error("connection refused")
    exchange = entry(failed).exchange
    assert (exchange.response, exchange.error, exchange.seconds) == (None, "connection refused", 0.5)


def test_a_flow_that_was_under_way_at_the_end_got_no_answer() -> None:
    exchange = entry(_mitm.flow()).exchange
    assert (exchange.response, exchange.error) == (None, STOPPED)


def test_what_was_streamed_is_not_taken_for_empty() -> None:
    exchange = entry(_mitm.flow(content=None, answer=_mitm.answer(content=None))).exchange
    assert (exchange.response, exchange.error) == (None, captured.STREAMED)
    assert exchange.facts["request_complete"] is False


def test_facts_are_taken_from_the_wire_and_from_the_webhook_before() -> None:
    webhook = _mitm.flow("/calls", _mitm.WEBHOOK, mode=_mitm.BOTS)
    sent = _mitm.flow(headers=[("Content-Length", "7"), ("Content-Encoding", "br")], answer=_mitm.answer())
    entries, _ = read(file_of(webhook, sent))
    facts = entries[1].exchange.facts
    assert (facts["length_sent"], facts["length_counted"], facts["encoding"]) == (7, len(_mitm.BODY), "br")
    assert facts["encoding_valid"] is False


@pytest.mark.parametrize(("replayed", "origin"), [("response", Origin.RECORDED), ("request", Origin.LIVE)])
def test_what_mitmproxy_played_is_recorded(replayed: str, origin: Origin) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    flow.is_replay = replayed
    assert entry(flow).exchange.origin is origin


def test_what_was_answered_here_is_not_taken_for_live(recorder: Recorder) -> None:
    flow = _mitm.flow(answer=_mitm.answer(headers=[("x-redial-origin", "simulated")]), server="127.0.0.1")
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert entry(flow).exchange.origin is Origin.SIMULATED


def test_an_edit_by_hand_is_told() -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    flow.backup()
    flow.request.content = b"{}"
    exchange = entry(flow).exchange
    assert (exchange.request.body, exchange.facts["by_hand"]) == (b"{}", "edited")


@given(st.integers(min_value=1))
def test_a_file_cut_anywhere_is_read_as_far_as_its_flows_are_whole(cut: int) -> None:
    one, two = file_of(_mitm.flow()), file_of(_mitm.flow(answer=_mitm.answer()))
    data = (one + two)[: len(one) + cut % len(two)]
    entries, reading = read(data)
    assert (len(entries), reading.torn) == (1, len(data) - len(one))


@pytest.mark.parametrize(
    "rest",
    [
        b"nonsense",
        b"999999999999:x",
        b"4:true!",
        b"12:4:type,4:http,}",
        tnetstring.dumps({"version": 9999, "type": "http"}),
        tnetstring.dumps({"version": 21, "type": "http"}),
        b"5:hello,",
    ],
)
def test_what_is_no_flow_behind_one_is_counted(rest: bytes) -> None:
    entries, reading = read(file_of(_mitm.flow()) + rest)
    assert (len(entries), reading.torn) == (1, len(rest))


def nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = b"%d:%b]" % (len(data), data)
    return data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"\x00\x01", "no flow in it can be read"),
        (b"{}", "no flow in it can be read"),
        (b'{"log": {"entries": [{}]}}', "no flow in it can be read"),
        (b"3:", "no flow in it can be read"),
        (nested(5000), "no flow in it can be read"),
        (tnetstring.dumps({"version": 9999, "type": "http"}), "no flow in it can be read"),
    ],
)
def test_what_is_no_file_of_flows_says_so_and_quotes_nothing(data: bytes, said: str) -> None:
    with pytest.raises(CassetteError) as caught:
        read(data)
    assert caught.value.message == said


class Failing(BytesIO):
    """A disk that fails."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_disk_that_fails_is_no_damage_of_the_file() -> None:
    with pytest.raises(OSError, match="Input/output"):
        list(captured.read(Failing(file_of(_mitm.flow()))))


def changed(member: str, value: Any) -> bytes:
    state = _mitm.flow().get_state()
    state["request"][member] = value
    return file_of(_mitm.flow()) + tnetstring.dumps(state)


@pytest.mark.parametrize(("member", "value"), [("timestamp_start", "x"), ("path", 3), ("headers", [[1, 2]])])
def test_a_flow_with_members_of_another_type_is_no_flow(member: str, value: Any) -> None:
    entries, reading = read(changed(member, value))
    assert len(entries) == 1
    assert reading.torn


def test_a_flow_that_cannot_have_been_is_named() -> None:
    with pytest.raises(CassetteError, match=r"flow 2 is broken"):
        read(changed("timestamp_start", 1e300))


def mutated(flows: bytes, places: Iterable[tuple[int, int]]) -> bytes:
    data = bytearray(flows)
    for place, value in places:
        data[place % len(data)] = value
    return bytes(data)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_no_damage_raises_anything_but_a_sentence(places: list[tuple[int, int]]) -> None:
    data = mutated(file_of(_mitm.flow(answer=_mitm.answer()), _mitm.flow()), places)
    with suppress(CassetteError):
        read(data)
