"""Calls grouped by chain while they stream."""

from datetime import timedelta

import pytest

from harness.chains import SILENCE, UNTIMED, Chain, Chains, chains
from harness.conversation import State
from harness.exchange import Exchange, Request, Response, Way
from tests.unit.rules.exchanges import NOON, untimed
from tests.unit.test_conversation import asked, told


def seen(*exchanges: Exchange) -> list[tuple[str | None, list[str | None]]]:
    return [(chain.id, [call.call for call in chain.calls]) for chain in chains(exchanges)]


def test_calls_of_one_chain_come_together_and_others_by_themselves() -> None:
    ring = told("57", "created", "incoming", 0)
    assert seen(ring, told("58", "created", "incoming", 1), asked("99", "redirect", 202, 2)) == [
        ("chain", ["57", "58"]),
        (None, ["99"]),
    ]


def test_a_redirect_that_ended_before_its_notification_joins_its_chain() -> None:
    assert seen(asked("57", "redirect", 202, 2), told("57", "created", "incoming", 0)) == [("chain", ["57"])]


def test_what_names_no_call_is_a_chain_of_its_own() -> None:
    request = Request("POST", "https://graph.microsoft.com/v1.0/participantLeftNotification/call/redirect")
    one = Exchange(request, Response(204), Way.TO_GRAPH, started_at=NOON)
    assert seen(one, one) == [(None, [None]), (None, [None])]


def test_a_token_fetch_belongs_to_none() -> None:
    fetch = Request("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token")
    assert seen(Exchange(fetch, Response(200), Way.TO_LOGIN)) == []


def test_a_chain_that_is_silent_for_long_is_over_and_its_end_is_remembered() -> None:
    late = SILENCE.total_seconds() + 1
    grouped = Chains()
    assert not list(grouped.add(told("57", "created", "incoming", 0)))
    assert not list(grouped.add(told("57", "deleted", "terminated", 1)))
    (over,) = grouped.add(asked("99", "redirect", 202, 1 + late))
    assert [call.state for call in over.calls] == [State.TERMINATED]
    assert not list(grouped.add(asked("57", "redirect", 404, 2 + late)))
    *_, again = grouped.rest()
    (call,) = again.calls
    assert (call.call, call.began, call.state) == ("57", State.TERMINATED, State.TERMINATED)


def test_without_times_nothing_is_over_before_the_end() -> None:
    request = Request("POST", "https://graph.microsoft.com/v1.0/communications/calls/57/answer")
    grouped = Chains()
    assert not list(grouped.add(Exchange(request, Response(202), Way.TO_GRAPH)))
    assert not list(grouped.add(asked("99", "redirect", 202, 9 * SILENCE.total_seconds())))
    assert len(list(grouped.rest())) == 2


def test_without_times_the_chain_heard_least_lately_is_over_when_there_are_too_many() -> None:
    grouped = Chains()
    closed = [
        call.call
        for number in [*range(UNTIMED + 2), 0]
        for chain in grouped.add(untimed(asked(str(number), "redirect", 202, 0)))
        for call in chain.calls
    ]
    assert closed == ["0", "1", "2"]


def test_one_exchange_without_a_time_keeps_no_other_from_being_over() -> None:
    grouped = Chains()
    gap = SILENCE.total_seconds() + 1
    exchanges = [asked("57", "redirect", 202, 0), untimed(asked("58", "redirect", 202, 0))]
    assert not [chain for each in exchanges for chain in grouped.add(each)]
    over = [call.call for chain in grouped.add(asked("59", "redirect", 202, gap)) for call in chain.calls]
    assert over == ["57", "58"]


@pytest.mark.parametrize("number", [10, 1000])
def test_only_what_is_not_over_is_held(number: int) -> None:
    grouped, most = Chains(), 0
    gap = SILENCE.total_seconds()
    for at in range(number):
        list(grouped.add(asked(f"{at}", "redirect", 202, at * gap)))
        most = max(most, len(grouped._open))
    assert most <= 2


def test_every_call_is_told_how_far_the_recording_went() -> None:
    exchanges = [told("57", "created", "incoming", 0), asked("99", "answer", 202, 30)]
    ends: set[object] = {call.until for chain in chains(exchanges) for call in chain.calls}
    start = exchanges[0].started_at
    assert start
    assert ends == {start + timedelta(seconds=30)}


def test_no_exchange_makes_no_chain() -> None:
    nothing: list[Chain] = list(chains([]))
    assert nothing == []
