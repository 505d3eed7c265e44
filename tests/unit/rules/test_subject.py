"""What rules are shown of an exchange."""

from dataclasses import replace

import pytest

from harness.contract.editions import documentation
from harness.exchange import Origin, Response, Way
from harness.rules import judge
from harness.rules.model import Scope, Unjudged
from harness.rules.subject import SUBJECTS, Body, kind, redirect_answer, redirect_body, webhook
from harness.rules.subject import redirect as shown
from tests.unit.rules.exchanges import CALL, URL, USER, members, redirect

TARGETS: tuple[object, ...] = (None, {}, "x", [], [1])
VALUES: tuple[object, ...] = (None, True, 1, 1.5, "x", [], {})


def test_every_scope_of_one_exchange_has_its_subject() -> None:
    assert set(SUBJECTS) == {Scope.REDIRECT, Scope.BODY, Scope.ANSWER, Scope.WEBHOOK}


def test_a_redirect_is_shown_with_its_address() -> None:
    subject = shown(redirect())
    assert subject
    assert subject.address
    assert (subject.address.root, subject.address.call) == ("communications", CALL)
    assert subject.request.url == URL


@pytest.mark.parametrize("way", [Way.TO_BOT, Way.TO_LOGIN])
def test_only_what_goes_to_graph_is_a_redirect(way: Way) -> None:
    seen = [SUBJECTS[scope](redirect(way=way)) for scope in (Scope.REDIRECT, Scope.BODY, Scope.ANSWER)]
    assert seen == [None, None, None]


def test_only_what_goes_to_the_bot_is_a_webhook() -> None:
    assert webhook(redirect()) is None
    told = webhook(redirect(b'{"value": [1, {"resourceData": {"id": "57"}}]}', way=Way.TO_BOT))
    assert told
    assert [where for where, _ in told.elements] == ["request.body.value[1]"]
    assert list(told.resources) == [("request.body.value[1].resourceData", {"id": "57"})]
    assert not told.legacy


@pytest.mark.parametrize(
    ("type_", "shown"),
    [
        ('"#microsoft.graph.call"', True),
        ('"microsoft.graph.call"', True),
        ('"call"', True),
        ('"#microsoft.graph.commsOperation"', False),
        ('""', False),
        ("null", True),
    ],
)
def test_of_a_webhook_the_notifications_on_calls_are_shown(type_: str, shown: bool) -> None:
    body = f'{{"value": [{{"resourceData": []}}, {{"resourceData": {{"@odata.type": {type_}}}}}]}}'
    told = webhook(redirect(body.encode(), way=Way.TO_BOT))
    assert told
    assert [where for where, _, _ in told.calls] == (["request.body.value[1]"] if shown else [])


def test_a_resource_without_a_type_is_taken_for_a_call() -> None:
    told = webhook(redirect(b'{"value": [{"resourceData": {"id": "57"}}]}', way=Way.TO_BOT))
    assert told
    assert [data for _, _, data in told.calls] == [{"id": "57"}]


def test_a_webhook_without_an_object_says_what_it_is_instead() -> None:
    told = webhook(redirect(b"[]", way=Way.TO_BOT))
    assert told
    assert (told.flaw, list(told.elements), told.legacy) == ("is an array", [], False)


def test_the_older_format_of_a_webhook_is_known_by_its_members() -> None:
    told = webhook(redirect(b'{"id": "57", "callState": "incoming"}', way=Way.TO_BOT))
    assert told
    assert told.legacy


def test_a_body_is_shown_when_it_is_an_object() -> None:
    subject = redirect_body(redirect())
    assert subject
    assert list(subject.members) == ["targets", "timeout", "callbackUri"]
    assert redirect_body(redirect(b"[]")) is None
    assert redirect_body(redirect(b"")) is None


def test_targets_that_are_no_array_are_shown_as_none() -> None:
    assert [Body(redirect(), {"targets": value}).targets for value in TARGETS] == [[], [], [], [], [1]]
    assert Body(redirect(), {}).targets == []


def test_identities_are_shown_with_their_place() -> None:
    subject = redirect_body(redirect(members(targets=[{}, USER, 1, {"identity": "text"}, USER])))
    assert subject
    assert [where for where, _ in subject.identities] == [
        "request.body.targets[1].identity",
        "request.body.targets[4].identity",
    ]


@pytest.mark.parametrize(
    ("origin", "seen"),
    [
        (Origin.LIVE, True),
        (Origin.RECORDED, True),
        (Origin.SIMULATED, True),
        (Origin.ENFORCED, False),
        (Origin.FAULT, False),
    ],
)
def test_answers_are_shown_unless_redial_made_them_up(origin: Origin, seen: bool) -> None:
    assert (redirect_answer(redirect(answer=Response(204), origin=origin)) is not None) is seen
    assert shown(redirect(answer=Response(204), origin=origin)) is not None


def test_an_answer_that_never_came_cannot_be_judged() -> None:
    assert redirect_answer(redirect()) == Unjudged("the request got no answer")


def test_each_kind_of_value_has_a_name() -> None:
    kinds = [kind(value) for value in VALUES]
    assert kinds == ["null", "a boolean", "a number", "a number", "a string", "an array", "an object"]


def test_a_request_that_broke_off_shows_no_body() -> None:
    broken = replace(redirect(b'{"targets": ['), facts={"request_complete": False})
    assert shown(broken) is not None
    assert redirect_body(broken) is None
    assert redirect_body(replace(broken, request=redirect().request)) is None


@pytest.mark.parametrize(
    ("scope", "way", "fact"),
    [
        (Scope.BODY, Way.TO_GRAPH, "body_left_out"),
        (Scope.WEBHOOK, Way.TO_BOT, "body_left_out"),
        (Scope.ANSWER, Way.TO_GRAPH, "answer_left_out"),
    ],
)
def test_what_was_too_large_to_be_kept_is_not_judged(scope: Scope, way: Way, fact: str) -> None:
    exchange = replace(redirect(b"", way=way), response=Response(202), facts={fact: 2_000_000})
    assert SUBJECTS[scope](exchange) == Unjudged("a body was too large to be kept")


def test_of_a_body_that_was_not_kept_nobody_says_that_it_is_no_json() -> None:
    exchange = replace(redirect(b""), facts={"body_left_out": 2_000_000})
    assert "RDQ020" not in {found.rule for found in judge(exchange, documentation("v1.0"))}
