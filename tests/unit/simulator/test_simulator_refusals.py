"""Dialogues with the simulated Graph: what it refuses, and in which words."""

import pytest

from harness.body import value_of
from tests._talk import HEADERS, SPELLINGS, TARGETS, WELL, Talk, error, said, status


@pytest.mark.parametrize(
    ("edition", "body", "rule"),
    [
        ("reference", {"targets": TARGETS, "timeout": "30"}, "RDQ040"),
        ("reference", {}, "RDQ021"),
        ("reference", {"targets": []}, "RDQ022"),
        ("reference", {"targets": TARGETS * 26}, None),
        ("v1.0", {"targets": TARGETS * 26}, "RDQ022"),
        ("reference", {"targets": TARGETS, "timeout": 5}, None),
        ("v1.0", {"targets": TARGETS, "timeout": 5}, "RDQ041"),
        ("v1.0", {**WELL, "callbackUri": "http://bot.example/"}, "RDQ050"),
        ("reference", b"nonsense", "RDQ020"),
    ],
)
def test_an_error_of_the_edition_is_refused_with_the_rule_and_its_fix(
    edition: str, body: object, rule: str | None
) -> None:
    talk = Talk(edition)
    call, _ = talk.ring()
    answer = talk.redirect(call, body)
    if rule is None:
        assert status(answer) // 100 == 2
        return
    code, name, message = error(answer)
    assert (code, name) == (400, "BadRequest")
    assert message.startswith(f"{rule}: ")
    assert message.endswith(".")
    assert answer.then == ()
    assert status(talk.redirect(call)) // 100 == 2  # a refusal changes nothing


def test_a_refusal_carries_graphs_inner_error() -> None:
    talk = Talk()
    inner = value_of(said(talk.redirect("c", {}, **{"client-request-id": "mine"})).body)["error"][
        "innerError"
    ]
    assert inner["date"] == "2026-03-01T12:00:00"
    assert inner["client-request-id"] == "mine"
    assert inner["request-id"]


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD"])
def test_a_redirect_by_another_method_is_refused(method: str) -> None:
    answer = Talk().say(method, SPELLINGS[0].format("c"), WELL, HEADERS)
    assert error(answer)[2].startswith("RDQ001: ")


@pytest.mark.parametrize("path", ["/v1.0/communications/calls//redirect", "/v1.0/me/calls/c/d/redirect"])
def test_a_path_that_only_a_mistake_explains_is_refused(path: str) -> None:
    assert error(Talk().say("POST", path, WELL, HEADERS))[0] == 400


@pytest.mark.parametrize("authorization", [None, "", " ", "Bearer", "Bearer ", "Basic abc"])
@pytest.mark.parametrize("action", ["redirect", "answer", "reject"])
def test_without_a_bearer_token_nothing_is_done(authorization: str | None, action: str) -> None:
    talk = Talk()
    call, _ = talk.ring()
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": authorization} if authorization else {}
    )
    answer = talk.say("POST", f"/v1.0/communications/calls/{call}/{action}", {"targets": "no"}, headers)
    assert error(answer)[:2] == (401, "InvalidAuthenticationToken")
    assert said(answer).headers.get("WWW-Authenticate") == "Bearer"
    assert status(talk.redirect(call)) == 204
