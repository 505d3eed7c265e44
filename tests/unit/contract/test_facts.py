"""Every fact of a contract has one name, and none is left out."""

from collections.abc import Iterator

import msgspec
import pytest

from harness.cite import Cite
from harness.contract.editions import EDITIONS, edition
from harness.contract.facts import named_routes, stated, text_of
from tests.unit.contract.stating import SMALL, explained, facts


@pytest.mark.parametrize("name", EDITIONS)
def test_names_are_unique_and_no_cite_of_the_contract_is_missing(name: str) -> None:
    listed = list(stated(edition(name)))
    assert len({fact.name for fact in listed}) == len(listed)
    assert {fact.cite for fact in listed} == set(cites(msgspec.to_builtins(edition(name))))


def cites(value: object) -> Iterator[Cite]:
    """Every Cite anywhere in the contract's plain data, found without knowing its shape."""
    if isinstance(value, dict):
        if value.keys() == {"page", "line", "words", "url"}:
            yield Cite(**value)
        for each in value.values():
            yield from cites(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from cites(each)


def test_values_read_as_a_user_would_write_them() -> None:
    beta = {fact.name: fact.value for fact in stated(edition("beta"))}
    assert beta["window"] == "15 s"
    assert beta["parameters.maskCallee.default"] == "false"
    assert beta["parameters.targets"] == "invitationParticipantInfo collection"
    assert beta["permissions.Delegated (personal Microsoft account)"] == "not supported"


def test_routes_that_share_a_path_are_told_apart_by_their_methods() -> None:
    page = SMALL.replace("```\n", "GET /communications/calls/{id}/redirect\nGET /a\n```\n")
    names = [name for name, _ in named_routes(explained(page).contract)]
    path = "/communications/calls/{id}/redirect"
    assert names == [f"POST {path}", f"GET {path}", "/a"]


def test_a_row_without_a_type_says_so() -> None:
    page = f"{SMALL}## Query parameters\n|Name|Description|\n|-|-|\n|$top|x|\n"
    assert facts(page)["query_parameters.$top"] == "of no stated type"


def test_a_value_is_written_as_a_page_would() -> None:
    assert [text_of(value) for value in (True, False, 5, "a")] == ["true", "false", "5", "a"]
