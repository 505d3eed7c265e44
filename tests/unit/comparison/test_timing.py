"""Times of both sides compared."""

import random
from array import array

import pytest

from harness.comparison.timing import Distribution, Timing
from harness.contract import editions
from harness.conversation import Conversation
from harness.exchange import Exchange
from tests.unit.recorded import CALLS, asked, forward, redirect, told

DOCUMENTATION = editions.documentation("v1.0")


def conversation(*exchanges: Exchange) -> Conversation:
    return Conversation(CALLS[0]).after_all(exchanges)


def timing(old: list[float], new: list[float]) -> Timing:
    """Calls whose redirect came so many seconds after they rang."""
    made = Timing(DOCUMENTATION)
    for side, delays in zip(made.sides, (old, new), strict=True):
        for delay in delays:
            side.add(conversation(told("created", "incoming"), asked(redirect(), at=delay)))
    return made


def shift(old: list[float], new: list[float], figure: str = "margin_s") -> str | None:
    return {each.figure: each.shift for each in timing(old, new).shifts}[figure]


def test_a_distribution_is_its_number_its_middle_and_where_nearly_all_lie() -> None:
    assert Distribution.of(array("d", [float(n) for n in range(1, 101)])) == Distribution(
        100, 50.0, 5.0, 95.0
    )
    assert Distribution.of(array("d", [3.0, 1.0])) == Distribution(2, 1.0, 1.0, 3.0)
    assert Distribution.of(array("d")) == Distribution(0, None, None, None)


def test_every_figure_that_a_call_has_is_told() -> None:
    made = Timing(DOCUMENTATION)
    throttled = [told("created", "incoming"), asked(redirect(), 429, at=1), asked(redirect(), at=3.5)]
    made.sides[0].add(conversation(*throttled))
    made.sides[1].add(conversation(*forward()))
    found = {each.figure: (each.old.median, each.new.median) for each in made.shifts}
    assert found == {
        "margin_s": (14.0, 14.0),
        "ack_s": (0.1, 0.1),
        "answer_s": (0.1, 0.1),
        "retry_s": (2.5, None),
        "attempts": (2.0, 1.0),
    }


def test_where_nothing_was_timed_nothing_is_told() -> None:
    assert Timing(DOCUMENTATION).shifts == []


def test_of_too_few_calls_nothing_is_said() -> None:
    assert shift([1.0] * 7, [9.0] * 100) is None


def test_a_bot_that_became_slow_leaves_less_of_the_window() -> None:
    draw = random.Random(3)
    old, slow = ([draw.gauss(middle, 0.3) for _ in range(50)] for middle in (1.5, 2.5))
    assert shift(old, slow) == "less"
    assert shift(slow, old) == "more"
    assert shift(old, old[::-1]) == "none"


def test_one_outlier_is_no_shift() -> None:
    assert shift([1.0, 1.1, 1.2, 1.0, 1.1] * 4, [1.0, 1.1, 1.2, 1.0, 9.0] * 4) == "none"


@pytest.mark.parametrize("seed", range(20))
def test_chance_is_no_shift(seed: int) -> None:
    draw = random.Random(seed)
    one, other = ([draw.expovariate(1.0) % 10 for _ in range(200)] for _ in range(2))
    assert shift(one, other) == "none"


def test_what_is_always_the_same_does_not_shift() -> None:
    assert shift([1.0] * 10, [1.0] * 10) == "none"
