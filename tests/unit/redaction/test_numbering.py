"""Country codes are told apart as the numbering plan does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.redaction.numbering import COUNTRY_CODES, country_code


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("14255550100", "1"),
        ("74951234567", "7"),
        ("4930123456", "49"),
        ("442079460000", "44"),
        ("35312345678", "353"),
        ("971501234567", "971"),
        ("390698", "39"),
        ("88299", "882"),
    ],
)
def test_the_code_is_the_assigned_one_that_the_number_begins_with(digits: str, code: str) -> None:
    assert country_code(digits) == code


def test_no_code_opens_another_one() -> None:
    opened = {
        (one, other)
        for one in COUNTRY_CODES
        for other in COUNTRY_CODES
        if other != one and other.startswith(one)
    }
    assert opened == set()


def test_codes_have_one_to_three_digits_and_never_begin_with_zero() -> None:
    assert all(1 <= len(code) <= 3 and code.isdigit() and code[0] != "0" for code in COUNTRY_CODES)


def test_a_national_number_keeps_its_zero() -> None:
    assert country_code("030123456") == "0"


@pytest.mark.parametrize(("digits", "code"), [("999123", "999"), ("2101", "210"), ("21", "210")])
def test_three_digits_stand_in_for_a_code_that_is_not_assigned(digits: str, code: str) -> None:
    assert country_code(digits) == code


@given(st.text("0123456789", min_size=2, max_size=15), st.text("0123456789", max_size=9))
def test_a_code_is_its_own_code_whatever_follows(digits: str, more: str) -> None:
    code = country_code(digits)
    assert country_code(code + more) == code
