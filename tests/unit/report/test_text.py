"""Results as lines for a person."""

from dataclasses import replace
from functools import partial

import pytest

from harness.checking.coverage import Coverage
from harness.checking.kinds import DISTINCT
from harness.checking.verdict import Figures, Placed, Turn
from harness.diff import Kind
from harness.findings import Finding, Severity
from harness.replay.account import Replayed
from harness.report import text
from tests.unit.report.checks import FAULTY, REPLAYED, call, exchange, rendered
from tests.unit.rules.exchanges import own_documentation, redirect

FINDING = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "it is a string", "send 30")
PLACED = Placed(FINDING, "a.yaml", 3)


def test_the_same_finding_at_several_places_is_printed_once_with_the_first_place() -> None:
    printed = rendered(text.check, exchange(PLACED), exchange(Placed(FINDING, "b.yaml", 9)))
    assert printed.count("RDQ040") == 1
    assert "(2 times)" in printed
    assert "a.yaml:3" in printed
    assert "b.yaml" not in printed


def test_what_a_baseline_accepted_is_said_in_the_sentence_of_counts() -> None:
    printed = rendered(text.check, replace(exchange(), accepted=3), exchange())
    assert printed.startswith("0 errors, 0 warnings, 0 infos in 2 redirects ")
    assert printed.endswith("; 3 accepted by the baseline\n")
    assert "baseline" not in rendered(text.check, exchange(PLACED))


def test_coverage_is_a_line_for_rules_and_one_for_facts() -> None:
    coverage = Coverage(own_documentation(), {"RDQ040", "RDQ041", "RDR001"})
    sent = replace(exchange(rules=("RDQ040",)), exchange=redirect())
    assert rendered(text.check, sent, coverage=coverage).splitlines()[1:] == [
        "rules: 1 of 3 exercised; never: RDQ041, RDR001",
        "facts of mine: 2 of 2 exercised",
    ]


def test_kinds_beyond_those_that_are_told_apart_are_a_count() -> None:
    varying = [Placed(replace(FINDING, message=f"it is {number}"), "a.yaml", 3) for number in range(1000)]
    lines = rendered(text.check, exchange(*varying)).splitlines()
    assert len(lines) == 3 * DISTINCT + 2
    assert lines[-2] == "error RDQ040: 990 more, each in other words; `--format json` has them"


def test_verbose_tells_each_call_with_its_exchanges_and_the_figures_that_are_known() -> None:
    turns = (Turn(1, 4, "incoming: 202"), Turn(2, 20, "redirect: 429"), Turn(3, 60, "redirect: 429"))
    told = replace(call("57", *turns), figures=Figures("57", 12.5, 0.0123, None))
    nameless = replace(call("", Turn(4, 90, "redirect: 202")), call=None)
    verbose = partial(text.check, verbose=True)
    assert rendered(verbose, told, nameless).splitlines()[:-1] == [
        "call 57 at a.yaml:4: incoming: 202, redirect: 429  (2 times)",
        "      12.500 s  left of the time to decide when the redirect was sent",
        "       0.012 s  until the bot acknowledged the incoming notification",
        "call without an id at a.yaml:90: redirect: 202",
    ]
    assert len(rendered(text.check, told).splitlines()) == 1


@pytest.mark.parametrize(
    ("number", "noun", "words"), [(0, "call", "0 calls"), (1, "call", "1 call"), (2, "miss", "2 misses")]
)
def test_nouns_agree_with_their_number(number: int, noun: str, words: str) -> None:
    assert text.counted(number, noun) == words


def test_a_replay_tells_what_was_missed_undelivered_left_wrong_and_otherwise_and_then_counts() -> None:
    *lines, account = text.replay(REPLAYED).splitlines()
    assert lines == [
        "missed POST /redirect: timeout differs",
        "not delivered a.yaml, interaction 1: the bot accepts no connection",
        "left a.yaml, interaction 4, call 57: POST /answer",
        "left b.yaml, interaction 1: GET /me",
        "error RDQ040 request.body.timeout: it is a string",
        "    at    a.yaml:3, interaction 2, call 57",
        "    fix   Send 30.",
        '    cite  v1.0.md:44 "timeout Int32" <https://docs.example/redirect>',
        'differs a.yaml, interaction 2: redirect.headers.accept: "*/*" added  (3 times)',
        "differs a.yaml, interaction 2: redirect.body.timeout: 30 -> 30.0, which means the same",
        "differs a.yaml, interaction 3: incoming.status: 202 -> 500, refused now",
    ]
    assert account == (
        "1 played, 1 missed, 2 left unplayed, 1 finding on what the bot sent,"
        " 2 differences from the recording"
    )


def test_a_replay_tells_the_same_finding_once_with_its_count_and_the_request_where_none_is_recorded() -> None:
    unplaced = Placed(FINDING, "", 0, redirect())
    lines = text.replay(Replayed((), (), (), (unplaced, unplaced))).splitlines()
    assert lines[0].endswith("it is a string  (2 times)")
    assert lines[1].startswith("    at    POST /v1.0/communications/calls/")
    assert lines[-1].endswith("2 findings on what the bot sent")


def test_what_means_the_same_is_told_and_not_counted() -> None:
    same = tuple(each for each in REPLAYED.differences if each.kind is Kind.EQUIVALENT)
    told = text.replay(Replayed((), (), (), (), differences=same))
    assert told.splitlines()[-1] == "0 played, 0 missed, 0 left unplayed, 0 findings on what the bot sent"
    assert "30 -> 30.0, which means the same\n" in told


def test_a_replay_that_gives_answers_again_tells_how_many_and_how_many_misses_it_did_not_keep() -> None:
    told = text.replay(replace(REPLAYED, repeated=50, unlisted=1_000)).splitlines()
    assert "missed 1,000 more" in told
    assert told[-1].startswith("1 played, 50 again, 1001 missed, 2 left unplayed, ")


def test_a_replay_with_faults_tells_what_was_injected_where_and_what_never_was() -> None:
    assert text.replay(FAULTY).splitlines() == [
        "injected 503 into a.yaml, interaction 2, call 57, number 1 of its call: POST /redirect",
        "injected reset@2 into what is not recorded, number 2 of its call: POST /other",
        f"never injected swap: {text.never('swap')}",
        "1 played, 0 missed, 0 left unplayed, 0 findings on what the bot sent, 2 faults injected",
    ]
