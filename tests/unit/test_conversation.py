"""A call as a dialogue: what the platform told, what the bot did, where that leaves the call."""

from datetime import UTC, datetime, timedelta

import pytest

from harness import notification
from harness.conversation import TRANSITIONS, Conversation, Event, State, call_of, conversations, events
from harness.exchange import Exchange, Request, Response, Way
from harness.notification import Call, Party

START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def told(call: str, change: str, state: str, at: float) -> Exchange:
    known = Call(
        call, "chain", "tenant", "https://bot.example/", Party("user", "1"), Party("application", "2")
    )
    request = Request("POST", "https://bot.example/api/calls", body=notification.write(change, state, known))
    return Exchange(
        request, Response(202), Way.TO_BOT, started_at=START + timedelta(seconds=at), seconds=0.25
    )


def asked(call: str, action: str, status: int | None, at: float) -> Exchange:
    request = Request(
        "POST", f"https://graph.microsoft.com/v1.0/communications/calls/{call}/{action}", body=b"{}"
    )
    response = None if status is None else Response(status)
    return Exchange(request, response, Way.TO_GRAPH, started_at=START + timedelta(seconds=at), seconds=0.1)


def test_a_forwarded_call_rings_is_redirected_and_ends() -> None:
    (call,) = conversations(
        [
            told("57", "created", "incoming", 0),
            asked("57", "redirect", 202, 2),
            told("57", "deleted", "terminated", 9),
        ]
    )
    assert call.state is State.TERMINATED
    assert [step.event for step in call.steps] == [Event.INCOMING, Event.REDIRECTED, Event.TERMINATED]
    assert all(step.legal for step in call.steps)
    assert (call.waited_s, call.ack_s, call.retry_s) == (2.0, 0.25, None)


def test_a_refused_redirect_leaves_the_call_ringing_and_a_retry_is_timed() -> None:
    (call,) = conversations(
        [
            told("57", "created", "incoming", 0),
            asked("57", "redirect", 429, 1),
            asked("57", "redirect", 202, 4),
        ]
    )
    assert [step.event for step in call.steps] == [Event.INCOMING, Event.REFUSED, Event.REDIRECTED]
    assert call.retry_s == 3.0


def test_an_action_after_the_end_is_remembered_as_illegal_and_changes_nothing() -> None:
    (call,) = conversations(
        [
            told("57", "created", "incoming", 0),
            told("57", "deleted", "terminated", 1),
            asked("57", "redirect", 202, 2),
        ]
    )
    assert call.state is State.TERMINATED
    assert [step.legal for step in call.steps] == [True, True, False]


def test_the_order_is_that_of_the_start_and_not_of_the_file() -> None:
    (call,) = conversations([asked("57", "redirect", 202, 2), told("57", "created", "incoming", 0)])
    assert [step.event for step in call.steps] == [Event.INCOMING, Event.REDIRECTED]


def test_without_times_the_order_is_that_of_the_file() -> None:
    request = Request("POST", "https://graph.microsoft.com/v1.0/communications/calls/57/answer")
    untimed = Exchange(request, Response(202), Way.TO_GRAPH)
    (call,) = conversations([untimed, told("57", "created", "incoming", 0)])
    assert call.steps[0].event is Event.ANSWERED
    assert call.waited_s is None


def test_interleaved_calls_do_not_mix_and_spellings_of_one_id_do() -> None:
    upper, lower = "5AF1C0DE-0000-4000-8000-00000000ABCD", "5af1c0de00004000800000000000abcd"
    calls = conversations(
        [
            told(upper, "created", "incoming", 0),
            told("2", "created", "incoming", 0),
            asked(lower, "redirect", 202, 1),
        ]
    )
    assert [(call.call, len(call.steps)) for call in calls] == [(upper, 2), ("2", 1)]


def test_the_routes_without_an_id_are_each_a_conversation_of_one() -> None:
    request = Request("POST", "https://graph.microsoft.com/v1.0/participantLeftNotification/call/redirect")
    one = Exchange(request, Response(204), Way.TO_GRAPH)
    assert [call.call for call in conversations([one, one])] == [None, None]


def test_a_token_fetch_belongs_to_no_call() -> None:
    fetch = Exchange(
        Request("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token"), None, Way.TO_LOGIN
    )
    assert conversations([fetch]) == []
    assert call_of(fetch) is None


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (told("57", "updated", "redirecting", 0), [Event.UPDATED]),
        (told("57", "Deleted", "", 0), [Event.TERMINATED]),
        (asked("57", "reject", 202, 0), [Event.REJECTED]),
        (asked("57", "redirect", None, 0), [Event.REFUSED]),
        (asked("57", "keepAlive", 200, 0), []),
    ],
)
def test_each_message_is_the_event_it_stands_for(exchange: Exchange, expected: list[Event]) -> None:
    assert list(events(exchange)) == expected


def test_no_step_leads_out_of_the_end_of_a_call() -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] is State.TERMINATED]


def test_every_state_can_be_reached_from_an_unseen_call() -> None:
    reached = {State.UNSEEN}
    while grown := {to for (state, _), to in TRANSITIONS.items() if state in reached} - reached:
        reached |= grown
    assert reached == set(State)


def test_an_exchange_that_is_no_event_changes_nothing() -> None:
    after = Conversation("57").after(asked("57", "keepAlive", 200, 0))
    assert (after.state, after.steps, len(after.exchanges)) == (State.UNSEEN, (), 1)
