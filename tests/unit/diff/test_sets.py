"""Which element of a set is which."""

from typing import Any

import pytest

from harness.diff.sets import pairs
from harness.renaming import Renaming

ONE, OTHER, THIRD = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "123")


def target(user: str, name: str = "") -> dict[str, Any]:
    return {"identity": {"user": {"id": user, "displayName": name}}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([1, 2], [2, 1], [(1, 0), (0, 1)]),
        ([1, 2], [2], [(1, 0), (0, None)]),
        ([1], [2, 1], [(None, 0), (0, 1)]),
        ([1], [2], [(0, 0)]),
        ([1, 1, 2], [2, 1], [(2, 0), (0, 1), (1, None)]),
        ([True], [1], [(0, 0)]),
        ([], [], []),
    ],
)
def test_what_says_the_same_belongs_together_and_then_what_is_left(
    old: list[Any], new: list[Any], expected: list[tuple[int | None, int | None]]
) -> None:
    assert list(pairs(old, new)) == expected


def test_another_spelling_is_the_same_element() -> None:
    old = [target(ONE), target(OTHER)]
    new = [target(OTHER.upper()), {**target(ONE), "@odata.type": "#microsoft.graph.x", "region": None}]
    assert list(pairs(old, new)) == [(1, 0), (0, 1)]


def test_ids_are_known_by_their_new_names_and_unknown_ones_by_what_is_around_them() -> None:
    renaming = Renaming()
    assert renaming.pair(ONE, THIRD)
    assert list(pairs([target(ONE), target(OTHER)], [target(OTHER), target(THIRD)], renaming)) == [
        (1, 0),
        (0, 1),
    ]
    named = [target(ONE, "a"), target(OTHER, "b")]
    assert list(pairs(named, [target(THIRD, "b"), target(THIRD[::-1], "a")])) == [(1, 0), (0, 1)]
