"""Dialogues with the simulated Graph where no page says what Graph does: each choice, each status."""

from collections.abc import Callable

import pytest

from harness.simulator.choices import USUAL
from harness.tokens import bearer
from tests._talk import HEADERS, SPELLINGS, TARGETS, WELL, Talk, error, heard, said, status

TENANT = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
UNSEEN = "41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c"
CLAIMS = {"aud": "https://graph.microsoft.com", "tid": TENANT, "roles": ["Calls.Initiate.All"]}


def chosen(*texts: str, edition: str = "v1.0") -> Talk:
    return Talk(edition, choices=USUAL.having(texts))


def carrying(**claims: object) -> dict[str, str]:
    return {"Authorization": f"Bearer {bearer.unsigned({**CLAIMS, **claims})}"}


def call_over(talk: Talk) -> tuple[int, str, str]:
    call, _ = talk.ring()
    talk.redirect(call)
    talk.wait(60)
    return error(talk.redirect(call))


def call_taken(talk: Talk) -> tuple[int, str, str]:
    call, _ = talk.ring()
    talk.redirect(call)
    return error(talk.redirect(call))


def role_missing(talk: Talk) -> tuple[int, str, str]:
    return error(talk.redirect(talk.ring()[0], **carrying(roles=[])))


def tenant_wrong(talk: Talk) -> tuple[int, str, str]:
    call, _ = talk.ring(tenant="e6a1c0de-9b1c-4f70-8a6e-2d3e4f5a6b7c")
    return error(talk.redirect(call, **carrying()))


def throttled(talk: Talk) -> tuple[int, str, str]:
    for _ in range(2):
        talk.redirect(talk.ring()[0])
    return error(talk.redirect(talk.ring()[0]))


REACHED: dict[str, tuple[Callable[[Talk], tuple[int, str, str]], int, str]] = {
    "rule_broken": (lambda talk: error(talk.redirect(talk.ring()[0], {})), 400, "BadRequest"),
    "token_missing": (
        lambda talk: error(talk.redirect(talk.ring()[0], Authorization="")),
        401,
        "InvalidAuthenticationToken",
    ),
    "role_missing": (role_missing, 403, "7504"),
    "tenant_wrong": (tenant_wrong, 403, "7505"),
    "call_over": (call_over, 404, "8522"),
    "call_taken": (call_taken, 409, "8519"),
    "throttled": (throttled, 429, "TooManyRequests"),
}
"""Refusal -> how it is come by, and what is answered where nobody chooses."""


@pytest.mark.parametrize("name", REACHED)
def test_every_status_is_reached_in_graphs_envelope_and_may_be_another(name: str) -> None:
    reach, number, code = REACHED[name]
    assert reach(chosen("limit=2"))[:2] == (number, code)
    assert reach(chosen("limit=2", f"{name}=418:8585:Not today."))[:3] == (418, "8585", "Not today.")


def test_the_notification_roots_may_be_refused_otherwise() -> None:
    talk = chosen("root_unaddressable=404:ResourceNotFound:No {root} here.", edition="reference")
    answer = talk.redirect("", spelling="/v1.0/participantLeftNotification/call/redirect")
    assert error(answer) == (404, "ResourceNotFound", "No participantLeftNotification here.")


def test_what_a_token_lacks_is_refused_before_what_the_body_does() -> None:
    talk = chosen()
    code, name, message = error(talk.redirect(talk.ring()[0], {}, **carrying(roles=[])))
    assert (code, name) == (403, "7504")
    assert message.startswith("RDC013: the token does not carry Calls.Initiate.All")
    assert "RDQ" not in message


@pytest.mark.parametrize("token", ["opaque", bearer.unsigned(CLAIMS)])
def test_a_token_that_may_redirect_or_tells_nothing_is_taken(token: str) -> None:
    talk = chosen()
    assert status(talk.redirect(talk.ring()[0], Authorization=f"Bearer {token}")) == 202


def test_what_the_edition_does_not_demand_is_not_refused() -> None:
    talk = chosen(edition="reference")
    assert status(talk.redirect(talk.ring()[0], **carrying(roles=[]))) == 204


def test_a_call_is_answered_without_a_permission() -> None:
    talk = chosen()
    path = f"/v1.0/communications/calls/{talk.ring()[0]}/answer"
    assert status(talk.say("POST", path, {}, {**HEADERS, **carrying(roles=[])})) == 202


def test_a_call_that_never_rang_may_be_unknown() -> None:
    talk = chosen("call_unknown=404:8522")
    assert error(talk.redirect(UNSEEN))[:2] == (404, "8522")
    assert error(talk.redirect(UNSEEN, {}))[:2] == (400, "BadRequest")
    assert error(talk.act(UNSEEN, "answer"))[:2] == (404, "8522")
    assert talk.notes == []


@pytest.mark.parametrize(("ids", "answered"), [("any", 202), ("exact", 404)])
def test_whether_an_id_in_other_letters_is_the_same_call(ids: str, answered: int) -> None:
    talk = chosen(f"ids={ids}", "call_unknown=404")
    call, _ = talk.ring()
    assert status(talk.redirect(call.upper())) == answered
    assert status(chosen(f"ids={ids}").redirect(call)) == 202


def test_more_requests_than_the_limit_wait_until_the_first_is_15_seconds_old() -> None:
    talk = chosen("limit=2")
    calls = [talk.ring()[0] for _ in range(3)]
    talk.redirect(calls[0])
    talk.wait(4.5)
    talk.act(calls[1], "answer")
    refused = talk.redirect(calls[2])
    assert error(refused)[:2] == (429, "TooManyRequests")
    assert said(refused).headers.get("Retry-After") == "11"
    talk.wait(10.5)
    assert status(talk.say("POST", SPELLINGS[0].format(UNSEEN), WELL, HEADERS)) == 202


def test_a_throttled_answer_may_come_without_retry_after() -> None:
    talk = chosen("limit=1", "retry_after=no")
    talk.redirect(UNSEEN)
    refused = talk.redirect(UNSEEN)
    assert status(refused) == 429
    assert said(refused).headers.get("Retry-After") is None


@pytest.mark.parametrize(("edition", "success"), [("reference", 202), ("v1.0", 204)])
def test_the_status_of_an_acceptance_may_be_the_other_one(edition: str, success: int) -> None:
    talk = chosen(f"success={success}", edition=edition)
    assert status(talk.redirect(talk.ring()[0])) == success


def test_that_the_call_is_being_redirected_is_told_between_acceptance_and_end() -> None:
    talk = chosen("redirecting=yes", "ending=3")
    call, _ = talk.ring()
    told = talk.redirect(call, {"targets": TARGETS, "callbackUri": "https://bot.example/ended"}).then
    assert [(heard(each).change, heard(each).state, heard(each).call) for each in told] == [
        ("updated", "redirecting", call),
        ("deleted", "terminated", call),
    ]
    assert [(each.due - talk.now).total_seconds() for each in told] == [0, 3]
    assert {each.request.path for each in told} == {"/ended"}


@pytest.mark.parametrize("action", ["answer", "reject"])
def test_of_another_action_it_is_not_told(action: str) -> None:
    talk = chosen("redirecting=yes", "result=480:10037")
    told = talk.act(talk.ring()[0], action).then
    assert all(heard(each).state == "terminated" and "resultInfo" not in heard(each).data for each in told)


def test_the_end_of_a_redirect_may_tell_a_result() -> None:
    talk = chosen("result=480:10037:No callee endpoints.")
    [ended] = talk.redirect(talk.ring()[0]).then
    info = {"code": 480, "subcode": 10037, "message": "No callee endpoints."}
    assert heard(ended).data["resultInfo"] == {"@odata.type": "#microsoft.graph.resultInfo", **info}
    [plain] = (usual := chosen()).redirect(usual.ring()[0]).then
    assert "resultInfo" not in heard(plain).data
