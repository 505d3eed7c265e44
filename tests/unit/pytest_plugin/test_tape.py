"""A tape: what is recorded, what was played, what was missed."""

from dataclasses import replace
from pathlib import Path

import pytest

from harness.cassette import Entry
from harness.conversation import call_of
from harness.exchange import Exchange, Request, Response, Way
from harness.matching import Miss
from harness.pytest_plugin.tape import Tape
from tests.unit.recorded import CALLS, asked, forward, redirect, redirect_body

TOKEN = Exchange(Request("POST", "https://login.microsoftonline.com/t/oauth2/v2.0/token"), None, Way.TO_LOGIN)


def tape(*exchanges: Exchange) -> Tape:
    recorded = exchanges or (*forward(CALLS[0]), *forward(CALLS[1], at=60))
    entries = [Entry(number, number, one, call_of(one)) for number, one in enumerate(recorded, 1)]
    return Tape(Path("forward.yaml"), entries, None)


def test_a_tape_shows_what_is_recorded() -> None:
    one = tape(TOKEN, *forward(CALLS[0]), *forward(CALLS[1], at=60))
    assert len(one.exchanges) == 7
    assert one.calls == CALLS[:2]
    assert [told["value"][0]["changeType"] for told in one.notifications] == ["created", "deleted"] * 2
    assert [told["value"][0]["resourceData"]["id"] for told in one.incoming] == list(CALLS[:2])
    assert (one.played, one.requests_made) == ((), [])


def test_a_webhook_that_is_no_notification_is_none() -> None:
    empty = Exchange(Request("POST", "https://bot.example/api"), Response(204), Way.TO_BOT)
    assert tape(empty, *forward()).notifications == tape(*forward()).notifications


def test_without_webhooks_there_is_nothing_to_play_to_a_bot() -> None:
    with pytest.raises(ValueError, match=r"redial: forward\.yaml holds no webhook to play to a bot; "):
        tape(asked(redirect())).play(print)


def test_a_webhook_that_the_bot_broke_at_is_left_though_the_test_goes_on() -> None:
    def broken(_told: object) -> None:
        raise KeyError("id")

    one = tape(*forward())
    with pytest.raises(KeyError):
        one.play(broken)
    one.answer(redirect())
    assert "not played: interaction 1, POST /api/calls" in one.account()


def test_all_played_and_nothing_missed_is_no_account() -> None:
    one = tape()
    assert one.account() != ""
    for call in CALLS[:2]:
        answered = one.answer(redirect(call))
        assert answered is not None
        assert answered[1].response == Response(202)
    assert one.account() == ""
    assert (
        [exchange.request for exchange in one.played]
        == one.requests_made
        == [redirect(call) for call in CALLS[:2]]
    )


def test_what_was_missed_and_what_is_left_is_accounted_for() -> None:
    one = tape()
    one.answer(redirect())
    assert one.answer(redirect(CALLS[1], redirect_body(timeout=5))) is None
    path = f"/v1.0/communications/calls/{CALLS[1]}/redirect"
    assert one.account().splitlines() == [
        "redial: the test and its recording forward.yaml do not agree",
        f"  not recorded: POST {path}: interaction 5 is nearest: body.timeout recorded 45, sent 5",
        f"  not played: interaction 5, POST {path}",
    ]
    one.told = True
    assert one.account() == ""


def test_what_matched_and_is_not_as_it_was_recorded_is_at_hand_and_fails_nothing() -> None:
    one = tape(asked(redirect()))
    one.answer(redirect(body=redirect_body(maskCallee=False), headers={"Accept": "*/*"}))
    assert [each.path for each in one.differences] == ["redirect.headers.accept", "redirect.body.maskCallee"]
    assert one.account() == ""


def test_an_exchange_that_nobody_answered_is_neither_played_nor_left() -> None:
    one = tape(asked(redirect(), None), asked(redirect(), at=2))
    assert [entry.number for entry in one.playable] == [2]
    assert one.places == {2: 0}


def test_a_request_that_was_played_meanwhile_is_a_miss_all_the_same() -> None:
    one = tape(asked(redirect()))
    assert isinstance(one.miss(redirect()), Miss)
    assert "is played already" in one.account()


def test_only_what_is_none_of_ours_is_let_pass() -> None:
    one = tape(*forward(), asked(Request("GET", "https://api.example/v1/me")))
    passing = ["http://testserver/api/calls", "http://127.0.0.1:3978/api/calls", "https://other.example/"]
    assert all(one.lets_pass(Request("POST", url)) for url in passing)
    kept = [
        redirect(CALLS[2]).url,
        redirect(CALLS[2]).url.replace("https://graph.microsoft.com", "http://127.0.0.1:8008"),
        redirect(CALLS[2]).url.removeprefix("https://graph.microsoft.com"),
        "https://graph.microsoft.com/v1.0/me",
        TOKEN.request.url,
        "/relative",
    ]
    assert not any(one.lets_pass(Request("POST", url)) for url in kept)
    assert not one.lets_pass(Request("GET", "https://api.example/v1/me")), "it is recorded"


def test_a_time_is_not_needed() -> None:
    timeless = [replace(exchange, started_at=None) for exchange in forward()]
    assert tape(*timeless).answer(redirect()) is not None
