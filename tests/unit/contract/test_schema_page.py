"""Our page of the schema is read by its layout, and a slip of ours is told."""

import pytest

from harness.contract.editions.__main__ import FOLDER
from harness.contract.schema_page import compile_schema
from harness.errors import HarnessError

PAGE = """# Types
Namespace: microsoft.graph

## act
An action. It is closed.

|Member|Type|Nullable|Versions|
|-|-|-|-|
|it|thing collection|no|v1.0, beta|

## thing
A complex type on the base of base. It is open.

## colour
An enumeration.

|Value|Number|Versions|
|-|-|-|
|red|0|v1.0, beta|
|blue|1|beta|

## call
An entity type. It is open.
"""


def test_a_page_becomes_types_enumerations_and_an_action() -> None:
    schema = compile_schema(PAGE, page="s.md")
    (member,) = schema.action.members
    assert (schema.namespace, schema.action.name, schema.action.open) == ("microsoft.graph", "act", False)
    assert (member.type, member.collection, member.nullable) == ("thing", True, False)
    assert (member.cite.page, member.cite.line, member.cite.words) == (
        "s.md",
        9,
        "it | thing collection | no | v1.0, beta",
    )
    assert [(each.name, each.base, each.open, each.members) for each in schema.types] == [
        ("thing", "base", True, ()),
        ("call", None, True, ()),
    ]
    assert [(each.name, each.values) for each in schema.enumerations] == [("colour", ("red", "blue"))]
    (colour,) = schema.enumerations
    assert [each.versions for each in colour.members] == [("v1.0", "beta"), ("beta",)]
    assert [each.cite.line for each in colour.members] == [19, 20]
    assert schema.roots == ()


def test_a_page_without_an_action_is_refused() -> None:
    with pytest.raises(HarnessError, match=r"s\.md declares no action"):
        compile_schema("# Types\n", page="s.md")


def test_a_table_without_one_of_its_columns_is_refused() -> None:
    with pytest.raises(HarnessError, match=r"s\.md has a table without member, type, nullable, versions"):
        compile_schema(PAGE.replace("|Nullable|", "|Null|"), page="s.md")


def test_every_type_that_a_member_of_the_shipped_page_names_is_declared() -> None:
    schema = compile_schema((FOLDER / "schema.md").read_text(encoding="utf-8"), page="schema.md")
    for owner in (schema.action, *schema.types):
        assert owner.base is None or schema.type(owner.base)
        for member in owner.members:
            assert (
                member.type.startswith("Edm.") or schema.type(member.type) or schema.enumeration(member.type)
            )
