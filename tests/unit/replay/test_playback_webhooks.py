"""A webhook is played when it has arrived; until then it is left."""

from dataclasses import replace

from harness.exchange import Response
from tests.unit.recorded import forward, redirect, told
from tests.unit.replay.playing import NOW, playback


def test_before_the_bot_that_is_to_come_is_there_all_webhooks_are_left_and_none_is_played() -> None:
    played = playback(forward())
    played.await_bot()
    assert [each.interaction for each in played.result().left] == [1, 2, 3]
    answer = played.respond(redirect(), NOW)
    assert answer is not None
    assert answer.then == ()


def test_a_webhook_that_does_not_arrive_is_left_and_nothing_makes_it_well() -> None:
    played = playback(forward())
    (rings,) = played.webhooks(NOW)
    assert [each.interaction for each in played.result().left] == [1, 2, 3], "it is on its way"
    played.delivered(rings, replace(told("created", "incoming"), response=None, error="it hangs"))
    result = played.result()
    assert (result.undelivered, result.played) == (("1.yaml, interaction 1: it hangs",), ())
    assert [each.interaction for each in result.left] == [1, 2, 3]
    assert played.failed


def test_a_webhook_that_arrives_once_of_two_times_is_played() -> None:
    played = playback(forward(), faults=["duplicate"])
    rings, again = played.webhooks(NOW)
    played.delivered(rings, told("created", "incoming"))
    played.delivered(again, replace(told("created", "incoming"), response=None, error="it hangs"))
    assert [each.interaction for each in played.result().played] == [1]


def test_an_answer_that_is_given_again_brings_no_webhook() -> None:
    played = playback(forward(), repeats=True)
    played.webhooks(NOW)
    answers = [played.respond(redirect(), NOW) for _ in range(2)]
    assert [len(each.then) for each in answers if each is not None] == [1, 0]


def test_nothing_makes_it_well_that_the_bot_refuses_what_it_had_taken() -> None:
    played = playback(forward())
    (rings,) = played.webhooks(NOW)
    failed = [played.failed]
    played.delivered(rings, replace(told("created", "incoming"), response=Response(500)))
    assert [*failed, played.failed] == [False, True]
    assert [each.interaction for each in played.result().played] == [1]
