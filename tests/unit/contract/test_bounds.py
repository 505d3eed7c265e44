"""Both ends are taken or none; what is doubted says why."""

import pytest

from harness.contract.bounds import bounds
from harness.contract.kinds import Kind
from tests.unit.contract.stating import sentences, source

NUMBER = Kind("Int32", False)
MANY = Kind("identity", True)


def stated(text: str, kind: Kind = NUMBER, name: str = "it") -> tuple[int | None, int | None, list[str]]:
    of = source()
    found = bounds(name, kind, sentences(text), of)
    least, most = (end.value if end else None for end in (found.least, found.most))
    return least, most, [each.why for each in of.diagnostics]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Between 15 and 90 seconds, both included.", 15, 90),
        ("At least 15. At most 90.", 15, 90),
        ("The default is 30 minutes, minimum is 5, maximum is 1440.", 5, 1440),
        ("Default = 5 seconds, Min = 1 second, Max = 120 seconds", 1, 120),
        ("Supported values are 11-1800. Valid values 11 to 1800", 11, 1800),
        ("Valid values are 0-1440. The default is 5. 0 is no limit.", 0, 1440),
        ("The value ranges from 0 to 100 %.", 0, 100),
        ("If not specified, 5 is used. At most 90.", None, 90),
        ("If more than 2 are given, all ring. Up to 25.", None, 25),
        ("Nothing of the kind.", None, None),
    ],
)
def test_what_a_cell_states_is_taken(text: str, least: int | None, most: int | None) -> None:
    assert stated(text) == (least, most, [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("If b is a, between 15 and 90.", "it holds on a condition"),
        ("At least 15 when b is a.", "it holds on a condition"),
        ("At least 15. At most 90 when b is a.", "it holds on a condition"),
        ("At least 15 and less than 90.", "it shuts its own number out"),
        ("Between 15 and the limit of the tenant.", "its other end is no number"),
        ("Between 1.5 and 3.", "it is no whole number"),
        ("The default maximum is 90.", "a default is no bound"),
        ("The default value is between 15 and 90.", "a default is no bound"),
        ("Not between 15 and 90.", "it stands in a negation"),
        ("For example, between 5 and 10.", "it is an illustration"),
        ("It can take up to 24 hours.", "it is what may happen, not what may be sent"),
        ("A name of up to 20 characters.", "it is a length, not a value"),
        ("The time in seconds, at most 2 minutes.", "the cell speaks of several units"),
        ("At least 90. At most 15.", "the bounds exclude each other"),
    ],
)
def test_a_bound_that_is_not_sure_takes_its_partner_with_it(text: str, why: str) -> None:
    least, most, reasons = stated(text)
    assert (least, most) == (None, None)
    assert why in reasons


def test_two_ranges_are_none() -> None:
    text = "Between 15 and 90 for one, and between 20 and 60 for several."
    assert stated(text) == (None, None, ["the cell states several bounds"])


def test_a_unit_in_the_name_counts() -> None:
    assert stated("At most 2 minutes.", name="timeoutInSeconds")[:2] == (None, None)
    assert stated("At most 2 minutes.", name="timeoutInMinutes")[:2] == (None, 2)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("We serve up to 25 of them.", None, 25),
        ("Between 1 and 20 people.", 1, 20),
        ("The size is at most 4 MB.", None, None),
    ],
)
def test_of_a_collection_they_are_counts(text: str, least: int | None, most: int | None) -> None:
    assert stated(text, MANY)[:2] == (least, most)


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (Kind("String", False), "At most 64 characters.", "the contract holds no lengths"),
        (Kind("String", False), "At most 64.", "a String has no such bound"),
        (Kind("Duration", False), "Up to 5 minutes.", "a Duration has no such bound"),
        (MANY, "Each up to 20 characters.", "it is a length, not a value"),
        (MANY, "For up to 5 minutes.", "it does not count what is sent"),
    ],
)
def test_what_is_no_number_has_no_bounds(kind: Kind, text: str, why: str) -> None:
    assert stated(text, kind) == (None, None, [why])


def test_a_row_without_a_type_may_have_bounds() -> None:
    assert stated("The maximum is 50.", Kind("", False)) == (None, 50, [])
