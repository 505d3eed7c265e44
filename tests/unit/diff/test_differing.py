"""How two trees differ, member by member."""

import copy
from typing import Any

import pytest
from hypothesis import given

from harness.diff import Kind, differences
from harness.renaming import Renaming
from tests.unit.diff.trees import values

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
ANOTHER = "0a0b0c0d-1111-4222-8333-444455556666"


def found(old: Any, new: Any, renaming: Renaming | None = None) -> list[str]:
    return [f"{one.kind} {one}" for one in differences(old, new, renaming=renaming)]


MEANT = [
    ({"a": 1}, {"a": 2}, ["changed a: 1 -> 2"]),
    ({"a": 1}, {}, ["removed a: 1 removed"]),
    ({}, {"a": {"b": 1}}, ['added a: {"b": 1} added']),
    ({"a": [1, 2]}, {"a": [1]}, ["removed a[1]: 2 removed"]),
    ({"a": [None]}, {"a": []}, ["removed a[0]: null removed"]),
    ({"a": "30"}, {"a": 30}, ['changed a: "30" -> 30']),
    ({"a": True}, {"a": 1}, ["changed a: true -> 1"]),
    ({"a": {}}, {"a": []}, ["changed a: {} -> []"]),
    ({"a": None}, {"a": 0}, ["changed a: null -> 0"]),
    ({"a": CALL}, {"a": ANOTHER}, [f'changed a: "{CALL}" -> "{ANOTHER}"']),
    ({"maskCallee": False}, {}, ["removed maskCallee: false removed"]),
    ({"body": {"maskCallee": True}}, {"body": {}}, ["removed body.maskCallee: true removed"]),
    ({"body": {"maskCallee": 0}}, {"body": {}}, ["removed body.maskCallee: 0 removed"]),
    ({"odd name": 1, "": 2}, {}, ['removed ["odd name"]: 1 removed', 'removed [""]: 2 removed']),
]


@pytest.mark.parametrize(("old", "new", "expected"), MEANT)
def test_what_changes_the_meaning_is_told_with_its_path(old: Any, new: Any, expected: list[str]) -> None:
    assert found(old, new) == expected


EQUIVALENT = [
    ({"a": None}, {}),
    ({}, {"a": None}),
    ({"a": 30}, {"a": 30.0}),
    ({"@odata.type": "#microsoft.graph.identitySet"}, {}),
    ({"@odata.type": [1]}, {"@odata.type": {"a": 1}}),
    ({"@odata.type": "#microsoft.graph.identitySet"}, {"@odata.type": "microsoft.graph.identitySet"}),
    ({"body": {"maskCallee": False}}, {"body": {}}),
    ({"body": {"maskCaller": None}}, {"body": {"maskCaller": False}}),
    ({"body": {}}, {"body": {"targetDisposition": "default"}}),
    ({"a": CALL}, {"a": CALL.upper().replace("-", "")}),
    (
        {"headers": {"content-type": "application/json"}},
        {"headers": {"content-type": "application/json; charset=UTF-8"}},
    ),
]


@pytest.mark.parametrize(("old", "new"), EQUIVALENT)
@pytest.mark.parametrize("renaming", [None, Renaming(), Renaming(masked_only=True)])
def test_another_spelling_of_the_same_is_equivalent(old: Any, new: Any, renaming: Renaming | None) -> None:
    fresh = renaming.copy() if renaming else None
    assert [one.kind for one in differences(old, new, renaming=fresh)] == [Kind.EQUIVALENT]


def test_the_order_of_members_is_no_difference() -> None:
    assert found({"a": 1, "b": 2}, {"b": 2, "a": 1}) == []


def test_noise_is_left_out_where_it_is_noise_only() -> None:
    old = {
        "headers": {"date": "a", "scenario-id": "a"},
        "response": {"headers": {"date": "a"}},
        "body": {"date": "a"},
    }
    new = {
        "headers": {"date": "b", "scenario-id": "b"},
        "response": {"headers": {"date": "b"}},
        "body": {"date": "b"},
    }
    assert [one.path for one in differences(old, new)] == ["headers.scenario-id", "body.date"]
    assert len(list(differences(old, new, noise={}))) == 4
    passed: list[str] = []
    list(differences(old, new, passed=passed.append))
    assert passed == ["headers.date", "response.headers.date"]


def test_ids_renamed_alike_are_no_difference_and_a_split_is_one_that_says_so() -> None:
    old = {"id": CALL, "resource": f"/communications/calls/{CALL}"}
    assert found(old, {"id": ANOTHER, "resource": f"/communications/calls/{ANOTHER}"}, Renaming()) == []
    (split,) = differences(
        old, {"id": ANOTHER, "resource": f"/communications/calls/{CALL}"}, renaming=Renaming()
    )
    assert split.path == "resource"
    assert split.note == f"{CALL} is {ANOTHER} elsewhere: {CALL} would split it"


def test_the_order_of_a_list_counts_unless_somebody_says_that_it_does_not() -> None:
    old, new = {"targets": [{"id": 1}, {"id": 2}]}, {"targets": [{"id": 2}, {"id": 1}]}
    assert found(old, new) == ["changed targets[0].id: 1 -> 2", "changed targets[1].id: 2 -> 1"]
    assert list(differences(old, new, unordered=lambda path: path == "targets")) == []
    assert len(list(differences(old, new, unordered=lambda path: path == "others"))) == 2


def test_of_a_set_only_what_came_and_went_is_told() -> None:
    told = differences([1, 2, 3], [3, 4, 1, 5, 6], unordered=lambda _: True)
    assert [str(one) for one in told] == ["[1]: 2 -> 4", "[3]: 5 added", "[4]: 6 added"]
    back = differences([3, 4, 1], [1], unordered=lambda _: True)
    assert [str(one) for one in back] == ["[0]: 3 removed", "[1]: 4 removed"]


def test_a_tree_of_any_depth_is_compared() -> None:
    old: Any = 1
    new: Any = 2
    for _ in range(5000):
        old, new = [old], [new]
    (one,) = differences(old, new)
    assert one.path == "[0]" * 5000


@given(values)
def test_nothing_differs_from_itself(value: Any) -> None:
    for renaming in (None, Renaming(), Renaming(masked_only=True)):
        assert found(value, copy.deepcopy(value), renaming) == []


@given(values, values)
def test_the_way_back_is_the_mirror_of_the_way_there(old: Any, new: Any) -> None:
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    there = {(one.path, one.kind, repr(one.old), repr(one.new)) for one in differences(old, new)}
    back = {
        (one.path, turned.get(one.kind, one.kind), repr(one.new), repr(one.old))
        for one in differences(new, old)
    }
    assert there == back


@given(values, values)
def test_no_difference_at_all_means_equal_texts(old: Any, new: Any) -> None:
    if not found(old, new):
        assert repr(sorted_members(old)) == repr(sorted_members(new))


def sorted_members(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: sorted_members(value[name]) for name in sorted(value)}
    return [sorted_members(one) for one in value] if isinstance(value, list) else value
