"""A difference in words, and when two values say the same."""

import pytest

from harness.diff.difference import Difference, Kind, both_shown, respelled, same, shown, unsaid


def test_a_long_value_is_shown_short() -> None:
    assert shown("x" * 100) == '"' + "x" * 79 + "…"


def test_long_values_that_begin_alike_are_shown_around_the_first_place_that_differs() -> None:
    one, other = "x" * 200 + "a" + "y" * 200, "x" * 200 + "b"
    seen = f"…{'x' * 20}"
    assert both_shown(one, other) == (f"{seen}a{'y' * 59}…", f'{seen}b"')
    assert str(Difference("note", Kind.CHANGED, one, other)) == f'note: {seen}a{"y" * 59}… -> {seen}b"'
    assert both_shown("x" * 200, "x" * 201) == (f'{seen}"', f'{seen}x"')


def test_values_that_differ_early_or_not_at_all_are_shown_from_their_beginning() -> None:
    one, other = "a" + "x" * 200, "b" + "x" * 200
    assert both_shown(one, other) == (shown(one), shown(other))
    assert both_shown(one, one) == (shown(one), shown(one))


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Difference("a", Kind.ADDED, None, 1), "a: 1 added"),
        (Difference("a", Kind.REMOVED, "x"), 'a: "x" removed'),
        (Difference("a", Kind.CHANGED, 45, 5), "a: 45 -> 5"),
        (Difference("a", Kind.EQUIVALENT, None, False), "a: null -> false"),
        (Difference("a", Kind.CHANGED, note="it came late"), "a: it came late"),
        (Difference("a", Kind.EQUIVALENT), "a: null against absent"),
        (Difference("a", Kind.CHANGED, "x", "y", "x would split"), 'a: "x" -> "y" (x would split)'),
    ],
)
def test_a_difference_in_words_is_its_path_and_both_values(difference: Difference, words: str) -> None:
    assert str(difference) == words


def test_a_guid_is_the_same_in_any_case_and_without_dashes() -> None:
    assert respelled("x 57DAB8B1-894C-409A-B240-BD8BEAE78896") == "x 57dab8b1894c409ab240bd8beae78896"


def test_true_is_not_one_and_nan_is_itself() -> None:
    assert not same(True, 1)
    assert same(30, 30.0)
    assert same(float("nan"), float("nan"))


def test_null_and_a_documented_default_say_what_leaving_them_out_says_but_not_in_a_list() -> None:
    assert unsaid("body.callbackUri", None)
    assert unsaid("body.maskCallee", False)
    assert unsaid("headers.accept", "*/*")
    assert not unsaid("headers.accept", "application/json")
    assert not unsaid("body.maskOther", False)
    assert not unsaid("body.targets[0]", None)
