"""Severities are ordered and findings are values."""

from harness.findings import Finding, Severity


def test_the_worse_severity_is_the_greater_one() -> None:
    assert Severity.ERROR > Severity.WARNING > Severity.INFO
    assert str(Severity.ERROR) == "error"


def test_two_findings_of_the_same_thing_are_equal() -> None:
    def finding() -> Finding:
        return Finding("RDQ040", Severity.ERROR, "request.body.timeout", "a string", "send a number")

    assert finding() == finding()
    assert len({finding(), finding()}) == 1
