"""Tables of parameters are told from other tables, and those of the body from those of the query."""

import pytest

from tests.unit.contract.stating import SMALL, body, doubts, explained, facts


def names(page: str) -> list[str] | None:
    parameters = explained(page).contract.parameters
    return None if parameters is None else [each.name for each in parameters]


@pytest.mark.parametrize(
    "head",
    [
        "Parameter|Type|Description",
        "Property|Type|Description",
        "Name|Type|Description",
        "Parameter name|Data type|Description",
        "Name|Value|Description",
        "**Property**|**Type**|**Description**",
    ],
)
def test_a_table_is_known_by_its_heads(head: str) -> None:
    assert names(body("it|String|A name.", head=head)) == ["it"]


def test_columns_may_stand_in_any_order() -> None:
    page = body("A name. Required.|String|it", head="Description|Type|Property")
    assert facts(page)["parameters.it"] == "String"
    assert facts(page)["parameters.it.required"] == "true"


@pytest.mark.parametrize(
    "head", ["Value|Description", "Type value|Description", "Name|Value", "kind|colour|Description"]
)
def test_other_tables_are_doubted(head: str) -> None:
    row = "|".join("x" for _ in head.split("|"))
    page = f"{body('it|String|A name.')}\n|{head}|\n|{'|'.join('-' for _ in head.split('|'))}|\n|{row}|\n"
    assert names(page) == ["it"]
    assert [why for _, why in doubts(page)] == ["it is no table of parameters"]


def test_a_table_under_a_heading_of_its_own_describes_something_else() -> None:
    row = "|Property|Type|Description|\n|-|-|-|\n|inner|String|x|\n"
    assert names(f"{body('it|thing|A thing.')}### Properties of a thing\n{row}") == ["it"]
    assert names(
        f"{body('it|thing|A thing.')}### Optional properties\n{row}".replace("Parameter|", "Property|")
    ) == [
        "it",
        "inner",
    ]


def test_a_row_that_stands_twice_counts_once() -> None:
    page = body("it|Int32|At most 90.", "it|Int32|At most 80.")
    assert facts(page)["parameters.it.maximum"] == "90"
    # The cites of the two rows differ, and so the second one is noted.
    assert doubts(page) == [(10, "it stands twice; the first one counts")]


@pytest.mark.parametrize(
    ("cell", "fact"),
    [
        ("it (required)|String", {"parameters.it": "String", "parameters.it.required": "true"}),
        ("it|String (optional)", {"parameters.it": "String", "parameters.it.required": "false"}),
        ("it (deprecated)|String", {"parameters.it": "String", "parameters.it.deprecated": "(deprecated)"}),
        ("`@odata.it`|String", {"parameters.@odata.it": "String"}),
        ("it*|String", {"parameters.it": "String"}),
    ],
)
def test_words_beside_a_name_are_no_part_of_it(cell: str, fact: dict[str, str]) -> None:
    assert fact.items() <= facts(body(f"{cell}|A name.")).items()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("**TODO**|String|x", "it is no name of a parameter"),
        ("it|**TODO: add**|x", "it is a placeholder"),
        ("a or b|String|x", "it is no name of a parameter"),
    ],
)
def test_a_row_without_a_name_or_a_type_is_doubted(row: str, why: str) -> None:
    page = body(row, "it2|String|x")
    assert names(page) == ["it2"]
    assert [each for _, each in doubts(page)] == [why]


def test_a_page_that_sends_nothing_says_so() -> None:
    for words in ("Do not supply a request body for this method.", "Don't supply a request body."):
        page = f"{SMALL}## Request body\n{words}\n"
        assert names(page) == []
        assert facts(page)["parameters"] == "0"


def test_a_body_without_a_table_is_unknown() -> None:
    page = f"{SMALL}## Request body\nSupply a JSON representation of a thing.\n"
    assert names(page) is None
    assert doubts(page) == [(6, "it has no table of parameters")]
    assert names(SMALL) is None


def test_a_table_whose_rule_has_too_few_columns_is_none_and_is_doubted() -> None:
    page = f"{SMALL}## Request body\n|Parameter|Type|Description|\n|-|-|\n|it|String|x|\n"
    assert (7, "it looks like rows of a table, and is none") in doubts(page)


def test_loose_parameters_are_those_of_a_body_where_there_can_be_one() -> None:
    table = "## Parameters\n|Parameter|Type|Description|\n|-|-|-|\n|it|String|x|\n"
    assert names(SMALL + table) == ["it"]
    page = SMALL.replace("POST", "GET") + table
    assert names(page) is None
    assert doubts(page) == [(6, "the page does not say where these parameters are sent")]


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("Query parameters", "query_parameters"),
        ("Optional query parameters", "query_parameters"),
        ("OData query parameters", "query_parameters"),
        ("Path parameters", "path_parameters"),
        ("Function parameters", "path_parameters"),
        ("URI parameters", "path_parameters"),
    ],
)
def test_parameters_of_the_address_are_none_of_the_body(name: str, listing: str) -> None:
    page = f"{SMALL}## {name}\n|Name|Description|\n|-|-|\n|$top|The maximum is 50. Required.|\n"
    assert names(page) is None
    found = facts(page)
    assert found[f"{listing}.$top"] == "of no stated type"
    assert found[f"{listing}.$top.maximum"] == "50"
    assert found[f"{listing}.$top.required"] == "true"


def test_counts_belong_to_collections_and_ranges_to_numbers() -> None:
    page = body("many|String collection|Between 1 and 25 of them.", "one|Int32|Between 1 and 25.")
    found = facts(page)
    assert (found["parameters.many.min_items"], found["parameters.many.max_items"]) == ("1", "25")
    assert (found["parameters.one.minimum"], found["parameters.one.maximum"]) == ("1", "25")
    assert "parameters.many.maximum" not in found
    assert "parameters.one.max_items" not in found
