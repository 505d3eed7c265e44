"""Trying again: what an answer says about when, and whether the call still rings then."""

from dataclasses import replace

import pytest

from harness.chains import chains
from harness.contract.editions import EDITIONS, documentation
from harness.exchange import Exchange, Origin, Response
from harness.rules import Judge, judge, judge_all
from tests.unit.rules.dialogue import broken, broken_everywhere, dialogue
from tests.unit.rules.exchanges import (
    ERROR,
    TRACED,
    alike,
    found_everywhere,
    redirect,
    severities,
    untimed,
)

RETRY_AFTER = "response.headers.retry-after"


def throttled(status: int = 429, after: str | None = None) -> Exchange:
    headers = TRACED if after is None else TRACED.replaced("Retry-After", after)
    return redirect(answer=Response(status, headers, ERROR))


@pytest.mark.parametrize("status", [429, 503])
def test_an_answer_that_asks_to_wait_and_not_how_long_is_a_warning(status: int) -> None:
    assert severities("RDR007", throttled(status), RETRY_AFTER) == "warning warning warning"
    [finding] = judge(throttled(status), documentation())
    assert finding.message == f"the answer {status} has no Retry-After"


@pytest.mark.parametrize("after", ["", "soon", "-1", "1.5", "\u0663", "Mon, 99 Mar 2026 12:00:00 GMT"])
def test_a_retry_after_that_cannot_be_read_is_a_warning(after: str) -> None:
    [finding] = judge(throttled(after=after), documentation())
    assert (finding.rule, finding.where) == ("RDR007", RETRY_AFTER)
    assert finding.message == "the answer 429 has a Retry-After that is neither seconds nor a date"


@pytest.mark.parametrize("after", ["0", "2", " 30 ", "Mon, 02 Mar 2026 12:00:09 GMT"])
def test_seconds_and_dates_are_accepted(after: str) -> None:
    assert found_everywhere(throttled(after=after)) == alike()


@pytest.mark.parametrize("status", [400, 500, 502, 504])
def test_other_failures_need_not_say_when(status: int) -> None:
    assert found_everywhere(throttled(status)) == alike()


RINGS = """
     0.0  platform  incoming
     0.1  bot       202
     3.0  bot       redirect
"""


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("3.5 graph 429 Retry-After=30", "RDR008:warning"),
        ("3.5 graph 503 Retry-After=12", "RDR008:warning"),
        ("3.5 graph 429 Retry-After=11", ""),
        ("4.0 graph 429 Retry-After=11", "RDR008:warning"),
        ('3.5 graph 429 Retry-After="Mon, 02 Mar 2026 12:00:15 GMT"', "RDR008:warning"),
        ('3.5 graph 429 Retry-After="Mon, 02 Mar 2026 12:00:14 GMT"', ""),
        ('3.5 graph 429 Retry-After="Sun, 01 Mar 2026 12:00:00 GMT"', ""),
        ("16.0 graph 429 Retry-After=0", "RDR008:warning"),
        ("3.5 graph 429 Retry-After=later", ""),
        ("3.5 graph 429", ""),
        ("3.5 graph 400 Retry-After=30", ""),
        ("3.5 graph 202", ""),
        ("", ""),
    ],
)
def test_a_wait_that_outlasts_the_window_is_a_warning(answered: str, expected: str) -> None:
    assert broken_everywhere(f"{RINGS}\n{answered}", "RDR008") == dict.fromkeys(EDITIONS, expected)


def test_the_finding_names_the_attempt_and_both_times() -> None:
    text = f"{RINGS}\n3.5 graph 429 Retry-After=1\n4.6 bot redirect\n4.8 graph 429 Retry-After=60"
    assert broken(text, "v1.0", "RDR008") == [("RDR008", "warning", 3)]
    [finding] = judge_all(enumerate(dialogue(text), 1), documentation("v1.0"), frozenset({"RDR008"}))
    assert finding.message == "Retry-After asks to wait 60.0 s, and the window has 10.2 s left"
    assert finding.cite
    assert finding.cite.page == "v1.0.md"


def test_a_bot_that_records_by_policy_has_the_shorter_window() -> None:
    said = list(
        enumerate(dialogue("0 platform incoming\n0.1 bot 202\n1 bot redirect\n2 graph 429 Retry-After=3"), 1)
    )
    usual = documentation("v1.0")
    assert list(judge_all(said, usual, frozenset({"RDR008"}))) == []
    recording = replace(usual, records_by_policy=True)
    assert len(list(judge_all(said, recording, frozenset({"RDR008"})))) == 1


def unjudged(exchanges: list[Exchange], code: str) -> list[str]:
    """Why a rule could not tell, whatever part of the recording it looked at."""
    judging = Judge(documentation(), frozenset({code}))
    calls = [call for chain in chains(exchanges) for call in chain.calls]
    return [why for call in calls for _, why in judging.call(call, lambda _: None).unjudged]


def test_without_the_ring_or_without_times_the_wait_cannot_be_judged() -> None:
    said = dialogue(f"{RINGS}\n3.5 graph 429 Retry-After=30")
    assert unjudged(said[1:], "RDR008") == ["the recording does not hold the incoming notification"]
    assert unjudged(list(map(untimed, said)), "RDR008") == ["the recording keeps no times"]
    assert unjudged(said, "RDR008") == []


def test_nothing_is_asked_of_a_recording_without_a_throttled_redirect() -> None:
    assert unjudged(dialogue(f"{RINGS}\n3.5 graph 202")[1:], "RDR008") == []


@pytest.mark.parametrize("origin", [Origin.FAULT, Origin.ENFORCED])
def test_what_redial_answers_itself_is_no_word_of_the_service(origin: Origin) -> None:
    for answered, code in (
        ("3.5 graph 429 Retry-After=30", "RDR008"),
        ('3.5 graph 401 WWW-Authenticate="claims=a"', "RDR010"),
    ):
        said = [replace(each, origin=origin) for each in dialogue(f"{RINGS}\n{answered}")]
        assert list(judge_all(enumerate(said, 1), documentation(), frozenset({code}))) == []


CLAIMS = 'WWW-Authenticate="Bearer error=insufficient_claims, claims=e30"'


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (f"3.2 graph 401 {CLAIMS}", "RDR010:info"),
        (f"3.2 graph 401 {CLAIMS}\n4.0 bot redirect\n4.2 graph 202", ""),
        (f"3.2 graph 401 {CLAIMS}\n4.0 bot redirect\n4.2 graph 401 {CLAIMS}", ""),
        (
            f"3.2 graph 401 {CLAIMS}\n4.0 bot redirect\n4.2 graph 401 {CLAIMS}\n5 bot redirect\n6 graph 202",
            "RDR010:info",
        ),
        (f"3.2 graph 401 {CLAIMS}\n4.0 bot redirect\n4.2 graph 429\n5 bot redirect\n5.2 graph 202", ""),
        ("3.2 graph 401 WWW-Authenticate=Bearer", ""),
        ("3.2 graph 401", ""),
        (f"3.2 graph 403 {CLAIMS}", ""),
        ("", ""),
    ],
)
def test_a_challenge_is_met_by_one_more_attempt_and_no_third(rest: str, expected: str) -> None:
    assert broken_everywhere(f"{RINGS}\n{rest}", "RDR010") == dict.fromkeys(EDITIONS, expected)


def test_the_two_ways_to_miss_a_challenge_are_told_apart() -> None:
    given_up = f"{RINGS}\n3.2 graph 401 {CLAIMS}"
    again = f"{given_up}\n4.0 bot redirect\n4.2 graph 401 {CLAIMS}\n5 bot redirect\n5.2 graph 202"
    told = []
    for text in (given_up, again):
        [finding] = judge_all(enumerate(dialogue(text), 1), documentation(), frozenset({"RDR010"}))
        told.append((finding.at, finding.where, finding.message))
    assert told == [
        (
            2,
            "response.headers.www-authenticate",
            "the answer asks for further claims, and no other attempt follows",
        ),
        (
            3,
            "response.headers.www-authenticate",
            "the answer repeats the claims it asks for, and the bot tried on",
        ),
    ]


def test_a_date_can_be_read_though_the_recording_keeps_no_times() -> None:
    exchange = untimed(throttled(after="Mon, 02 Mar 2026 12:00:09 GMT"))
    assert "RDR007" not in {each.rule for each in judge(exchange, documentation())}
