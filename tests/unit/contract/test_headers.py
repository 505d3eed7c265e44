"""Header tables are read in all their columns."""

import pytest

from tests.unit.contract.stating import SMALL, doubts, facts


def table(head: str, *rows: str, name: str = "Request headers") -> str:
    rule = "|".join("-" for _ in head.split("|"))
    return f"{SMALL}## {name}\n|{head}|\n|{rule}|\n" + "".join(f"|{row}|\n" for row in rows)


def header(page: str, name: str) -> tuple[str | None, str | None]:
    found = facts(page)
    assert found[f"headers.{name}"] == name
    return found.get(f"headers.{name}.value"), found.get(f"headers.{name}.required")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Name|Description", "Authorization|Bearer {token}. Required."),
        ("Header|Value", "Authorization|Bearer {token}. Required. Learn [more](/a)."),
        ("Name|Type|Description", "Authorization|string|Bearer {token}. Required."),
        ("Name|Value|Description", "Authorization|Bearer {token}|Required."),
        ("Header|Required|Value", "Authorization|Yes|Bearer {token}"),
        ("Header|Value", "**Authorization** (required)|Bearer {token}"),
        ("Header|Value", "`Authorization`|Bearer {token} (required)"),
        ("Header|Value", "Authorization|Bearer `{token}`. Required."),
        ("Header|Value", "Authorization|Required. `Bearer {token}`"),
    ],
)
def test_a_header_is_read_whatever_the_columns(head: str, row: str) -> None:
    assert header(table(head, row), "Authorization") == ("Bearer {token}", "true")


@pytest.mark.parametrize("form", ["Bearer &lt;token&gt;", "Bearer <token>"])
def test_a_placeholder_may_stand_in_angle_brackets(form: str) -> None:
    page = table("Header|Value", f"Authorization|{form} Required.", "Accept|application/json")
    assert header(page, "Authorization") == ("Bearer <token>", "true")
    assert header(page, "Accept") == ("application/json", None)


@pytest.mark.parametrize(
    "name", ["Optional request headers", "Required headers", "Request Headers", "HTTP headers"]
)
def test_the_section_is_found_by_its_heading(name: str) -> None:
    assert "headers.if-match" in facts(table("Name|Description", "*if-match*|A tag.", name=name))


def test_a_header_with_its_form_in_the_name_is_known_by_the_name() -> None:
    page = table("Name|Description", "Prefer: return|How. Optional.", "Prefer|`x`. Required for y.")
    assert header(page, "Prefer") == (None, "false")
    assert [line for line, _ in doubts(page)] == [10, 10]


def test_several_media_types_are_no_value() -> None:
    page = table("Name|Description", "Content-Type|Required. <br/> Use `application/json` or `text/plain`.")
    assert header(page, "Content-Type") == (None, "true")
    assert doubts(page) == [(9, "the row names several values")]


def test_other_tables_and_rows_are_doubted() -> None:
    page = table("Colour|Weight", "red|5") + "\n|Name|Value|\n|-|-|\n|not a name|x|\n"
    assert facts(page)["headers"] == "0"
    assert [why for _, why in doubts(page)] == ["it is no table of headers", "it is no name of a header"]


def test_a_section_without_a_table_states_nothing() -> None:
    assert "headers" not in facts(f"{SMALL}## Request headers\nNone.\n")
