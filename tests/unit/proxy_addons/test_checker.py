"""Findings reach the terminal and the flow, as they happen."""

import json
import logging
from dataclasses import replace

import pytest
from mitmproxy.http import HTTPFlow
from mitmproxy.io import tnetstring

from harness.contract.editions import documentation
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from proxy_addons import checker
from proxy_addons.checker import CODES, LINES, Checker
from proxy_addons.options import OptionsAddon
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


def arrived(body: bytes = _mitm.BODY) -> Exchange:
    return replace(redirect(body), response=None)


@pytest.fixture
def opened() -> Checker:
    opened = Checker()
    opened.open(documentation("reference"), REDACTOR)
    return opened


def judged(opened: Checker, exchange: Exchange, number: int | None = 7) -> HTTPFlow:
    flow = _mitm.flow()
    with _mitm.running(opened, OptionsAddon()):
        asked, _ = opened.ask(replace(exchange, response=None, error=None))
        opened.judge(asked, exchange, number)(flow)
    return flow


def test_a_finding_is_printed_with_its_place_its_fix_and_its_cite(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(opened, redirect(TEXT))
    asked, answered, first, place, fix, cite = capsys.readouterr().out.splitlines()[:6]
    assert "  redirect    to user " in asked
    assert "  answered    204" in answered
    assert first.startswith("    error RDQ040 request.body.timeout: ")
    assert place == "        at    interaction 7"
    assert fix.startswith("        fix   ")
    assert cite.startswith("        cite  reference.md:")


def test_a_flow_shows_the_first_findings_of_a_rule_and_counts_the_rest(opened: Checker) -> None:
    many = {f"member{number}": number for number in range(500)}
    flow = judged(opened, redirect(json.dumps(json.loads(_mitm.BODY) | many).encode()))
    assert flow.metadata[CODES] == ["RDQ064"] * 10
    assert flow.metadata[LINES][-1] == "and 490 more of RDQ064"
    assert flow.comment.endswith("; and 490 more of RDQ064")


def test_a_finding_marks_its_flow_in_plain_types(opened: Checker) -> None:
    flow = judged(opened, redirect(TEXT))
    assert flow.marked == ":x:"
    assert flow.comment.startswith("RDQ040 request.body.timeout: ")
    assert flow.metadata[CODES] == ["RDQ040"]
    assert flow.metadata[LINES][0].startswith("error RDQ040 ")
    assert flow.metadata[LINES][1] == "    at    interaction 7"
    assert tnetstring.loads(tnetstring.dumps(flow.metadata)) == flow.metadata


def test_a_clean_redirect_is_ticked_off_in_two_lines(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = judged(opened, redirect())
    assert (flow.marked, flow.comment, flow.metadata[CODES]) == (":white_check_mark:", "", [])
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_flow_says_whose_its_answer_is_where_it_is_not_the_services(opened: Checker) -> None:
    flow = judged(opened, replace(redirect(TEXT), origin=Origin.ENFORCED))
    assert flow.comment.startswith("[enforced] RDQ040 ")
    assert judged(opened, replace(redirect(), origin=Origin.SIMULATED), 8).comment.startswith("[simulated]")


def test_the_worst_finding_marks_the_flow(opened: Checker) -> None:
    assert judged(opened, redirect(status=202)).marked == ":information_source:"
    again = Checker()
    again.open(documentation("reference"), REDACTOR)
    both = judged(again, redirect(TEXT, status=202))
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
    live.open(documentation("v1.0"), REDACTOR)
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
    said = capsys.readouterr().out.splitlines()[1]
    assert "no answer came: server closed connection; a 502 that the client saw is the proxy's own" in said


def test_where_mitmproxy_has_an_event_log_findings_go_there(
    opened: Checker, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    class EventStore:
        name = "eventstore"

    with _mitm.running(opened, OptionsAddon()) as mitm, caplog.at_level(logging.INFO, "redial"):
        mitm.master.addons.add(EventStore())
        asked, _ = opened.ask(arrived(TEXT))
        opened.judge(asked, redirect(TEXT), 1)
    levels = [record.levelno for record in caplog.records if record.name == "redial"]
    assert levels == [logging.INFO, logging.ERROR]
    assert "RDQ040" in caplog.text
    assert capsys.readouterr().out == ""


def test_nothing_is_judged_before_there_is_a_contract() -> None:
    with pytest.raises(HarnessError, match="not open"):
        Checker().ask(redirect())


def test_whoever_started_the_proxy_reads_what_is_said_beside_an_event_log(
    opened: Checker, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    class EventStore:
        name = "eventstore"

    options = OptionsAddon()
    with _mitm.running(opened, options) as mitm, caplog.at_level(logging.INFO, "redial"):
        mitm.options.update(redial_ready="ready.json")
        mitm.master.addons.add(EventStore())
        opened.ask(arrived(TEXT))
    assert capsys.readouterr().out.count("redirect") == 1
    assert [record.levelno for record in caplog.records if record.name == "redial"] == [logging.INFO]


def test_what_breaks_the_contract_is_named_where_that_is_enforced(opened: Checker) -> None:
    with _mitm.running(opened, OptionsAddon()):
        _, errors = opened.ask(arrived(TEXT), enforce=True)
        assert [finding.rule for finding in errors] == ["RDQ040"]
        assert opened.ask(arrived(TEXT))[1] == ()


def test_what_breaks_nothing_is_not_kept_from_the_service(opened: Checker) -> None:
    with _mitm.running(opened, OptionsAddon()):
        assert opened.ask(arrived(), enforce=True)[1] == ()


def test_at_the_end_each_call_and_the_run_are_summed_up_once(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(opened, redirect(TEXT))
    capsys.readouterr()
    with _mitm.running(opened, OptionsAddon()):
        opened.finish()
        opened.finish()
    out = capsys.readouterr().out
    assert "  unfinished  redirected; 1 error" in out
    assert out.splitlines()[-1] == "in total: 1 call, 1 redirect (1 accepted); 1 error"


def test_a_run_in_which_nothing_was_seen_has_no_sum(
    opened: Checker, capsys: pytest.CaptureFixture[str]
) -> None:
    with _mitm.running(opened, OptionsAddon()):
        opened.finish()
    assert capsys.readouterr().out == ""


def test_every_marker_is_one_that_mitmproxy_knows() -> None:
    from mitmproxy.utils import emoji

    assert {*checker.MARKS.values(), checker.CLEAN} <= set(emoji.emoji)
