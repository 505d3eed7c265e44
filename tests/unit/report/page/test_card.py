"""Findings as cards."""

from dataclasses import replace

import pytest

from harness.checking.fingerprint import fingerprint
from harness.checking.verdict import Placed
from harness.findings import SHOWN, Finding, Severity
from harness.redaction.redactor import Redactor
from harness.report.page.anchor import Anchors
from harness.report.page.card import cards
from harness.report.page.view import Card
from tests.unit.report.checks import FINDING
from tests.unit.report.page.pages import MASKING
from tests.unit.rules.exchanges import members, redirect


def made(*found: Finding) -> tuple[Card, ...]:
    return cards((Placed(each, "a.yaml", 3) for each in found), Anchors(), MASKING.text)


def test_a_card_says_what_is_wrong_what_to_send_and_who_says_so() -> None:
    (card,) = made(FINDING)
    assert (card.severity, card.rule, card.holds) == ("error", "RDQ040", "timeout is a whole number")
    assert (card.fix, card.cite, card.count) == ("Send 30.", FINDING.cite, 1)
    (point,) = card.points
    assert (point.where, point.message, point.place) == ("request.body.timeout", "it is a string", "a.yaml:3")


def test_the_worst_come_first() -> None:
    mild = replace(FINDING, rule="RDR001", severity=Severity.INFO)
    assert [card.rule for card in made(mild, FINDING)] == ["RDQ040", "RDR001"]


def test_what_stands_in_a_recording_is_told_from_what_was_said() -> None:
    assert [card.kept for card in made(FINDING, replace(FINDING, rule="RDS005"))] == [False, True]


def test_findings_that_one_change_mends_are_one_card() -> None:
    other = replace(FINDING, where="request.body.other")
    (card,) = made(FINDING, other)
    assert [point.where for point in card.points] == ["request.body.timeout", "request.body.other"]
    assert len(made(FINDING, replace(FINDING, fix="Do otherwise."))) == 2


def test_of_very_many_the_first_are_shown_and_the_rest_counted() -> None:
    (card,) = made(*[FINDING] * 60_000)
    assert (len(card.points), card.more, card.count) == (SHOWN, 60_000 - SHOWN, 60_000)


def test_every_finding_has_an_anchor_of_its_own() -> None:
    (card,) = made(FINDING, FINDING)
    first, second = (point.anchor for point in card.points)
    assert second == f"{first}-2"


def test_what_a_finding_quotes_of_an_unmasked_recording_is_masked() -> None:
    told = replace(FINDING, message="`+4915112345678` of ines@contoso.com is no id")
    (card,) = made(told)
    assert "5112345678" not in card.points[0].message
    assert "ines" not in card.points[0].message


@pytest.mark.parametrize("key", [b"a key", b"another one"])
def test_an_anchor_tells_nothing_of_what_is_masked(key: bytes) -> None:
    found = [
        Placed(FINDING, "a.yaml", 3, redirect(members(password=password)))
        for password in ("hunter2", "12345")
    ]
    given = [cards([each], Anchors(), masked=Redactor(key).exchange)[0].points[0].anchor for each in found]
    masked = MASKING.exchange(redirect(members(password="any")))
    assert {*given} == {f"finding-{fingerprint(FINDING, masked)}"}


def test_a_finding_away_from_its_exchange_links_to_the_call() -> None:
    found = [Placed(FINDING, "a.yaml", 3)]
    (card,) = cards(found, Anchors(), link=lambda at: ("call-57", "57") if at == FINDING.at else None)
    assert card.points[0].link == ("call-57", "57")
