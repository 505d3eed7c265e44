"""A column says yes or no in its own words."""

import pytest

from tests.unit.contract.stating import body, doubts, facts


@pytest.mark.parametrize(
    ("head", "word", "expected"),
    [
        ("Required", "Yes", "true"),
        ("Required?", "No", "false"),
        ("Required", "True", "true"),
        ("Required", "Optional", "false"),
        ("Mandatory", "Y", "true"),
        ("Optional", "Yes", "false"),
        ("Optional", "No", "true"),
        ("Required", "", None),
    ],
)
@pytest.mark.parametrize("place", range(4))
def test_the_column_may_stand_anywhere(head: str, word: str, expected: str | None, place: int) -> None:
    heads, cells = ["Property", "Type", "Description"], ["it", "String", "A name."]
    heads.insert(place, head)
    cells.insert(place, word)
    assert facts(body("|".join(cells), head="|".join(heads))).get("parameters.it.required") == expected


def test_a_word_that_is_no_yes_and_no_no_is_doubted() -> None:
    page = body("it|String|A name.|sometimes", head="Property|Type|Description|Required")
    assert "parameters.it.required" not in facts(page)
    assert doubts(page) == [(9, "it is no yes and no no")]
