"""A miss in words."""

from harness.diff import Difference, Kind
from harness.matching import Miss
from tests.unit.recorded import Kept, asked, redirect

NEAREST = Kept(3, asked(redirect()))


def test_an_empty_recording_says_so() -> None:
    assert Miss(None).why == "the recording holds no request to Graph"


def test_a_request_without_differences_was_played_already() -> None:
    assert Miss(NEAREST).why == "each recorded answer plays once, and interaction 3 is played already"


def test_each_difference_is_told_with_its_path_and_both_sides() -> None:
    found = (
        Difference("body.timeout", Kind.CHANGED, 45, 5),
        Difference("body.targets[1]", Kind.ADDED, None, {"identity": None}),
        Difference("body.callbackUri", Kind.REMOVED, "https://bot.example/", None),
        Difference("call", Kind.CHANGED, "1", "2", "it would split"),
    )
    assert Miss(NEAREST, found).why == (
        "interaction 3 is nearest: body.timeout recorded 45, sent 5; "
        'body.targets[1] sent {"identity": null}, not recorded; '
        'body.callbackUri recorded "https://bot.example/", not sent; '
        'call recorded "1", sent "2" (it would split)'
    )


def test_a_recorded_request_goes_by_whatever_name_it_is_given() -> None:
    told = Miss(NEAREST, first=Kept(2, asked(redirect()))).explained(lambda entry: f"the {entry.number}.")
    assert told == "it is the 3., and the 2. of the same call was to come before it"


def test_many_differences_are_counted_not_listed() -> None:
    found = tuple(Difference(f"body.m{n}", Kind.CHANGED, 1, 2) for n in range(11))
    why = Miss(NEAREST, found).why
    assert "body.m7 " in why
    assert "body.m8 " not in why
    assert why.endswith("; and 3 more")
