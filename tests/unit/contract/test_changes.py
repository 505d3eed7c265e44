"""What changed between two pages is told a sentence a change, and wording is no change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.contract.changes import changes
from harness.contract.editions import EDITIONS, edition
from tests.unit.contract.stating import SMALL, body, explained


def told(old: str, new: str) -> list[str]:
    return list(changes(explained(old).contract, explained(new).contract))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "From 15 to 90.", "parameter it: range 15..90 is new"),
        ("From 15 to 90.", "Between 10 and 90.", "parameter it: range 15..90 -> 10..90"),
        ("From 15 to 90.", "At most 90.", "parameter it: range 15..90 -> at most 90"),
        ("At least 5.", "", "parameter it: range at least 5 is no longer stated"),
        ("", "Deprecated.", "parameter it is deprecated now: Deprecated."),
        ("Deprecated.", "", "parameter it is no longer deprecated"),
        ("Deprecated.", "(Deprecated)", None),
        ("", "Required.", "parameter it is required now"),
        ("Optional.", "Required.", "parameter it is required now, not optional"),
        ("Required.", "", "parameter it is no longer said to be required"),
        ("", "The values are 5 and 6.", "parameter it: values 5, 6 is new"),
        ("The default is 5.", "The default is 6.", "parameter it: default 5 -> 6"),
        ("", "The default is 5 for one target.", "parameter it: default for one 5 is new"),
        ("", "Must be https.", "parameter it: scheme https is new"),
        ("One wording.", "Another wording.", None),
    ],
)
def test_a_change_of_a_cell_is_a_sentence(old: str, new: str, expected: str | None) -> None:
    assert told(body(f"it|Int32|{old}"), body(f"it|Int32|{new}")) == ([expected] if expected else [])


def test_rows_come_and_go_as_a_whole_but_advice_against_a_new_one_is_told() -> None:
    one, other = "it|Int32|x", "other|String|Deprecated. Required."
    assert told(body(one), body(one, other)) == [
        "parameter other is new",
        "parameter other is deprecated now: Deprecated.",
    ]
    assert told(body(one, other), body(one)) == ["parameter other is gone"]
    assert told(body(one), body("it|Int64|x")) == ["parameter it: type Int32 -> Int64"]
    counted = "it|thing collection|Between 1 and 5."
    assert told(body("it|thing collection|x"), body(counted)) == ["parameter it: count 1..5 is new"]


def test_a_route_is_new_gone_or_deprecated_and_the_names_in_it_do_not_matter() -> None:
    more = SMALL.replace("```\n", "POST /a\n```\n")
    assert told(SMALL, more) == ["route POST /a is new"]
    assert told(more, SMALL) == ["route POST /a is gone"]
    assert told(SMALL, SMALL.replace("{id}", "{callId}")) == []
    advice = "The `/communications` path is deprecated."
    assert told(SMALL, f"{SMALL}{advice}\n") == [
        f"route POST /communications/calls/{{}}/redirect is deprecated now: {advice}"
    ]


def test_a_success_changes_from_one_status_to_another() -> None:
    page = f"{SMALL}## Response\n`204 No Content`\n"
    assert told(page, page.replace("204 No Content", "202 Accepted")) == ["success 204 -> 202"]
    assert told(page, SMALL) == ["success 204 is no longer stated"]
    assert told(SMALL.replace("redirect", "pass", 1), SMALL) == ["title call: pass -> call: redirect"]


def test_headers_permissions_and_windows_are_compared_too() -> None:
    old = (
        f"{SMALL}## Request headers\n|Name|Description|\n|-|-|\n|Accept|text/plain|\n|Prefer|x|\n"
        "## Permissions\n|Permission type|Permissions|\n|-|-|\n|Application|A.Read|\n"
        "## Query parameters\n|Name|Description|\n|-|-|\n|$top|x|\n"
    )
    new = (
        old.replace("text/plain", "application/json")
        .replace("|Prefer|", "|If-Match|")
        .replace("A.Read", "B.Read")
    )
    new = new.replace(
        "# call: redirect\n", "# call: redirect\nNamespace: a.b\n\nA bot has a limit of 5 seconds.\n\n"
    )
    assert told(old, new.replace("$top", "$skip")) == [
        "header Prefer is gone",
        "query parameter $top is gone",
        "namespace a.b is new",
        "window 5 s is new",
        "permission Application: A.Read -> B.Read",
        "header Accept: value text/plain -> application/json",
        "header If-Match is new",
        "query parameter $skip is new",
    ]


@pytest.mark.parametrize("name", EDITIONS)
def test_nothing_changed_from_an_edition_to_itself(name: str) -> None:
    assert list(changes(edition(name), edition(name))) == []


def test_the_editions_differ_as_their_table_says() -> None:
    found = list(changes(edition("v1.0"), edition("beta")))
    assert "route POST /app/calls/{}/redirect is new" in found
    assert "parameter maskCallee is new" in found
    assert "success 204 -> 202" in list(changes(edition("reference"), edition("v1.0")))


@given(st.sampled_from(EDITIONS), st.sampled_from(EDITIONS))
def test_every_change_is_one_line(old: str, new: str) -> None:
    for sentence in changes(edition(old), edition(new)):
        assert "\n" not in sentence
        assert "None" not in sentence
