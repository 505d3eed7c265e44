"""A tape played to a bot: what it is given, in which order, and how long is waited for it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from vcr.errors import CannotOverwriteExistingCassetteException

from harness.exchange import Exchange, Request
from harness.pytest_plugin.bots import door
from harness.pytest_plugin.performance import Cues, Performance, alone
from harness.pytest_plugin.reel import playing
from harness.pytest_plugin.tape import Tape
from harness.pytest_plugin.terms import Terms
from harness.replay.pace import Pace
from harness.replay.player import Player
from harness.responder import Answer, FollowUp
from tests.unit.bots import BOTS, Line, as_recorded, background_thread, function, loop_of_its_own, tape
from tests.unit.recorded import CALLS, START, forward, redirect


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


class Silence(Event):
    """Nothing ever happens; waited: how many seconds were spent on finding that out."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0.0)
        return False


def test_whatever_is_given_out_of_turn_a_bot_is_waited_for_no_longer_than_told_in_all() -> None:
    cues = Cues([1, 2, 3, 4])
    cues.changed = silence = Silence()
    cues.ready(FollowUp(Request("POST", "/", body=b"{}"), START, number) for number in (1, 3))
    given = list[int | None]()

    def delivered(webhook: FollowUp, _: Exchange) -> None:
        given.append(webhook.number)
        cues.happened(webhook.number)

    performance = Performance(
        cues,
        door(lambda _: 202),
        sent=lambda webhook: webhook,
        complete=lambda: False,
        delivered=delivered,
        patience=lambda: 4.0,
        looped=False,
    )
    alone(performance.run())
    assert given == [1, 3]
    assert silence.waited == [2.0, 2.0], "the half for its turn, and the other for what it brings"


def test_a_bot_that_does_something_is_given_its_time_anew(two_calls: Tape) -> None:
    line = Line()

    def slow(envelope: Any) -> None:
        if url := line.hear(envelope):
            threading.Timer(0.6, line.redirect, [url]).start()

    two_calls.play(slow, timeout=1.0)
    assert two_calls.account() == ""


def misses(line: Line, url: str) -> None:
    with pytest.raises(CannotOverwriteExistingCassetteException):
        line.redirect(f"{url}/more")


def connects(_line: Line, _url: str) -> None:
    with pytest.raises(OSError, match="no connection"):
        socket.create_connection(("127.0.0.1", 9))


@pytest.mark.parametrize("mistake", [misses, connects])
@pytest.mark.parametrize("in_background", [False, True])
def test_a_bot_that_nothing_makes_good_is_given_a_fifth_of_its_time(
    two_calls: Tape, mistake: Callable[[Line, str], None], *, in_background: bool
) -> None:
    line = Line()

    def bot(envelope: Any) -> None:
        if url := line.hear(envelope):
            did = threading.Timer(0.05, mistake, [line, url])
            did.start() if in_background else did.run()

    start = time.monotonic()
    two_calls.play(bot, timeout=5.0)
    assert 0.9 < time.monotonic() - start < 2.5
    assert "not played" in two_calls.account()


@pytest.mark.parametrize("bot", [lambda _: 401, "http://127.0.0.1:9/"], ids=["refuses", "is not there"])
async def test_a_bot_that_takes_no_webhook_is_given_no_longer(two_calls: Tape, bot: Any) -> None:
    start = time.monotonic()
    await two_calls.play(bot, timeout=5.0)
    assert 0.9 < time.monotonic() - start < 2.5
    assert "not played: interaction 2" in two_calls.account()


def test_a_bot_that_tries_again_in_that_time_still_plays_all(two_calls: Tape) -> None:
    line = Line()

    def bot(envelope: Any) -> None:
        if url := line.hear(envelope):
            misses(line, url)
            threading.Timer(0.1, line.redirect, [url]).start()

    two_calls.play(bot, timeout=5.0)
    assert "not played" not in two_calls.account()


def test_all_is_not_played_while_what_follows_an_answer_is_still_being_counted(
    two_calls: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Player.play

    def slowly(self: Player, *asked: Any) -> Answer:
        answer = play(self, *asked)
        time.sleep(0.05)
        return answer

    monkeypatch.setattr(Player, "play", slowly)
    line = Line()
    two_calls.play(background_thread(line))
    assert line.said == as_recorded(two_calls)


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
