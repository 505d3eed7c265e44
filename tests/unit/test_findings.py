"""Severities are ordered and findings are values."""

from dataclasses import replace

from harness.findings import SHOWN, Finding, Severity, shortened


def test_the_worse_severity_is_the_greater_one() -> None:
    assert Severity.ERROR > Severity.WARNING > Severity.INFO
    assert str(Severity.ERROR) == "error"


def test_two_findings_of_the_same_thing_are_equal() -> None:
    def finding() -> Finding:
        return Finding("RDQ040", Severity.ERROR, "request.body.timeout", "a string", "send a number")

    assert finding() == finding()
    assert len({finding(), finding()}) == 1


def test_of_one_rule_the_first_findings_are_shown_and_the_rest_counted() -> None:
    one = Finding("RDQ064", Severity.WARNING, "request.body.x", "unknown", "leave it out")
    other = replace(one, rule="RDQ040")
    many = [replace(one, where=f"request.body.m{at}") for at in range(60_000)]

    shown, more = shortened([*many, other])

    assert shown == (*many[:SHOWN], other)
    assert more == ("and 59,990 more of RDQ064",)
