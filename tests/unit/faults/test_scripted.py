"""Faults by script."""

from datetime import UTC, datetime

import pytest

from harness.body import value_of
from harness.exchange import Origin, Request, Response
from harness.faults.scripted import Scripted, throttled
from harness.headers import Headers
from harness.responder import Answer

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def redirect(call: str, method: str = "POST", action: str = "redirect") -> Request:
    url = f"https://graph.microsoft.com/v1.0/communications/calls/{call}/{action}"
    return Request(method, url, Headers.of({"client-request-id": "mine"}))


def answered(answer: Answer | None) -> Response:
    assert answer is not None
    assert answer.response is not None
    return answer.response


def test_the_first_attempt_of_each_call_is_throttled_and_the_second_is_left_to_others() -> None:
    scripted = Scripted({1: throttled(2)})
    for call in ("one", "two"):
        answer = scripted.respond(redirect(call), NOW)
        response = answered(answer)
        assert (response.status, response.headers.get("Retry-After")) == (429, "2")
        assert value_of(response.body)["error"]["code"] == "TooManyRequests"
        assert answer is not None
        assert answer.origin is Origin.SIMULATED
        assert answer.then == ()
        assert scripted.respond(redirect(call), NOW) is None
    assert list(scripted.due(NOW)) == []


def test_attempts_count_for_a_call_however_it_is_spelled() -> None:
    scripted = Scripted({2: throttled(1), 3: throttled(9)})
    assert scripted.respond(redirect("4F6B1B8D2F7C4C1B9A9F0D6E7A8B9C0D"), NOW) is None
    second = redirect("4f6b1b8d-2f7c-4c1b-9a9f-0d6e7a8b9c0d", action="microsoft.graph.redirect")
    assert answered(scripted.respond(second, NOW)).headers.get("Retry-After") == "1"
    assert answered(scripted.respond(second, NOW)).headers.get("Retry-After") == "9"


@pytest.mark.parametrize(("method", "action"), [("GET", "redirect"), ("POST", "answer")])
def test_anything_but_a_redirect_is_no_attempt(method: str, action: str) -> None:
    scripted = Scripted({1: throttled(1)})
    assert scripted.respond(redirect("one", method, action), NOW) is None
    assert scripted.respond(redirect("one"), NOW) is not None


def test_the_same_script_answers_the_same() -> None:
    first, second = (Scripted({1: throttled(1)}).respond(redirect("one"), NOW) for _ in range(2))
    assert first == second


def test_calls_long_past_are_forgotten() -> None:
    scripted = Scripted({1: throttled(1)})
    for number in range(10_001):
        scripted.respond(redirect(str(number)), NOW)
    assert scripted.respond(redirect("10000"), NOW) is None
    assert scripted.respond(redirect("0"), NOW) is not None
