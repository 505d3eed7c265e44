"""A tree taken apart."""

from typing import Any

from hypothesis import given

from harness.diff import key, leaves
from tests.unit.diff.trees import values


def test_leaves_are_paths_and_values_in_order_of_the_paths() -> None:
    assert leaves({"b": [1, {"c": None}], "a": "x"}) == [
        ("", {}),
        ("a", "x"),
        ("b", [2]),
        ("b[0]", 1),
        ("b[1]", {}),
    ]


def test_what_says_nothing_is_no_leaf() -> None:
    tree = {"body": {"maskCallee": False, "@odata.type": "#x", "timeout": None}, "headers": {"date": "today"}}
    assert leaves(tree, {"headers.date"}) == [("", {}), ("body", {}), ("headers", {})]
    assert ("headers.date", "today") in leaves(tree)


def test_null_in_a_list_is_an_element() -> None:
    assert leaves([None]) == [("", [1]), ("[0]", None)]


def test_a_key_tells_apart_what_python_does_not() -> None:
    assert key(leaves(True)) != key(leaves(1))
    assert key(leaves(30)) == key(leaves(30.0))
    assert key(leaves(float("nan"))) == key(leaves(float("nan")))
    assert key(leaves("a")) != key(leaves("b"))
    assert key(leaves("a"), lambda _: None) == key(leaves("b"), lambda _: None)


@given(values)
def test_every_tree_has_a_key(value: Any) -> None:
    assert hash(key(leaves(value))) == hash(key(leaves(value)))
