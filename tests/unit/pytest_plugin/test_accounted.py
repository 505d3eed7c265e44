"""What fails a test is told in lines: where it and its recording disagree, and what breaks the contract."""

from dataclasses import replace

import pytest

from harness.findings import Severity
from harness.pytest_plugin.accounted import accounted
from harness.replay.account import Replayed
from tests.unit.report.checks import REPLAYED

ALONE = Replayed((), (), (), REPLAYED.findings)


def test_each_disagreement_is_a_line_under_one_sentence_and_findings_follow() -> None:
    lines = list(accounted(REPLAYED, "a.yaml", ["bot.example:443"], Severity.ERROR, "v1.0"))
    assert lines == [
        "redial: the test and its recording a.yaml do not agree",
        "  not recorded: POST /redirect: timeout differs",
        "  not recorded: a connection to bot.example:443",
        "  not delivered: a.yaml, interaction 1: the bot accepts no connection",
        "  not played: interaction 4, POST /answer",
        "  not played: interaction 1, GET /me",
        "  differs: a.yaml, interaction 3: incoming.status: 202 -> 500, refused now",
        "redial: what the bot did breaks the contract v1.0",
        "  error RDQ040 request.body.timeout: it is a string",
        "      at    a.yaml:3, interaction 2, call 57",
        "      fix   Send 30.",
        '      cite  v1.0.md:44 "timeout Int32" <https://docs.example/redirect>',
    ]


@pytest.mark.parametrize(("level", "told"), [(Severity.INFO, True), (Severity.ERROR, True), (None, False)])
def test_findings_are_told_from_the_level_that_fails(level: Severity | None, *, told: bool) -> None:
    assert bool(list(accounted(ALONE, "a.yaml", [], level, "v1.0"))) is told


def test_what_only_differs_fails_nothing_but_a_webhook_that_is_refused_now() -> None:
    *others, refused = REPLAYED.differences
    alone = replace(ALONE, findings=(), differences=tuple(others))
    assert list(accounted(alone, "a.yaml", [], None, "")) == []
    assert list(accounted(replace(alone, differences=(refused,)), "a.yaml", [], None, "")) == [
        "redial: the test and its recording a.yaml do not agree",
        "  differs: a.yaml, interaction 3: incoming.status: 202 -> 500, refused now",
    ]


def test_how_the_bot_took_the_webhooks_is_told_of_a_test_that_fails_and_of_no_other() -> None:
    (placed,) = REPLAYED.findings
    finding = replace(placed.finding, rule="RDN015", severity=Severity.WARNING)
    taken = replace(ALONE, findings=(replace(placed, finding=finding),))
    assert list(accounted(taken, "a.yaml", [], Severity.ERROR, "v1.0")) == []
    lines = list(accounted(taken, "a.yaml", ["bot.example:443"], Severity.ERROR, "v1.0"))
    assert lines[2:4] == ["redial: this may be why", "  warning RDN015 request.body.timeout: it is a string"]


def test_what_a_recording_lacks_stands_under_a_sentence_of_its_own() -> None:
    assert list(accounted(replace(ALONE, findings=()), "a.yaml", [], None, "", ["nothing to record"])) == [
        "redial: what the test did is no recording a.yaml",
        "  nothing to record",
    ]
