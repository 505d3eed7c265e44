"""A tape played to a bot: what it is given, in which order, and how long is waited for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness.pytest_plugin.reel import playing
from harness.pytest_plugin.tape import Tape, Terms
from harness.replay.pace import Pace
from tests.unit.bots import BOTS, Line, as_recorded, function, loop_of_its_own, tape
from tests.unit.recorded import CALLS, forward, redirect


@pytest.fixture
def two_calls() -> Iterator[Tape]:
    one = tape()
    with playing(one):
        yield one


@pytest.mark.parametrize("kind", BOTS)
def test_every_kind_of_bot_lives_through_the_conversation_as_it_was_recorded(
    two_calls: Tape, kind: Callable[[Line], Any]
) -> None:
    line = Line()
    replies = two_calls.play(kind(line))
    assert line.said == as_recorded(two_calls)
    assert [reply.response.status for reply in replies] == [202] * 4
    assert two_calls.account() == ""


@pytest.mark.parametrize("kind", [kind for kind in BOTS if kind is not loop_of_its_own])
async def test_in_a_running_event_loop_it_is_awaited(two_calls: Tape, kind: Callable[[Line], Any]) -> None:
    line = Line()
    await two_calls.play(kind(line))
    assert line.said == as_recorded(two_calls)
    assert two_calls.account() == ""


def test_a_bot_that_does_not_redirect_is_waited_for_no_longer_than_told(two_calls: Tape) -> None:
    line = Line()
    two_calls.play(lambda told: line.hear(told) and None, timeout=0.05)
    assert line.said == [f"incoming {call[:4]}" for call in two_calls.calls]
    left = [line for line in two_calls.account().splitlines() if "not played" in line]
    assert [line.split(",")[0].strip() for line in left] == [
        f"not played: interaction {number}" for number in (2, 3, 5, 6)
    ]


def test_webhooks_nobody_asked_for_are_not_missing(two_calls: Tape) -> None:
    for number in (2, 5):
        Line().redirect(redirect(CALLS[0 if number == 2 else 1]).url)
    assert two_calls.account() == ""


def test_played_twice_there_is_nothing_left_to_give(two_calls: Tape) -> None:
    line = Line()
    two_calls.play(function(line))
    assert two_calls.play(function(line)) == ()


def test_an_error_of_the_bot_is_the_error_of_the_test() -> None:
    def bot(_: Any) -> None:
        raise LookupError("a mistake")

    with pytest.raises(LookupError, match="a mistake"):
        tape().play(bot)


def test_at_a_pace_webhooks_and_answers_come_when_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("harness.pytest_plugin.reel.time.sleep", slept.append)
    one = tape(*forward(), terms=Terms(pace=Pace.told("x0.1")))
    with playing(one):
        *_, last = one.play(function(Line()))
    assert slept == [pytest.approx(0.01)]
    first, second = (reply.started_at for reply in (*_, last))
    assert (second - first).total_seconds() > 0.3, "3.9 s after the answer, ten times as fast"
