"""A rule, what it yields, and how bad a standing is."""

import pytest

from harness.cite import Cite
from harness.contract.editions import documentation
from harness.contract.precedence import Standing, Voice, Weighing
from harness.findings import Finding, Severity
from harness.rules.model import SEVERITIES, Breach, Rule, Scope, deciding, declared, stated

LINE = Cite("v1.0.md", 44, "A number from 15 to 90, both included.")


def test_every_standing_has_a_severity() -> None:
    assert set(SEVERITIES) == set(Standing)


@pytest.mark.parametrize(
    ("standing", "severity"),
    [
        (Standing.CONTRADICTED, Severity.ERROR),
        (Standing.DOCUMENTED_ELSEWHERE, Severity.INFO),
        (Standing.CONSTRAINED_ELSEWHERE, Severity.WARNING),
        (Standing.DEPRECATED, Severity.WARNING),
        (Standing.DEPRECATED_ELSEWHERE, Severity.INFO),
    ],
)
def test_a_breach_is_weighed_by_how_the_documentation_stands_to_it(
    standing: Standing, severity: Severity
) -> None:
    breach = Breach.weighed(Weighing(standing, Voice("v1.0", LINE)), "request.body.timeout", "said", "done")
    assert (breach.severity, breach.cite) == (severity, LINE)


def test_a_breach_becomes_a_finding_of_its_rule() -> None:
    breach = Breach(Severity.ERROR, "request.method", "said", "done", LINE)
    assert breach.finding("RDQ001", "a-call", 3) == Finding(
        "RDQ001", Severity.ERROR, "request.method", "said", "done", LINE, "a-call", 3
    )


def test_the_page_of_a_rule_is_its_title_and_its_docstring() -> None:
    def check(*_: object) -> None:
        """What it checks: something.

        Why it matters: it does.
        """

    rule = Rule("RDQ999", "something holds", Scope.REDIRECT, check)  # type: ignore[arg-type]
    assert rule.page == "RDQ999: something holds\n\nWhat it checks: something.\n\nWhy it matters: it does.\n"


def test_a_rule_has_a_page_even_when_docstrings_are_stripped() -> None:
    rule = Rule("RDQ999", "something holds", Scope.REDIRECT, lambda *_: iter(()))
    assert rule.page == "RDQ999: something holds\n\n\n"


def test_the_severity_of_a_rule_is_what_its_page_says() -> None:
    def check(*_: object) -> None:
        """What it checks: an error or a warning.

        Severity: reference info, v1.0 error, beta warning.
        """

    rule = Rule("RDQ999", "something holds", Scope.REDIRECT, check)  # type: ignore[arg-type]
    said = [rule.severity(edition) for edition in ("reference", "v1.0", "beta", "page.md")]
    assert said == [Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR]
    stripped = Rule("RDQ999", "something holds", Scope.REDIRECT, lambda *_: iter(()))
    assert stripped.severity("reference") is Severity.ERROR


def test_what_the_chosen_edition_states_is_cited_before_what_others_state() -> None:
    def timeout(contract: object) -> object:
        return contract.parameter("timeout")  # type: ignore[attr-defined]

    for name in ("reference", "v1.0", "beta"):
        cite = stated(documentation(name), timeout)  # type: ignore[arg-type]
        assert cite
        assert cite.page == f"{name}.md"


def test_where_the_chosen_edition_is_silent_another_one_is_cited() -> None:
    cite = stated(documentation("reference"), lambda contract: contract.phone_format)
    assert cite
    assert cite.page == "v1.0.md"
    assert stated(documentation("reference"), lambda _: None) is None


def test_the_deciding_contract_is_the_one_that_was_named() -> None:
    verdict = Weighing(Standing.CONSTRAINED_ELSEWHERE, Voice("beta", LINE))
    assert deciding(documentation("reference"), verdict).edition == "beta"


def test_what_the_schema_declares_is_cited_from_it_own_or_inherited() -> None:
    cite = declared(documentation(), "communicationsIdentitySet", "user")
    assert cite
    assert (cite.page, cite.words) == ("schema.md", "user | identity | yes | v1.0, beta")
    assert declared(documentation(), "call", "colour") is None
    assert declared(documentation(), "nonsense", "id") is None
