"""Dialogues with the simulated Graph: calls ring, are acted on, and end."""

import json
from datetime import timedelta

import pytest

from harness.contract import editions
from harness.exchange import Exchange, Origin, Request, Way
from harness.headers import Headers
from harness.responder import Answer
from harness.rules import judge
from harness.simulator.simulator import RING
from tests._talk import HEADERS, NOW, SPELLINGS, WELL, Talk, error, heard, said, status


def test_a_call_rings_is_redirected_and_ends() -> None:
    talk = Talk("v1.0")
    call, incoming = talk.ring()
    assert (heard(incoming).change, heard(incoming).state, heard(incoming).call) == (
        "created",
        "incoming",
        call,
    )
    assert incoming.request.url == "https://bot.example/api/calls"
    assert incoming.due == talk.now

    talk.wait(1)
    accepted = talk.redirect(call)
    assert status(accepted) == 202
    [terminated] = accepted.then
    assert (heard(terminated).change, heard(terminated).state) == ("deleted", "terminated")
    assert heard(terminated).call == call
    assert heard(terminated).chain == heard(incoming).chain
    assert terminated.request.url == "https://bot.example/api/calls"
    assert terminated.due == talk.now + timedelta(seconds=0.2)
    assert talk.wait(60) == []


@pytest.mark.parametrize(("edition", "success"), [("reference", 204), ("v1.0", 202), ("beta", 202)])
def test_each_edition_accepts_with_its_own_status(edition: str, success: int) -> None:
    talk = Talk(edition)
    call, incoming = talk.ring()
    answer = talk.redirect(call, **{"client-request-id": "mine"})
    response = said(answer)
    assert (response.status, response.body) == (success, b"")
    assert response.headers.get("client-request-id") == "mine"
    assert response.headers.get("request-id")
    assert response.headers.get("scenario-id") == heard(incoming).chain
    documentation = editions.documentation(edition)
    sent = Request(
        "POST",
        f"https://graph.microsoft.com/v1.0/communications/calls/{call}/redirect",
        Headers.of(HEADERS),
        json.dumps(WELL).encode(),
    )
    exchange = Exchange(sent, response, Way.TO_GRAPH, Origin.SIMULATED, started_at=NOW)
    assert list(judge(exchange, documentation)) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_reaches_the_call(spelling: str) -> None:
    talk = Talk("reference")
    call, _ = talk.ring()
    assert status(talk.redirect(call, spelling=spelling)) == 204
    assert not talk.notes


def test_a_call_is_known_without_dashes_and_in_capitals() -> None:
    talk = Talk()
    call, _ = talk.ring()
    assert status(talk.redirect(call.replace("-", "").upper())) == 204
    assert not talk.notes


def test_a_second_redirect_is_a_conflict_and_after_the_end_there_is_no_call() -> None:
    talk = Talk()
    call, _ = talk.ring()
    talk.redirect(call)
    assert error(talk.redirect(call))[:2] == (409, "8519")
    assert error(talk.act(call, "answer"))[:2] == (409, "8519")
    talk.wait(0.2)
    assert error(talk.redirect(call))[:2] == (404, "8522")


def test_a_redirect_after_the_window_finds_no_call() -> None:
    talk = Talk("v1.0")
    (late, _), (early, _) = talk.ring(), talk.ring()
    assert talk.wait(14.999) == []
    assert status(talk.redirect(early)) == 202
    [ended] = talk.wait(0.001)
    assert (heard(ended).change, heard(ended).state, heard(ended).call) == ("deleted", "terminated", late)
    assert error(talk.redirect(late))[:2] == (404, "8522")
    assert talk.wait(60) == []


def test_a_bot_that_records_by_policy_has_the_shorter_window() -> None:
    talk = Talk("v1.0", records_by_policy=True)
    call, _ = talk.ring()
    assert talk.wait(4.999) == []
    [ended] = talk.wait(0.001)
    assert (heard(ended).state, heard(ended).call) == ("terminated", call)


def test_an_edition_without_a_window_waits_for_ever() -> None:
    talk = Talk("reference")
    call, _ = talk.ring()
    assert talk.wait(3600) == []
    assert status(talk.redirect(call)) == 204


def test_an_answered_call_stays_and_is_no_longer_redirected() -> None:
    talk = Talk("v1.0")
    call, _ = talk.ring()
    answer = talk.act(call, "microsoft.graph.answer")
    assert (status(answer), answer.then) == (202, ())
    assert talk.wait(3600) == []
    assert error(talk.redirect(call)) == (409, "8519", "Conflict: the call was already answered.")


def test_a_rejected_call_ends() -> None:
    talk = Talk("v1.0")
    call, _ = talk.ring()
    answer = talk.act(call, "reject")
    [ended] = answer.then
    assert (status(answer), heard(ended).state) == (202, "terminated")
    assert error(talk.redirect(call))[0] == 409
    talk.wait(1)
    assert error(talk.act(call, "reject"))[0] == 404


@pytest.mark.parametrize(
    ("callback", "place"),
    [
        ("https://other.example/calls/42?webInstanceId=7", "https://other.example/calls/42?webInstanceId=7"),
        ("http://other.example", "http://other.example"),
        ("/relative", "https://bot.example/api/calls"),
        ("https://[broken", "https://bot.example/api/calls"),
        (None, "https://bot.example/api/calls"),
    ],
)
def test_the_end_is_told_to_the_callback_of_the_redirect(callback: str | None, place: str) -> None:
    talk = Talk()
    call, _ = talk.ring()
    [ended] = talk.redirect(call, {**WELL, "callbackUri": callback}).then
    assert ended.request.url == place


@pytest.mark.parametrize(
    ("bot", "place"),
    [
        (None, "/api/calls"),
        ("http://127.0.0.1:3978", "/api/calls"),
        ("http://127.0.0.1:3978/", "/api/calls"),
        ("http://127.0.0.1:3978/hook", "/hook"),
    ],
)
def test_a_call_rings_at_the_path_of_the_bot(bot: str | None, place: str) -> None:
    _, incoming = Talk(bot=bot).ring()
    assert incoming.request.path == place
    assert heard(incoming).data["callbackUri"] == f"https://bot.example{place}"


def test_a_ring_may_name_who_calls_whom_and_where() -> None:
    talk = Talk()
    source, target = {"phone": {"id": "+12065550142"}}, {"user": {"id": "u", "displayName": "Front Desk"}}
    call, incoming = talk.ring(source=source, target=target, tenant="t", path="/hook")
    data = heard(incoming).data
    assert data["source"]["identity"]["phone"]["id"] == "+12065550142"
    assert data["targets"][0]["identity"]["user"]["displayName"] == "Front Desk"
    assert data["tenantId"] == "t"
    [ended] = talk.redirect(call).then
    assert ended.request.path == "/hook"


def test_a_ring_that_cannot_be_understood_says_why() -> None:
    assert error(Talk().say("POST", RING, {"caller": "me"})) == (
        400,
        "BadRequest",
        "This does not ring: `caller` is none of source, target, tenant, path.",
    )


def test_a_call_that_never_rang_is_taken_as_ringing_and_noted() -> None:
    talk = Talk("v1.0")
    answer = talk.redirect("41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c")
    assert status(answer) == 202
    [ended] = answer.then
    assert heard(ended).call == "41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c"
    assert talk.notes == [
        "call '41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c' never rang here: it is taken as ringing"
    ]
    assert talk.wait(60) == []


@pytest.mark.parametrize("action", ["redirect", "answer", "reject"])
def test_only_a_call_that_it_saw_end_is_not_found(action: str) -> None:
    talk = Talk("v1.0", calls=1)
    forgotten, _ = talk.ring()
    talk.redirect(forgotten)
    talk.wait(1)
    unseen, ended = "41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c", talk.ring()[0]
    talk.redirect(ended)
    talk.wait(1)
    paths = {call: f"/v1.0/communications/calls/{call}/{action}" for call in (ended, unseen, forgotten)}
    statuses = [status(talk.say("POST", path, WELL, HEADERS)) for path in paths.values()]
    assert statuses == [404, 202, 202]
    assert [note.split("'")[1] for note in talk.notes] == [unseen, forgotten]


def test_a_call_that_never_rang_is_noted_though_its_redirect_is_refused() -> None:
    talk = Talk()
    call = "41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c"
    assert status(talk.redirect(call, {"timeout": 30})) == 400
    assert status(talk.redirect(call)) == 204
    assert talk.notes == [f"call '{call}' never rang here: it is taken as ringing"]


def test_a_call_that_never_rang_is_noted_once() -> None:
    talk = Talk()
    for spelling in SPELLINGS:
        talk.redirect("41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c", spelling=spelling)
    assert len(talk.notes) == 1


def test_the_notification_roots_reach_no_call() -> None:
    talk = Talk("reference")
    answer = talk.redirect("", spelling="/v1.0/participantLeftNotification/call/redirect")
    assert error(answer) == (
        400,
        "BadRequest",
        "Resource not found for the segment 'participantLeftNotification'.",
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", RING),
        ("GET", "/"),
        ("GET", "/v1.0/communications/calls/c"),
        ("POST", "/v1.0/communications/calls"),
        ("POST", "/v1.0/communications/calls/c/transfer"),
        ("GET", "/v1.0/communications/calls/c/answer"),
        ("POST", "/v1.0/print/printers/p/jobs/j/redirect"),
    ],
)
def test_anything_else_is_left_to_others(method: str, path: str) -> None:
    assert Talk().say(method, path, {}, HEADERS) is None


def test_the_oldest_calls_are_forgotten() -> None:
    talk = Talk(calls=2)
    ids = [talk.ring()[0] for _ in range(3)]
    for call in reversed(ids):
        talk.redirect(call)
    assert len(talk.notes) == 1


def script(seed: int) -> list[Answer | None]:
    talk = Talk("v1.0", seed=seed)
    call, incoming = talk.ring()
    said = [talk.redirect(call), talk.redirect(call), talk.act("unseen", "reject"), talk.redirect("c", {})]
    return [Answer(None, Origin.SIMULATED, (incoming,)), *said]


def test_a_seed_decides_every_id() -> None:
    assert script(1) == script(1)
    assert script(1) != script(2)


def test_no_id_stands_for_two_things() -> None:
    talk = Talk()
    rung = [talk.ring() for _ in range(20)]
    assert len({call for call, _ in rung}) == len({heard(told).chain for _, told in rung}) == 20
    assert len({heard(told).data["tenantId"] for _, told in rung}) == 1
