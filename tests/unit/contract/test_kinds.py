"""A type cell says what is sent, whatever its spelling."""

import pytest

from harness.contract.kinds import Kind, kind
from harness.contract.page import Text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Int32", Kind("Int32", False)),
        ("Edm.Int32", Kind("Int32", False)),
        ("graph.colour collection", Kind("colour", True)),
        ("#microsoft.graph.colour", Kind("colour", False)),
        ("Collection(Edm.String)", Kind("String", True)),
        ("Collection(microsoft.graph.colour)", Kind("colour", True)),
        ("collection of colour", Kind("colour", True)),
        ("colour[]", Kind("colour", True)),
        ("Array of String", Kind("String", True)),
        ("colour enum", Kind("colour", False)),
        ("colour object", Kind("colour", False)),
        ("object", Kind("object", False)),
        ("String (timestamp)", Kind("String", False)),
        ("`String`", Kind("String", False)),
        ("red or green", Kind("red or green", False)),
        ("red, green, or blue", Kind("red or green or blue", False)),
        ("String | Int32", Kind("String or Int32", False)),
        ("String/Int32", Kind("String or Int32", False)),
        ("whole number", Kind("whole number", False)),
        ("", Kind("", False)),
    ],
)
def test_a_type_is_read_from_its_cell(cell: str, expected: Kind) -> None:
    assert kind(Text(cell, 1)) == expected


def test_kinds_are_told_apart_where_a_number_or_a_yes_matters() -> None:
    assert kind(Text("Int32", 1)).number
    assert kind(Text("Edm.Double", 1)).number
    assert not kind(Text("Int32 collection", 1)).number
    assert not kind(Text("String", 1)).number
    assert kind(Text("boolean", 1)).boolean
    assert not kind(Text("Boolean collection", 1)).boolean
