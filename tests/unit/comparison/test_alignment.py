"""Which of the old belongs to which of the new."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.comparison.alignment import Added, Both, Removed, ordered, unordered

words = st.lists(st.sampled_from(["a1", "a2", "b1", "b2", "c1"]), max_size=12)
KEYS = (lambda word: word, lambda word: word[0])


def told(found: Sequence[Any]) -> list[str]:
    """`a1=a1 +b1 -c1`"""

    def word(pair: Any) -> str:
        match pair:
            case Both(old, new):
                return f"{old}={new}"
            case Added(new):
                return f"+{new}"
        return f"-{pair.old}"

    return [word(pair) for pair in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a1 b1", "a1 b1", "a1=a1 b1=b1"),
        ("a1 b1", "a1 c1 b1", "a1=a1 +c1 b1=b1"),
        ("a1 c1 b1", "a1 b1", "a1=a1 -c1 b1=b1"),
        ("a1 b1", "a2 b1", "a1=a2 b1=b1"),
        ("a1 b1", "a2 a1 b1", "+a2 a1=a1 b1=b1"),
        ("a1", "a2 a2", "a1=a2 +a2"),
        ("", "a1", "+a1"),
    ],
)
@pytest.mark.parametrize("align", [ordered, unordered])
def test_what_agrees_in_more_is_paired_first(
    old: str, new: str, expected: str, align: Callable[..., Any]
) -> None:
    assert told(align(old.split(), new.split(), KEYS)) == expected.split()


def test_what_was_swapped_is_told_only_where_order_counts() -> None:
    assert told(unordered(["a1", "b1"], ["b1", "a1"], KEYS)) == ["b1=b1", "a1=a1"]
    assert sorted(told(ordered(["a1", "b1"], ["b1", "a1"], KEYS))) in (
        ["+a1", "-a1", "b1=b1"],
        ["+b1", "-b1", "a1=a1"],
    )


def test_a_long_sequence_is_aligned_without_order() -> None:
    old = [f"{n}" for n in range(3000)]
    new = [*reversed(old)]
    assert all(isinstance(pair, Both) and pair.old == pair.new for pair in ordered(old, new, KEYS[:1]))


def test_a_key_of_none_pairs_with_nothing() -> None:
    assert told(unordered(["a1"], ["a1"], [lambda _: None])) == ["-a1", "+a1"]


@given(words, words, st.sampled_from([ordered, unordered]))
def test_nothing_is_lost_and_nothing_is_paired_twice(
    old: list[str], new: list[str], align: Callable[..., Any]
) -> None:
    found = align(list(enumerate(old)), list(enumerate(new)), [lambda one: one[1], lambda one: one[1][0]])
    assert sorted(pair.old for pair in found if not isinstance(pair, Added)) == list(enumerate(old))
    assert [pair.new for pair in found if not isinstance(pair, Removed)] == list(enumerate(new))
    assert all(pair.old[1][0] == pair.new[1][0] for pair in found if isinstance(pair, Both))


@given(words, words)
def test_order_is_kept_on_both_sides_where_it_counts(old: list[str], new: list[str]) -> None:
    found = ordered(list(enumerate(old)), list(enumerate(new)), [lambda one: one[1]])
    assert [pair.old for pair in found if not isinstance(pair, Added)] == list(enumerate(old))


@given(words)
def test_everything_is_itself(one: list[str]) -> None:
    for align in (ordered, unordered):
        assert told(align(one, list(one), KEYS)) == [f"{word}={word}" for word in one]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a1 a1 a1", "b1 a1 a1", "+b1 a1=a1 a1=a1"),
        ("a1 a1 a1", "a1 b1 a1", "a1=a1 +b1 a1=a1"),
        ("a1 b1 a1 a1", "a1 a1 a1 a1", "a1=a1 +a1 a1=a1 a1=a1"),
        ("a1 a1", "a1", "a1=a1 -a1"),
    ],
)
def test_of_many_that_are_alike_those_at_the_same_place_belong_together(
    old: str, new: str, expected: str
) -> None:
    """One that became another does not shift those behind it."""
    before, after = list(enumerate(old.split())), list(enumerate(new.split()))
    pairs = unordered(before, after, (lambda item: item[1],))
    assert all(pair.old[0] == pair.new[0] for pair in pairs if isinstance(pair, Both))
    assert sum(isinstance(pair, Both) for pair in pairs) == expected.count("=")


def test_of_many_that_are_alike_those_that_do_not_fit_stay_alone() -> None:
    def met(old: str, new: str) -> bool:
        return old[1] == new[1]

    key = (lambda word: word[0],)
    assert told(unordered(["a1", "a2", "a3", "a4"], ["a1", "a3", "a4"], key, met)) == [
        "a1=a1",
        "-a2",
        "a3=a3",
        "a4=a4",
    ]
    assert told(unordered(["a1", "a3"], ["a1", "a2", "a3"], key, met)) == ["a1=a1", "+a2", "a3=a3"]
    assert told(unordered(["a1"], ["a2"], key, met)) == ["a1=a2"], "better than none"
