"""Permission tables are read in their several shapes, least privileged first."""

import pytest

from harness.contract.compiler import explain
from harness.contract.facts import stated
from tests.unit.contract.stating import SMALL, doubts, explained, facts


def table(head: str, *rows: str) -> str:
    rule = "|".join("-" for _ in head.split("|"))
    return f"\n|{head}|\n|{rule}|\n" + "".join(f"|{row}|\n" for row in rows)


def permissions(text: str, name: str = "Permissions") -> dict[str, str]:
    found = facts(f"{SMALL}## {name}\n{text}")
    return {key.partition(".")[2]: value for key, value in found.items() if key.startswith("permissions.")}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Permission type|Permissions (from least to most privileged)", "Application|A.Read, B.Read.All"),
        ("Permission type|Permissions (from most to least privileged)", "Application|B.Read.All, A.Read"),
        ("Permission type|Permissions", "Application|A.Read or B.Read.All"),
        (
            "Permission type|Least privileged permissions|Higher privileged permissions",
            "Application|A.Read|B.Read.All",
        ),
        (
            "Permission type|Permissions (from least to most privileged)",
            "Application|A.Read*<br>B.Read.All (for x)",
        ),
        (
            "Permission type|Permissions (from least to most privileged)",
            "Application|`A.Read`; **B.Read.All**",
        ),
    ],
)
def test_names_stand_from_least_to_most(head: str, row: str) -> None:
    assert permissions(table(head, row)) == {"Application": "A.Read, B.Read.All"}


def test_what_is_not_supported_has_no_names() -> None:
    head = "Permission type|Least privileged permissions|Higher privileged permissions"
    rows = ("Delegated (personal account)|Not supported.|Not supported.", "Application|A.Read|Not available.")
    assert permissions(table(head, *rows)) == {
        "Delegated (personal account)": "not supported",
        "Application": "A.Read",
    }


def test_a_resource_a_row_has_a_column_for_each_kind() -> None:
    head = "Supported resource|Delegated (work)|Application"
    assert permissions(table(head, "[device](a.md)|A.Read|Not supported.", "user|B.Read|C.Read")) == {
        "Delegated (work).device": "A.Read",
        "Application.device": "not supported",
        "Delegated (work).user": "B.Read",
        "Application.user": "C.Read",
    }


def test_a_resource_may_be_a_column_or_a_heading_too() -> None:
    assert permissions(table("Permission type|Chat|Team", "Application|A.Read|B.Read")) == {
        "Application.Chat": "A.Read",
        "Application.Team": "B.Read",
    }
    head = "Permission type|Permissions (from least to most privileged)"
    team, chat = (table(head, f"Application|{name}.Read") for name in "AB")
    text = f"### Of a team\n{team}\n### Of a chat\n{chat}"
    assert permissions(text) == {"Application.Of a team": "A.Read", "Application.Of a chat": "B.Read"}
    assert permissions(f"### Of a team\n{team}") == {"Application": "A.Read"}


@pytest.mark.parametrize("name", ["Permissions", "Prerequisites", "PERMISSIONS"])
def test_the_section_has_several_names(name: str) -> None:
    assert permissions(table("Permission type|Permissions", "Application|A.Read"), name) == {
        "Application": "A.Read"
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (table("Permission type|Permissions", "Application|**TODO: add**"), None),
        (
            table("Permission type|Permissions", "Application|None"),
            "it names no permission, and does not say that none is enough",
        ),
        (table("Permission type|Permissions", "Application|whatever"), "'whatever' is no permission"),
        (table("Colour|Weight", "red|5"), "it is no table of permissions"),
        ("One is needed: *A.Read*", "no table says of what kind these permissions are"),
        (
            "[!INCLUDE [permissions-table](../a.md)]",
            "what the included file states is unknown: it is not at hand",
        ),
    ],
)
def test_what_is_not_stated_is_not_guessed(text: str, why: str | None) -> None:
    assert permissions(text) == {}
    reasons = [each for _, each in doubts(f"{SMALL}## Permissions\n{text}")]
    assert reasons == [] if why is None else why in reasons


def test_permissions_needed_together_are_noted() -> None:
    page = f"{SMALL}## Permissions\n{table('Permission type|Permissions', 'Application|A.Read and B.Read')}"
    assert doubts(page) == [(10, "the contract does not hold which permissions are needed together")]


def test_an_included_table_is_read_and_cited_where_it_stands() -> None:
    files = {"../a/b.md": f"---\nx: y\n---\n{table('Permission type|Permissions', 'Application|A.Read')}"}
    page = f"{SMALL}## Permissions\n[!INCLUDE [permissions-table](../a/b.md)]\n"
    found = explain(page, edition="page", page="page.md", included=files.get)
    cites = {fact.name: (fact.value, fact.cite.page, fact.cite.line) for fact in stated(found.contract)}
    assert cites["permissions.Application"] == ("A.Read", "b.md", 7)
    assert found.diagnostics == ()


def test_a_permission_is_found_by_kind_and_resource() -> None:
    text = table("Resource|Application", "user|A.Read")
    contract = explained(f"{SMALL}## Permissions\n{text}").contract
    assert contract.permission("Application") is None
    found = contract.permission("Application", "user")
    assert found is not None
    assert found.names == ("A.Read",)
