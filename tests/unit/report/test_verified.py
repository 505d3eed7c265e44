"""A verification in words: what a person at a terminal reads."""

from dataclasses import replace

from harness.checking.verdict import Placed
from harness.comparison import Change
from harness.diff import Kind
from harness.findings import Severity
from harness.report.verified import text
from harness.verification import Verified
from tests.unit.report.checks import FINDING, VERIFIED


def test_a_verification_tells_each_kind_of_drift_once_then_findings_then_what_was_not_sent() -> None:
    headline, *lines = text(VERIFIED).splitlines()
    assert headline == (
        "3 requests sent to http://127.0.0.1:8080, 2 drifted, 1 unanswered, 1 not sent:"
        " redirect.status: 202 -> 204 breaks RDR001, and 1 more"
    )
    assert lines == [
        "2 x  redirect.status: 202 -> 204 breaks RDR001",
        "     first at a.yaml:3, interaction 2, call 57",
        "1 x  redirect.response.body.a: null against absent, which means the same: no difference",
        "     a.yaml:3, interaction 2, call 57",
        "error RDQ040 request.body.timeout: it is a string",
        "    at    a.yaml:3, interaction 2, call 57",
        "    fix   Send 30.",
        '    cite  v1.0.md:44 "timeout Int32" <https://docs.example/redirect>',
        "no answer: it did not answer",
        "    at    a.yaml:9, interaction 4, call 57",
        "not sent: it was interrupted",
        "    at    a.yaml:12, interaction 6",
        "left out: it has no recorded answer to compare with",
        "    at    a.yaml:15, interaction 8: GET /you",
    ]


def test_a_finding_on_many_new_answers_is_told_once_and_information_not_at_all() -> None:
    first = VERIFIED.steps[0]
    info = Placed(replace(FINDING, severity=Severity.INFO, rule="RDR009"), "a.yaml", 3)
    steps = tuple(replace(first, findings=(*first.findings, info)) for _ in range(3))
    printed = text(replace(VERIFIED, steps=steps))
    assert printed.count("RDQ040") == 1
    assert "it is a string  (3 times)" in printed
    assert "RDR009" not in printed


def test_what_a_service_says_does_not_steer_the_terminal() -> None:
    odd = Change("57", 2, "redirect.response.headers.x-\x1b[2J", Kind.ADDED, None, "\x9b2J\u2028")
    printed = text(replace(VERIFIED, steps=(replace(VERIFIED.steps[0], changes=(odd,)),)))
    assert r"x-\x1b[2J" in printed
    assert all(line.isprintable() for line in printed.split("\n"))


def test_what_would_be_sent_is_listed_and_what_would_not_is_too() -> None:
    asked = replace(VERIFIED.steps[2], times=0, why="")
    dry = Verified("https://graph.example", (asked, VERIFIED.steps[3]), dry=True)
    assert text(dry).splitlines() == [
        "would send 1 request to https://graph.example",
        "  POST /answer  (a.yaml:9, interaction 4, call 57)",
        "not sent: it was interrupted",
        "    at    a.yaml:12, interaction 6",
    ]
