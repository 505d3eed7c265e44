"""`redial contract`: the editions and what they state."""

import pytest

from harness.contract.editions import EDITIONS
from tests.unit.cli.terminal import Terminal


def test_list_names_every_edition_and_the_default(redial: Terminal) -> None:
    printed = redial("contract", "list")
    assert printed.status == 0
    assert [line.split()[0] for line in printed.out.splitlines()] == list(EDITIONS)
    assert [("default" in line.split()) for line in printed.out.splitlines()] == [True, False, False]


@pytest.mark.parametrize("name", EDITIONS)
def test_show_prints_every_fact_with_its_place_on_the_page(name: str, redial: Terminal) -> None:
    printed = redial("contract", "show", name)
    assert printed.status == 0
    assert "parameters.timeout " in printed.out
    assert f"[{name}.md:" in printed.out


def test_show_takes_the_default_edition_without_a_name(redial: Terminal) -> None:
    assert redial("contract", "show") == redial("contract", "show", "reference")


def test_show_says_where_pages_contradict_each_other(redial: Terminal) -> None:
    assert "  status of a success: " in redial("contract", "show", "v1.0").out


def test_an_unknown_edition_is_one_sentence(redial: Terminal) -> None:
    assert "the editions are reference, v1.0, beta" in redial.refused("contract", "show", "v2.0")
