"""Every fact of a contract has one name, and none is left out."""

from collections.abc import Iterator

import msgspec
import pytest

from harness.cite import Cite
from harness.contract.editions import EDITIONS, edition
from harness.contract.facts import stated


@pytest.mark.parametrize("name", EDITIONS)
def test_names_are_unique_and_no_cite_of_the_contract_is_missing(name: str) -> None:
    facts = list(stated(edition(name)))
    assert len({fact.name for fact in facts}) == len(facts)
    assert {fact.cite for fact in facts} == set(cites(msgspec.to_builtins(edition(name))))


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
    facts = {fact.name: fact.value for fact in stated(edition("beta"))}
    assert facts["window"] == "15 s"
    assert facts["parameters.maskCallee.default"] == "false"
    assert facts["parameters.targets"] == "invitationParticipantInfo collection"
    assert facts["permissions.Delegated (personal Microsoft account)"] == "not supported"
