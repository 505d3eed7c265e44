"""The plan: what is sent again, in which order, and what cannot be."""

from dataclasses import replace

import pytest

from harness.exchange import Exchange, Origin, Request, Way
from harness.verification import Plan, planned
from tests.unit.comparison.test_hiding import TOKEN
from tests.unit.recorded import CALLS, START, asked, forward, redirect, told
from tests.unit.verification.entries import answered, entries


def plan(*exchanges: Exchange) -> Plan:
    return planned([("calls.yaml", entries(exchanges))])


def numbers(found: Plan) -> list[int]:
    return [each.entry.number for each in found.requests]


def left_out(exchange: Exchange) -> str:
    found = plan(exchange)
    assert found.requests == ()
    (left,) = found.left_out
    assert (left.file, left.interaction) == ("calls.yaml", 1)
    assert left.place == f"calls.yaml:1, interaction 1: {left.request}"
    return left.why


def test_requests_to_graph_are_sent_and_webhooks_and_token_fetches_are_not() -> None:
    fetched = Request("POST", "https://login.microsoftonline.com/common/oauth2/v2.0/token")
    found = plan(*forward(), replace(asked(fetched), way=Way.TO_LOGIN))
    assert numbers(found) == [2]
    assert found.left_out == ()
    assert found.requests[0].recorded == 202
    assert found.requests[0].request.startswith("POST /v1.0/communications/calls/")


def test_a_secret_in_a_path_is_sent_and_not_told() -> None:
    url = f"https://graph.microsoft.com/v1.0/{TOKEN}/me"
    (there,) = planned([("calls.yaml", entries([asked(Request("GET", url))], None))]).requests
    assert there.request == "GET /v1.0/REDACTED/me"
    assert there.entry.exchange.request.url == url
    (left,) = planned([("calls.yaml", entries([asked(Request("GET", url), None)], None))]).left_out
    assert left.request == "GET /v1.0/REDACTED/me"


def test_they_are_sent_in_the_order_in_which_they_began() -> None:
    later, earlier = asked(redirect(CALLS[0]), at=9), asked(redirect(CALLS[1]), at=2)
    assert numbers(plan(later, earlier)) == [2, 1]


def test_recordings_are_sent_one_after_the_other() -> None:
    found = planned([("b.yaml", entries(forward(at=60))), ("a.yaml", entries(forward()))])
    assert [each.file for each in found.requests] == ["b.yaml", "a.yaml"]


def test_a_repeat_is_not_sent_again_and_its_answer_is_what_counts() -> None:
    throttled = asked(redirect(), response=answered(429, Retry_After="1"), at=1)
    found = plan(throttled, asked(redirect(), 202, at=2), asked(redirect(CALLS[1]), 202, at=3))
    assert numbers(found) == [2, 3]


def test_a_request_that_was_accepted_and_sent_anew_is_two() -> None:
    assert numbers(plan(asked(redirect(), 202, at=1), asked(redirect(), 409, at=2))) == [1, 2]


def test_other_actions_of_a_call_are_no_repeats_of_each_other() -> None:
    answer = replace(redirect(), url=redirect().url.replace("/redirect", "/answer"), body=b"{}")
    reject = replace(answer, url=answer.url.replace("/answer", "/reject"))
    assert numbers(plan(asked(answer, 400, at=1), asked(reject, 202, at=2))) == [1, 2]


def test_a_repeat_that_got_no_answer_leaves_the_one_before_to_compare_with() -> None:
    throttled = asked(redirect(), response=answered(429), at=1)
    assert numbers(plan(throttled, asked(redirect(), None, at=2))) == [1]


@pytest.mark.parametrize(
    ("exchange", "why"),
    [
        (asked(redirect(), None), "it has no recorded answer to compare with"),
        (replace(asked(redirect()), origin=Origin.ENFORCED), "redial answered it itself"),
        (replace(asked(redirect()), origin=Origin.FAULT), "redial answered it itself"),
        (
            asked(Request("GET", "https://api.contoso.example/v1.0/me")),
            "it went neither to Graph nor to a call",
        ),
        (replace(asked(redirect()), facts={"body_left_out": 2000000}), "its body is not in the recording"),
        (replace(asked(redirect()), facts={"encoding_valid": False}), "its body is not in the recording"),
        (replace(asked(redirect()), facts={"request_complete": False}), "its body is not in the recording"),
    ],
)
def test_what_cannot_be_sent_or_compared_is_left_out_and_says_why(exchange: Exchange, why: str) -> None:
    assert left_out(exchange).startswith(why)


def test_a_call_at_a_service_of_another_name_is_sent() -> None:
    at_home = replace(redirect(), url=redirect().url.replace("graph.microsoft.com", "graph.contoso.example"))
    assert numbers(plan(asked(at_home))) == [1]


def test_a_recording_without_times_is_sent_as_it_stands() -> None:
    exchanges = [replace(asked(redirect(call)), started_at=None) for call in CALLS]
    assert numbers(plan(*exchanges)) == [1, 2, 3]
    assert plan(told("created", "incoming", at=START.second)).requests == ()
