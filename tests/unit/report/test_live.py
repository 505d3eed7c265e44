"""A live run as a terminal shows it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harness.report.told import short
from tests.unit.rules.dialogue import dialogue
from tests.unit.watching import DIALOGUES, interleaved, shown

SNAPSHOT = Path(__file__).with_name("live-40-calls.txt")


def test_forty_interleaved_calls_are_told_apart() -> None:
    """`python -m tests.unit.watching` writes the file again: look at it before you keep it."""
    assert shown(interleaved(40)) == SNAPSHOT.read_text("utf-8").splitlines()


def test_a_faultless_call_takes_a_line_for_each_event() -> None:
    assert shown(dialogue(DIALOGUES["faultless"])) == [
        "12:00:00.000  9f2c61b8  incoming    user d83b60fa calls application 7e05d9b4; 15 s to decide",
        "12:00:01.500  9f2c61b8  redirect    to user 5e93a1c8, 13.5 s left",
        "12:00:01.900  9f2c61b8  answered    202 after 0.40 s",
        "12:00:24.000  9f2c61b8  terminated  by the platform",
        "12:00:24.100  9f2c61b8  over        redirected with 13.5 s left, then terminated; no findings",
        "in total: 1 call, 1 redirect (1 accepted, 13.5 s left at the latest); no findings",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("refused", "12:00:01.100  9f2c61b8  answered    400 BadRequest after 0.20 s"),
        ("late", "12:00:17.500  9f2c61b8  redirect    to user 5e93a1c8, 2.5 s too late"),
        (
            "late",
            "12:00:18.100  9f2c61b8  over        refused 2.5 s too late, then terminated; 1 error, 1 info",
        ),
        ("retried", "12:00:03.300  9f2c61b8  redirect    to user 5e93a1c8, 11.7 s left, retry 1"),
        ("retried", "12:00:30.100  9f2c61b8  reply       500 after 0.10 s"),
        ("unanswered", "12:00:00.300  --------  token       200 after 0.30 s"),
        ("unanswered", "12:00:00.600  9f2c61b8  unfinished  unanswered with 14.9 s left; no findings"),
    ],
)
def test_what_differs_is_said(name: str, line: str) -> None:
    assert line in shown(dialogue(DIALOGUES[name]))


def test_a_finding_stands_beneath_its_answer_with_fix_and_cite() -> None:
    lines = shown(dialogue(DIALOGUES["refused"]))
    at = next(number for number, line in enumerate(lines) if "answered" in line)
    assert [line.split()[0] for line in lines[at + 1 : at + 5]] == ["error", "at", "fix", "cite"]
    assert lines[at + 2] == "        at    interaction 2"


def test_what_a_person_did_to_a_request_is_said() -> None:
    exchanges = list(dialogue(DIALOGUES["faultless"]))
    exchanges[1] = replace(exchanges[1], facts={**exchanges[1].facts, "by_hand": "edited"})
    line = "12:00:01.900  9f2c61b8  answered    202 after 0.40 s (edited by hand)"
    assert line in shown(exchanges)


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("bot answer", "answer      15.0 s left"),
        ("bot reject", "reject      15.0 s left"),
        ("bot redirect targets=[]", "redirect    without targets, 15.0 s left"),
        ("bot redirect target=phone", "redirect    to phone +12025550143, 15.0 s left"),
        ("platform established", "established  by the platform"),
        ("platform legacy", "webhook     in the format of before Graph's"),
    ],
)
def test_every_event_has_its_words(spoken: str, words: str) -> None:
    lines = shown(dialogue(f"0.0 platform incoming\n0.0 {spoken}"))
    assert any(line.endswith(words) for line in lines), lines


def test_a_run_without_a_redirect_says_so_in_few_words() -> None:
    assert shown([]) == ["in total: 0 calls, 0 redirects; no findings"]


@pytest.mark.parametrize(
    ("call", "name"),
    [(None, "--------"), ("redacted-1a2b3c4d", "1a2b3c4d"), ("9F2C61B8-0D4E", "9F2C61B8"), ("x", "x       ")],
)
def test_a_call_goes_by_the_beginning_of_its_mask(call: str | None, name: str) -> None:
    assert short(call) == name


def test_what_steers_a_terminal_is_spelled_out() -> None:
    steering = '[{"identity": {"user": {"id": "1", "displayName": "\\u001b]0;owned\\u0007"}}}]'
    (line, *_) = shown(dialogue(f"0.0 bot redirect targets={steering}"))
    assert line.endswith(r"redirect    to \x1b]0;owned\x07")


def test_a_redirect_in_a_spelling_that_nobody_knows_is_one_all_the_same() -> None:
    exchange = dialogue("0.0 bot redirect\n0.1 graph 404")[0]
    url = exchange.request.url.replace("/v1.0/communications/calls", "/V1.0/Communications/Calls")
    lines = shown([replace(exchange, request=replace(exchange.request, url=url))])
    assert "  redirect    to user 5e93a1c8" in lines[0]
    assert lines[-1].startswith("in total: 0 calls, 1 redirect (1 refused); ")


def test_of_what_one_body_breaks_many_times_the_first_findings_stand_and_the_counts_are_true() -> None:
    exchanges = list(dialogue(DIALOGUES["faultless"]))
    sent = json.loads(exchanges[1].request.body)
    sent |= {f"member{number}": number for number in range(2_000)}
    exchanges[1] = replace(
        exchanges[1], request=replace(exchanges[1].request, body=json.dumps(sent).encode())
    )

    lines = shown(exchanges)

    assert sum("warning RDQ064" in line for line in lines) == 10
    assert "    and 1,990 more of RDQ064" in lines
    assert lines[-1].endswith("; 2000 warnings")


def test_a_body_and_an_answer_that_were_too_large_are_named_with_their_sizes() -> None:
    exchanges = list(dialogue(DIALOGUES["faultless"]))
    sizes = {"body_left_out": 10_485_760, "answer_left_out": 2_000_000}
    request = replace(exchanges[1].request, body=b"")
    exchanges[1] = replace(exchanges[1], request=request, facts={**exchanges[1].facts, **sizes})

    lines = shown(exchanges)

    large = "too large to be kept and judged"
    assert f"  redirect    with a body of 10,485,760 bytes, {large}, 13.5 s left" in lines[1]
    assert lines[2].endswith(f"  answered    202 after 0.40 s, 2,000,000 bytes, {large}")
