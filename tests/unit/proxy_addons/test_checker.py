"""Findings reach the terminal and the flow, as they happen."""

import logging
from dataclasses import replace

import pytest
from mitmproxy.http import HTTPFlow
from mitmproxy.io import tnetstring

from harness.errors import HarnessError
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.redaction import Redactor
from proxy_addons import checker
from proxy_addons.checker import CODES, LINES, Checker
from tests import _mitm

REDACTOR = Redactor(b"a key for tests alone")
HEADERS = Headers(
    (
        ("Authorization", "Bearer x.y.z"),
        ("Content-Type", "application/json"),
        ("client-request-id", "3f8e1c62-9b07-4d15-a6e4-58c2d0b7f931"),
    )
)
TEXT = _mitm.BODY.replace(b"30", b'"30"')


def redirect(body: bytes = _mitm.BODY, status: int = 204) -> Exchange:
    return Exchange(
        Request("POST", f"https://graph.microsoft.com{_mitm.PATH}", HEADERS, body),
        Response(status, Headers.of({"request-id": "4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1"})),
        Way.TO_GRAPH,
    )


@pytest.fixture
def opened() -> Checker:
    opened = Checker()
    opened.open("reference", REDACTOR)
    return opened


def judged(opened: Checker, exchange: Exchange, number: int | None = 7) -> HTTPFlow:
    flow = _mitm.flow()
    with _mitm.running(opened):
        opened.judge(exchange, number)(flow)
    return flow


def test_a_finding_is_printed_with_its_place_its_fix_and_its_cite(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(opened, redirect(TEXT))
    first, place, fix, cite = capsys.readouterr().out.splitlines()
    assert first.startswith("error RDQ040 request.body.timeout: ")
    assert place == "    at    interaction 7"
    assert fix.startswith("    fix   ")
    assert cite.startswith("    cite  reference.md:")


def test_a_finding_marks_its_flow_in_plain_types(opened: Checker) -> None:
    flow = judged(opened, redirect(TEXT))
    assert flow.marked == ":x:"
    assert flow.comment.startswith("RDQ040 request.body.timeout: ")
    assert flow.metadata[CODES] == ["RDQ040"]
    assert flow.metadata[LINES][0].startswith("error RDQ040 ")
    assert tnetstring.loads(tnetstring.dumps(flow.metadata)) == flow.metadata


def test_a_clean_redirect_is_ticked_off_in_silence(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = judged(opened, redirect())
    assert (flow.marked, flow.comment, flow.metadata[CODES]) == (":white_check_mark:", "", [])
    assert capsys.readouterr().out == ""


def test_the_worst_finding_marks_the_flow(opened: Checker) -> None:
    assert judged(opened, redirect(status=202)).marked == ":information_source:"
    both = judged(opened, redirect(TEXT, status=202))
    assert both.marked == ":x:"
    assert both.metadata[CODES] == ["RDQ040", "RDR001"]


def test_what_another_edition_documents_is_said_once_and_marked_each_time(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    flows = [judged(opened, redirect(status=202)) for _ in range(2)]
    assert capsys.readouterr().out.count("RDR001") == 1
    assert [flow.metadata[CODES] for flow in flows] == [["RDR001"]] * 2


def test_an_error_is_said_each_time(opened: Checker, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        judged(opened, redirect(TEXT))
    assert capsys.readouterr().out.count("RDQ040") == 2


def test_the_edition_decides(capsys: pytest.CaptureFixture[str]) -> None:
    live = Checker()
    live.open("v1.0", REDACTOR)
    assert judged(live, redirect(status=202)).metadata[CODES] == []


def test_without_a_number_no_place_is_named(opened: Checker, capsys: pytest.CaptureFixture[str]) -> None:
    judged(opened, redirect(TEXT), number=None)
    assert "interaction" not in capsys.readouterr().out


def test_what_is_masked_in_the_cassette_is_masked_in_a_finding(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = b'"+4989123456"'
    flow = judged(opened, redirect(_mitm.BODY.replace(b"30", secret)))
    shown = capsys.readouterr().out + flow.comment + str(flow.metadata)
    assert "RDQ040" in shown
    assert "4989123456" not in shown


def test_that_no_answer_came_is_said_so_that_the_proxys_502_is_not_taken_for_the_services(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(opened, replace(redirect(), response=None, error="server closed connection"))
    assert capsys.readouterr().out == (
        "no answer came (interaction 7): server closed connection; "
        "a 502 that the client saw is the proxy's own\n"
    )


def test_where_mitmproxy_has_an_event_log_findings_go_there(
    opened: Checker, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    class EventStore:
        name = "eventstore"

    flow = _mitm.flow()
    with _mitm.running(opened) as mitm, caplog.at_level(logging.INFO, "redial"):
        mitm.master.addons.add(EventStore())
        opened.judge(redirect(TEXT), 1)(flow)
    assert [record.levelno for record in caplog.records if record.name == "redial"] == [logging.ERROR]
    assert "RDQ040" in caplog.text
    assert capsys.readouterr().out == ""


def test_an_edition_that_does_not_exist_is_refused() -> None:
    with pytest.raises(HarnessError, match="unknown edition 'v2'"):
        Checker().open("v2", REDACTOR)


def test_nothing_is_judged_before_there_is_a_contract() -> None:
    with pytest.raises(HarnessError, match="never opened"):
        Checker().judge(redirect(), 1)


def test_every_marker_is_one_that_mitmproxy_knows() -> None:
    from mitmproxy.utils import emoji

    assert {*checker.MARKS.values(), checker.CLEAN} <= set(emoji.emoji)
