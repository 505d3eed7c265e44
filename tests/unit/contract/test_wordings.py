"""Bounds are found in their usual wordings and dashes, with their numbers and units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.contract.wordings import EXCLUSIVE, units_of_time, without_defaults, wordings

BOTH = [
    "Between 15 and 90.",
    "From 15 to 90 seconds.",
    "15-90 seconds.",
    "15 to 90, inclusive.",
    "Range: 15–90.",
    "The range is 15 — 90.",
    "The value ranges from 15 to 90.",
    "Values range from 15 (short) to 90 (long).",
    "Must be in the range [15, 90].",
    "Allowed values: 15 to 90.",
    "Supported values are 15-90.",
    "Valid values 15 to 90",
    "Valid: 15..90",
    "The value (15−90).",
    "The allowed range is 15 through 90.",
    "between 15 seconds and 90 seconds",
    "from `15` to `90`",
]


def ends(text: str) -> list[tuple[int | None, int | None, str | None]]:
    return [(each.least, each.most, each.doubt) for each in wordings(text)]


@pytest.mark.parametrize("text", BOTH)
def test_both_ends_are_read_from_one_wording(text: str) -> None:
    assert ends(text) == [(15, 90, None)]


LEAST = (
    "At least 15. | Minimum: 15. | The minimum value is 15. | Min = 15 | Min 15 | 15 or more."
    " | No less than 15. | Not less than 15. | Greater than or equal to 15. | ≥ 15 | >= 15"
)
MOST = (
    "At most 90. | Up to 90. | A maximum of 90. | Max: 90 | Max limit is 90 | 90 seconds or less. | ≤ 90"
    " | Maximum value 90. | The maximum supported size is 90. | No more than 90. | Cannot be greater than 90."
    " | Can't be more than 90. | Must not exceed 90. | Cannot exceed 90. | Limited to 90. | The limit is 90."
    " | Less than or equal to 90."
)


@pytest.mark.parametrize("text", LEAST.split(" | "))
def test_a_least_value_is_read(text: str) -> None:
    assert ends(text) == [(15, None, None)]


@pytest.mark.parametrize("text", MOST.split(" | "))
def test_a_greatest_value_is_read(text: str) -> None:
    assert ends(text) == [(None, 90, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between 15 and 1,440.", [(15, 1440, None)]),
        ("Between -5 and 5.", [(-5, 5, None)]),
        ("The minimum is 5, the maximum is 9.", [(5, None, None), (None, 9, None)]),
        ("Between 0.5 and 1.5.", [(None, None, "it is no whole number")]),
        ("More than 5.", [(5, None, EXCLUSIVE)]),
        ("Less than 5.", [(None, 5, EXCLUSIVE)]),
        ("Number of days (1-30).", [(1, 30, "no word says that this is a range")]),
        ("Between 15 and the limit.", [(15, None, "its other end is no number")]),
    ],
)
def test_what_is_more_than_a_plain_number_keeps_its_sense(
    text: str, expected: list[tuple[int | None, int | None, str | None]]
) -> None:
    assert ends(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The maximum number of retries.",
        "See sections 3 to 5.",
        "ISO 639-1",
        "Valid since 2014-01-01.",
        "Up to date.",
        "The default is 30.",
        "Default: 30 (seconds)",
        "default 30",
        "Supported values are 15, 30 and 60.",
        "The values are 15 and 60.",
        "If more than one is given, all ring.",
        "E.164 and 15min and v1.0",
    ],
)
def test_other_numbers_bound_nothing(text: str) -> None:
    assert ends(text) == []


def test_a_unit_has_one_name() -> None:
    spellings = {
        "5 seconds": "second",
        "5 second": "second",
        "5%": "percent",
        "5 chars": "character",
        "5 MB": "byte",
    }
    assert {text: [each.unit for each in wordings(f"At most {text}.")] for text in spellings} == {
        text: [unit] for text, unit in spellings.items()
    }


def test_units_of_time_are_seen_in_names_too() -> None:
    assert units_of_time("timeoutInSeconds") == {"second"}
    assert units_of_time("Days, not hours") == {"day", "hour"}


def test_defaults_are_blanked_out_in_place() -> None:
    text = "The default is 30 minutes, at most 90."
    assert without_defaults(text) == f"The {' ' * len('default is 30 minutes')}, at most 90."


@given(st.text(alphabet=st.sampled_from("0159,.-–%[]()` =<>≥\nabetwnfromuildxc")))
def test_any_text_is_read_without_a_word(text: str) -> None:
    for each in wordings(text):
        assert 0 <= each.start <= each.end <= len(text)
