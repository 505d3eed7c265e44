"""What a tree says: equal exactly where the keys of its leaves are."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.diff import Said, key, leaves, said

NAMES = st.sampled_from(
    ["body", "headers", "maskCallee", "targetDisposition", "accept", "@odata.type", "a", "a.b", "b['", ""]
)
TEXTS = st.sampled_from(
    [
        "",
        "default",
        "*/*",
        "a",
        "x\0y",
        "5B0F9A3E-7D41-4C86-9E27-F1C8D2A6B054",
        "5b0f9a3e7d414c869e27f1c8d2a6b054",
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, 30, 30.0, -0.0, 1.5, float("nan"), float("inf"), 10**400, 1e300, 2**53 + 1]),
    TEXTS,
)
TREES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=4),
    max_leaves=8,
)


@given(TREES, TREES)
def test_two_trees_say_the_same_where_their_leaves_do(one: Any, other: Any) -> None:
    for old, new in ((one, other), ({"body": one}, {"body": other}), (one, one)):
        assert (said(old).exact == said(new).exact) == (key(leaves(old)) == key(leaves(new)))
        shapes = [key(leaves(tree), lambda _: None) for tree in (old, new)]
        assert (said(old).shape == said(new).shape) == (shapes[0] == shapes[1])


@given(TREES)
def test_the_texts_are_those_of_the_leaves(tree: Any) -> None:
    assert sorted(said(tree).texts) == sorted(value for _, value in leaves(tree) if isinstance(value, str))


def test_texts_stand_in_the_order_of_the_names() -> None:
    assert said({"b": ["1", {"c": "2"}], "a": "0"}) == said({"a": "0", "b": ["1", {"c": "2"}]})
    assert said({"b": ["1", {"c": "2"}], "a": "0"}).texts == ("0", "1", "2")


def test_a_tree_of_any_depth_is_read() -> None:
    tree: Any = "deep"
    for _ in range(100_000):
        tree = [tree]
    found = said(tree)
    assert isinstance(found, Said)
    assert found.texts == ("deep",)
