"""The table of rules, and how rules are named."""

import re

import pytest

from harness.errors import HarnessError
from harness.rules import RULES, codes, page, rule

ALL = tuple(each.code for each in RULES)


def family(*letters: str) -> set[str]:
    return {code for code in ALL if code.startswith(letters)}


def test_the_rules_stand_in_order_of_code_and_each_once() -> None:
    assert list(ALL) == sorted(set(ALL))
    assert all(re.fullmatch(r"RD[QRNCS]\d{3}", code) for code in ALL)


def test_every_rule_has_a_title_of_its_own() -> None:
    assert len({each.title for each in RULES}) == len(RULES)
    assert all(each.title and not each.title.endswith(".") for each in RULES)


def test_a_rule_is_found_by_its_code_in_any_case() -> None:
    assert rule("RDQ040").code == rule(" rdq040 ").code == "RDQ040"
    assert page("RDQ040").startswith("RDQ040: timeout is a whole number\n\nWhat it checks: ")


@pytest.mark.parametrize(
    ("code", "near"),
    [("RDQ0400", "RDQ040"), ("RDQ0040", "RDQ040"), ("RDQ40", "RDQ040"), ("RDR001x", "RDR001")],
)
def test_an_unknown_rule_is_refused_with_the_nearest(code: str, near: str) -> None:
    for ask in (rule, page):
        with pytest.raises(HarnessError, match="unknown rule") as refusal:
            ask(code)
        assert refusal.value.hint.startswith("did you mean RD")
        assert near in refusal.value.hint


@pytest.mark.parametrize("name", ["", " ", "???", "timeout", "RDX"])
def test_a_name_that_is_near_to_nothing_is_refused_as_well(name: str) -> None:
    with pytest.raises(HarnessError, match="unknown rule") as refusal:
        codes(select=[name])
    assert "`redial rules` lists them all" in refusal.value.hint


def test_without_names_all_rules_are_selected() -> None:
    assert codes() == codes([], []) == frozenset(ALL)


def test_codes_and_beginnings_select_and_ignore() -> None:
    assert codes(["RDQ040", "rdr"]) == {"RDQ040", *family("RDR")}
    assert codes(["RDQ04"]) == family("RDQ04") >= {"RDQ040", "RDQ041"}
    assert codes(ignore=["RDQ"]) == set(ALL) - family("RDQ")
    assert codes(["RDQ04"], ["RDQ041", "RDR"]) == family("RDQ04") - {"RDQ041"}


def test_an_unknown_name_to_ignore_is_refused() -> None:
    with pytest.raises(HarnessError, match="unknown rule 'RDQ999'"):
        codes(ignore=["RDQ999"])


def test_a_selection_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(HarnessError, match="no rule is left"):
        codes(["RDQ040"], ["RDQ"])
