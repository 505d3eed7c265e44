"""Time within a call."""

from datetime import timedelta

import pytest

from harness.report.page.timing import WIDTH, clock, gap, kind, lasted, moment, period, since, strip
from tests.unit.report.page.pages import entries
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import NOON
from tests.unit.watching import DIALOGUES


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "+0.000 s"), (1.5, "+1.500 s"), (-0.2, "-0.200 s"), (125.0, "+2 min 5 s"), (None, "")],
)
def test_a_moment_is_told_from_where_the_call_began(seconds: float | None, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.0071, "7 ms"), (1.254, "1.25 s"), (None, "")])
def test_a_duration_has_the_unit_that_fits(seconds: float | None, words: str) -> None:
    assert lasted(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "2026-03-02 12:00:00"),
        (32, "2026-03-02 12:00:00 to 12:00:32"),
        (86_400, "2026-03-02 12:00:00 to 2026-03-03 12:00:00"),
    ],
)
def test_a_period_says_no_more_than_it_must(seconds: float, words: str) -> None:
    assert period(NOON, NOON + timedelta(seconds=seconds)) == words


def test_what_is_not_known_has_no_words() -> None:
    assert period(None, NOON) == period(NOON, None) == moment(None) == ""


def test_what_comes_later_stands_further_away() -> None:
    assert [gap(0.0, after) for after in (0.01, 0.1, 1.0, 3.0, 9.0, 60.0)] == [0, 1, 2, 3, 4, 5]
    assert gap(None, 3.0) == gap(3.0, None) == 0


def test_seconds_since_an_unknown_time_are_unknown() -> None:
    assert since(NOON, NOON + timedelta(seconds=2)) == 2.0
    assert since(None, NOON) is None


def test_a_strip_is_to_scale_and_ends_with_what_is_far_away() -> None:
    exchanges = dialogue(DIALOGUES["faultless"])
    found = strip(exchanges, 0.0, 15.0, NOON)
    assert found is not None
    assert (found.begin, found.end, found.last) == (0.0, 150.0, WIDTH)
    assert [(mark.x, mark.kind) for mark in found.marks] == [(0.0, "told"), (15.0, "well"), (WIDTH, "told")]
    assert found.words == "incoming: 202 at 0.0 s, redirect: 202 at 1.5 s, terminated: 202 at 24.0 s"


def test_a_call_without_a_ring_has_no_window_and_one_without_times_no_strip() -> None:
    exchanges = dialogue(DIALOGUES["faultless"])
    found = strip(exchanges, None, 15.0, NOON)
    assert found is not None
    assert (found.begin, found.end) == (None, None)
    assert strip(exchanges, 0.0, 15.0, None) is None


def test_a_strip_of_many_exchanges_names_the_first_ones() -> None:
    found = strip(dialogue(DIALOGUES["faultless"]) * 4, 0.0, 15.0, NOON)
    assert found is not None
    assert found.words.endswith(", and 4 more")


def test_each_sort_of_exchange_is_drawn_as_such() -> None:
    kinds = [kind(entry.exchange) for entry in entries(dialogue(DIALOGUES["unanswered"]))]
    assert kinds == ["login", "badly", "told"]
