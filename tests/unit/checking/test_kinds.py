"""Findings grouped by what they say."""

from dataclasses import replace

from harness.checking.kinds import DISTINCT, Kind, Kinds
from harness.checking.verdict import Placed
from harness.findings import Finding, Severity

FINDING = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "m", "f")
MILD = replace(FINDING, rule="RDR001", severity=Severity.INFO)


def kinds(*findings: Finding) -> Kinds:
    grouped = Kinds()
    for number, finding in enumerate(findings, start=1):
        grouped.add(Placed(finding, "a.yaml", number))
    return grouped


def test_the_same_said_of_the_same_member_is_one_kind_at_its_first_place() -> None:
    grouped = kinds(FINDING, MILD, FINDING, replace(FINDING, call="57"))
    assert list(grouped) == [Kind(Placed(FINDING, "a.yaml", 1), 3), Kind(Placed(MILD, "a.yaml", 2), 1)]
    assert grouped.rest == []


def test_the_worst_come_first_and_equals_in_their_order() -> None:
    findings = (MILD, FINDING, replace(FINDING, rule="RDQ001"))
    assert [kind.first.finding for kind in kinds(*findings)] == [*findings[1:], MILD]


def test_however_many_there_are_a_bounded_number_is_held_and_the_rest_counted() -> None:
    varying = [replace(FINDING, message=f"{number} s") for number in range(1000)]
    grouped = kinds(*varying, *varying, MILD)
    assert [kind.times for kind in grouped] == [2] * DISTINCT + [1]
    assert grouped.rest == [(Severity.ERROR, "RDQ040", 2 * (1000 - DISTINCT))]
