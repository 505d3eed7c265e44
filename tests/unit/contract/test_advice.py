"""Advice on the codes of the calling service: each has a cause and a fix of its own."""

import pytest

from harness.contract.advice import ADVICE, HINTS


def test_the_codes_that_are_known_are_those_that_users_reported() -> None:
    assert list(ADVICE) == ["7503", "7504", "7505", "7507", "8522", "9999"]


@pytest.mark.parametrize("code", ADVICE)
def test_a_cause_is_a_clause_and_a_fix_a_sentence(code: str) -> None:
    advice = ADVICE[code]
    assert advice.cause[0].islower()
    assert not advice.cause.endswith(".")
    assert advice.fix[0].isupper()
    assert advice.fix.endswith(".")


def test_a_hint_is_for_a_code_that_no_report_explains() -> None:
    assert HINTS
    assert not set(HINTS) & set(ADVICE)


def test_no_two_codes_have_the_same_cause_or_fix() -> None:
    assert len({each.cause for each in ADVICE.values()}) == len({each.fix for each in ADVICE.values()}) == 6
