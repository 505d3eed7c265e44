"""A difference in words, and when two values say the same."""

import pytest

from harness.diff.difference import Difference, Kind, respelled, same, shown, unsaid


def test_a_long_value_is_shown_short() -> None:
    assert shown("x" * 100) == '"' + "x" * 79 + "…"


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
    assert not unsaid("body.maskOther", False)
    assert not unsaid("body.targets[0]", None)
