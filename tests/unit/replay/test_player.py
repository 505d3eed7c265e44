"""The player as a dialogue: what was recorded is answered once, in order, and nothing else is."""

import json
from datetime import timedelta
from typing import Any

import pytest

from harness import notification
from harness.conversation import call_of
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from harness.replay.pace import Pace
from harness.replay.player import Missed, Player
from harness.responder import Answer, FollowUp
from tests.unit.recorded import (
    CALLER,
    CALLS,
    KEY,
    MEGAN,
    OTHER_KEY,
    START,
    asked,
    forward,
    kept,
    redirect,
    redirect_body,
    told,
)

NOW = START + timedelta(days=1)
READERS = [
    pytest.param(KEY, id="the key of the file"),
    pytest.param(OTHER_KEY, id="another key"),
    pytest.param(None, id="no key"),
]


def status(answer: Answer) -> int | None:
    return answer.response.status if answer.response else None


def spoken(answer: Answer) -> Any:
    assert answer.response is not None
    return json.loads(answer.response.body)


def states(follow_ups: tuple[FollowUp, ...]) -> list[str]:
    return [notice.state for one in follow_ups for notice in notification.read(one.request.body)]


def test_a_recorded_answer_plays_once_with_its_own_origin() -> None:
    player = Player(kept(forward()))
    answer = player.respond(redirect(), NOW)
    assert (status(answer), answer.origin, answer.then) == (202, Origin.RECORDED, ())
    assert [entry.number for entry in player.played] == [2]
    again = player.respond(redirect(), NOW)
    assert (status(again), again.origin) == (501, Origin.FAULT)
    assert "interaction 2 is played already" in spoken(again)["error"]["message"]


def test_retries_replay_as_they_were_recorded() -> None:
    throttled = Response(429, Headers.of({"Retry-After": "2"}))
    player = Player(kept([asked(redirect(), at=1, response=throttled), asked(redirect(), at=4)]))
    answers = [player.respond(redirect(headers={"Retry-Attempt": str(n)}), NOW) for n in range(2)]
    assert [status(answer) for answer in answers] == [429, 202]
    assert answers[0].response is not None
    assert answers[0].response.headers.get("retry-after") == "2"
    assert player.left() == []


def test_a_request_that_nobody_answered_is_not_answered_again() -> None:
    broken = Exchange(redirect(), None, Way.TO_GRAPH, started_at=START, error="The connection was reset.")
    answer = Player(kept([broken])).respond(redirect(), NOW)
    assert (answer.response, answer.origin) == (None, Origin.RECORDED)


def test_a_miss_fails_closed_in_the_shape_of_a_graph_error() -> None:
    player = Player(kept(forward()))
    request = redirect(body=redirect_body(timeout=5), headers={"client-request-id": "c1"})
    answer = player.respond(request, NOW)
    assert (status(answer), answer.origin) == (501, Origin.FAULT)
    assert spoken(answer)["error"] == {
        "code": "notRecorded",
        "message": f"POST /v1.0/communications/calls/{CALLS[0]}/redirect is not recorded: "
        "interaction 2 is nearest: body.timeout recorded 45, sent 5",
        "innerError": {"date": "2026-01-02T09:00:00", "client-request-id": "c1"},
    }
    assert player.missed == [
        Missed(
            f"POST /v1.0/communications/calls/{CALLS[0]}/redirect",
            "interaction 2 is nearest: body.timeout recorded 45, sent 5",
        )
    ]
    assert [entry.number for entry in player.left()] == [2], "a miss plays nothing"


def test_a_miss_never_tells_a_header() -> None:
    player = Player(kept(forward()))
    answer = player.respond(
        redirect(CALLS[1], headers={"Authorization": "Bearer eyJ.secret", "X-Other": "secret"}), NOW
    )
    assert answer.response is not None
    assert b"secret" not in answer.response.body
    assert "secret" not in repr(player.missed)


def test_a_token_fetch_is_never_played_nor_left() -> None:
    token = Request(
        "POST", "https://login.microsoftonline.com/tenant/oauth2/v2.0/token", body=b"grant_type=x"
    )
    player = Player(kept([Exchange(token, Response(200), Way.TO_LOGIN, started_at=START)]))
    assert player.left() == []
    assert status(player.respond(token, NOW)) == 501


@pytest.mark.parametrize("reader", READERS)
def test_what_is_played_back_carries_the_ids_of_the_caller(reader: Redactor | None) -> None:
    said = Response(
        404,
        Headers.of({"client-request-id": CALLER, "scenario-id": MEGAN, "Content-Length": "999"}),
        json.dumps({"error": {"code": "8522", "message": f"Call {CALLS[0]} of {MEGAN} is over."}}).encode(),
        "Not Found",
    )
    request = redirect(headers={"client-request-id": CALLER, "scenario-id": MEGAN})
    player = Player(kept([asked(request, response=said)], KEY), redactor=reader)
    answer = player.respond(request, NOW)
    assert answer.response is not None
    assert dict(answer.response.headers) == {"client-request-id": CALLER, "scenario-id": MEGAN}
    assert spoken(answer)["error"]["message"] == f"Call {CALLS[0]} of {MEGAN} is over."
    assert answer.response.reason == "Not Found"


def test_a_body_that_is_no_json_carries_them_too_and_one_that_is_no_text_stays() -> None:
    for content in (f"call {CALLS[0]}".encode(), b"\xff\xfe"):
        player = Player(kept([asked(redirect(), response=Response(500, body=content))], KEY))
        answer = player.respond(redirect(), NOW)
        assert answer.response is not None
        assert answer.response.body == content


def test_webhooks_are_silent_and_not_left_until_a_bot_is_there() -> None:
    player = Player(kept(forward()))
    assert player.respond(redirect(), NOW).then == ()
    assert player.left() == []
    assert list(player.due(NOW)) == []


def test_with_a_bot_the_incoming_call_comes_first_and_the_end_after_the_redirect() -> None:
    player = Player(kept(forward()))
    first = player.webhooks(NOW)
    assert states(first) == ["incoming"]
    assert [(one.request.url, one.due, one.number) for one in first] == [("/api/calls", NOW, 1)]
    answer = player.respond(redirect(), NOW)
    assert states(answer.then) == ["terminated"]


def test_a_webhook_is_played_once_the_bot_was_given_it() -> None:
    player = Player(kept(forward()))
    (rings,) = player.webhooks(NOW)
    assert [entry.number for entry in player.left()] == [1, 2, 3]
    for number in (rings.number, rings.number, None):
        player.heard(number)
    assert [entry.number for entry in player.left()] == [2, 3]
    player.respond(redirect(), NOW)
    assert [entry.number for entry in player.left()] == [3], "its end was never sent"
    assert [entry.number for entry in player.played] == [1, 2]


def test_the_end_follows_the_last_attempt_that_came_before_it() -> None:
    attempts = [asked(redirect(), 429, at=1), asked(redirect(), 202, at=3)]
    player = Player(kept([*attempts, told("deleted", "terminated", at=9), told("created", "incoming")]))
    assert states(player.webhooks(NOW)) == ["incoming"]
    assert player.respond(redirect(), NOW).then == ()
    assert states(player.respond(redirect(), NOW).then) == ["terminated"]


def test_a_bot_that_never_redirects_leaves_the_answer_and_the_end() -> None:
    player = Player(kept(forward()))
    player.heard(player.webhooks(NOW)[0].number)
    assert [entry.number for entry in player.left()] == [2, 3]


def test_calls_do_not_wait_for_each_other() -> None:
    recording = [*forward(CALLS[0]), *forward(CALLS[1], at=0.5)]
    player = Player(kept(recording))
    assert [one.number for one in player.webhooks(NOW)] == [1, 4]
    assert [one.number for one in player.respond(redirect(CALLS[1]), NOW).then] == [6]
    assert [one.number for one in player.respond(redirect(CALLS[0]), NOW).then] == [3]


@pytest.mark.parametrize("reader", READERS)
def test_a_bot_that_gets_its_ids_from_us_plays_the_whole_conversation(reader: Redactor | None) -> None:
    recording = [exchange for n, call in enumerate(CALLS) for exchange in forward(call, at=60.0 * n)]
    player = Player(kept(recording, KEY), redactor=reader)
    for told_first in player.webhooks(NOW):
        (notice,) = notification.read(told_first.request.body)
        (recorded,) = (
            entry for entry in kept(recording, KEY) if entry.number == (told_first.number or 0) + 1
        )
        sent = Request(
            "POST",
            f"http://127.0.0.1:8008/v1.0//communications/calls/{notice.call}/redirect",
            body=recorded.exchange.request.body,
        )
        (last,) = player.respond(sent, NOW).then
        assert [one.call for one in notification.read(last.request.body)] == [notice.call]
        player.heard(told_first.number)
        player.heard(last.number)
    assert (player.left(), player.missed) == ([], [])


@pytest.mark.parametrize("reader", READERS)
def test_the_end_of_a_call_goes_by_the_name_that_the_bot_gave_it(reader: Redactor | None) -> None:
    player = Player(kept(forward(), KEY), redactor=reader)
    player.webhooks(NOW)
    (last,) = player.respond(redirect(), NOW).then
    ended = Exchange(last.request, Response(202), Way.TO_BOT)
    assert call_of(ended) == CALLS[0]


def test_a_webhook_is_sent_without_the_headers_that_frame_it() -> None:
    (first,) = Player(kept(forward())).webhooks(NOW)
    assert dict(first.request.headers) == {"Content-Type": "application/json"}


def test_a_webhook_that_names_no_call_comes_at_once() -> None:
    empty = Exchange(Request("POST", "https://bot.contoso.com/api/calls?a=b"), Response(204), Way.TO_BOT)
    (only,) = Player(kept([asked(redirect()), empty])).webhooks(NOW)
    assert (only.request.url, only.number) == ("/api/calls?a=b", 2)


def test_answers_and_webhooks_take_as_long_as_they_were_recorded() -> None:
    player = Player(kept(forward()), pace=Pace(1.0))
    [incoming] = player.webhooks(NOW)
    assert incoming.due == NOW
    answer = player.respond(redirect(), NOW)
    recorded = forward()
    redirected, terminated = recorded[1], recorded[2]
    assert answer.delivery.delay == redirected.seconds
    assert redirected.started_at is not None
    assert terminated.started_at is not None
    assert answer.then[0].due - NOW == terminated.started_at - redirected.started_at


def test_a_factor_makes_both_shorter_and_one_delay_is_for_answers_alone() -> None:
    half = Player(kept(forward()), pace=Pace(0.5)).respond(redirect(), NOW)
    whole = Player(kept(forward()), pace=Pace(1.0)).respond(redirect(), NOW)
    assert half.delivery.delay == whole.delivery.delay / 2
    player = Player(kept(forward()), pace=Pace.told("250"))
    player.webhooks(NOW)
    answer = player.respond(redirect(), NOW)
    assert answer.delivery.delay == 0.25
    assert answer.then[0].due == NOW + timedelta(seconds=0.25), "when the answer is there"


def test_where_the_order_is_strict_what_comes_before_its_turn_is_not_recorded() -> None:
    first, second = redirect(), redirect(body=redirect_body(timeout=50))
    recorded = kept([asked(first, at=1, response=Response(503)), asked(second, at=4)])
    player = Player(recorded, strict=True)
    early = player.respond(second, NOW)
    assert status(early) == 501
    assert "interaction 1 of the same call was to come before it" in spoken(early)["error"]["message"]
    assert [status(player.respond(each, NOW)) for each in (first, second)] == [503, 202]
    any_order = Player(recorded)
    assert [status(any_order.respond(each, NOW)) for each in (second, first)] == [202, 503]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://graph.microsoft.com/v1.0/me?a=b", "GET /v1.0/me"),
        ("https://login.microsoftonline.com/common/x", "GET /common/x"),
        ("http://127.0.0.1:8080/v1.0/me", "GET /v1.0/me"),
        ("https://me:hush@api.example:8443/v2/agents?a=b", "GET api.example:8443/v2/agents"),
        ("/v1.0/me", "GET /v1.0/me"),
    ],
)
def test_a_request_that_is_missed_names_its_host_where_that_is_nobodys_here(url: str, said: str) -> None:
    player = Player(kept(forward()))
    answer = player.respond(Request("GET", url), NOW)
    assert player.missed[0].request == said
    assert spoken(answer)["error"]["message"].startswith(f"{said} is not recorded: ")
