"""A closed list is one that says so and ends."""

import pytest

from harness.contract.choices import values
from harness.contract.markdown import BREAK
from tests.unit.contract.stating import sentences, source


def stated(text: str) -> tuple[tuple[str, ...] | None, list[str]]:
    of = source()
    found = values(sentences(text), of)
    return found.value if found else None, [each.why for each in of.diagnostics]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The possible values are: `a` , `b`.", ("a", "b")),
        ("The values are `a` and `b`", ("a", "b")),
        ("Use `a`; the values are `b`.", ("b",)),
        ("Possible values are: `a`, `b`, or `c`. Required.", ("a", "b", "c")),
        ("It takes the following values only: `A b`, `C d`.", ("A b", "C d")),
        ("Either `a`, `b`, or `c`", ("a", "b", "c")),
        ("One of `a`, `b`.", ("a", "b")),
        ("Can be `a` or `b`.", ("a", "b")),
        ("Possible values: `a` (the first), `b` (default).", ("a", "b")),
        ('Possible values are: "a", "b".', ("a", "b")),
        ("The supported values for {it} are: D7, D30, and D90.", ("D7", "D30", "D90")),
        ("Supported values are 15, 30 and 60.", ("15", "30", "60")),
        (f"Possible values:{BREAK}`a`{BREAK}`b`", ("a", "b")),
        ("The values are: `a`, `b`. Ask this evolvable enum for `c` with `x: y`.", ("a", "b", "c")),
        ("Its value is `a`.", None),
        ("The values are many.", None),
        ("Can be `null`.", None),
        ("Valid values are 0 to 5.", None),
        ("Default value: `a`.", None),
    ],
)
def test_a_list_is_read_whatever_its_wording(text: str, expected: tuple[str, ...] | None) -> None:
    assert stated(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Values include `a` and `b`.", "it is no list that is said to be whole"),
        ("Possible values are: `a`, `b`, and so on.", "it is not said where the list ends"),
        (f"The values are:{BREAK}`a`: one{BREAK}`b`: two", "it is not said where the list ends"),
        ("If b is a, the values are `c` and `d`.", "it holds on a condition"),
        ("The values are `c` and `d` if b is a.", "it holds on a condition"),
    ],
)
def test_a_list_that_may_go_on_is_none(text: str, why: str) -> None:
    assert stated(text) == (None, [why])


def test_a_second_list_is_doubted() -> None:
    assert stated("The values are `a` and `b`. The values are `c` and `d`.") == (
        ("a", "b"),
        ["the cell lists values twice"],
    )


def test_schemes_are_no_choices() -> None:
    assert stated("Must be `http` or `https`.")[0] is None
