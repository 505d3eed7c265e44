"""What a redirect meets in place of its answer."""

import base64
import json
import re
from datetime import UTC, datetime

import pytest

from harness.body import value_of
from harness.exchange import Origin, Response
from harness.faults import answers
from harness.faults.answers import Occasion
from harness.responder import Answer, Delivery, Ending
from tests.unit.recorded import redirect

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OWN = Answer(Response(202), Origin.RECORDED, delivery=Delivery(2.0))


def occasion(asked: list[int] | None = None, **settings: float) -> Occasion:
    def ask() -> Answer:
        (asked if asked is not None else []).append(1)
        return OWN

    named = {name.replace("_", "-"): value for name, value in settings.items()}
    return Occasion(redirect(headers={"client-request-id": "mine"}), NOW, named, "the id", ask)


def response(answer: Answer | None) -> Response:
    assert answer is not None
    assert answer.response is not None
    assert answer.origin is Origin.FAULT
    return answer.response


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (429, "TooManyRequests"),
        (500, "InternalServerError"),
        (502, "BadGateway"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
        (599, "UnknownError"),
    ],
)
def test_a_status_comes_in_graphs_envelope(status: int, code: str) -> None:
    said = response(answers.refused(occasion(status=status)))
    error = value_of(said.body)["error"]
    assert (said.status, error["code"]) == (status, code)
    assert error["innerError"]["client-request-id"] == "mine"
    assert (said.headers.get("request-id"), said.headers.get("retry-after")) == ("the id", None)


def test_retry_after_stands_where_it_is_set() -> None:
    said = response(answers.refused(occasion(status=503, retry_after=20)))
    assert said.headers.get_all("Retry-After") == ("20",)


def test_a_claims_challenge_asks_for_a_token_issued_from_now_on() -> None:
    said = response(answers.challenged(occasion(status=401)))
    challenge = said.headers.get("WWW-Authenticate") or ""
    assert (said.status, 'error="insufficient_claims"' in challenge) == (401, True)
    (claims,) = re.findall(r'claims="([^"]+)"', challenge)
    asked = json.loads(base64.b64decode(claims))
    assert asked == {"access_token": {"nbf": {"essential": True, "value": str(int(NOW.timestamp()))}}}


def test_silence_and_a_reset_are_no_answers() -> None:
    silence, reset = answers.silent(occasion(seconds=5)), answers.reset(occasion())
    assert (silence.response, silence.origin, silence.delivery) == (None, Origin.FAULT, Delivery(5))
    assert (reset.response, reset.delivery) == (None, Delivery(ending=Ending.RESET))


def test_of_a_truncated_body_half_comes() -> None:
    answer = answers.truncated(occasion(status=502))
    assert answer.delivery.cut_at == len(response(answer).body) // 2


def test_a_malformed_body_is_not_what_it_says() -> None:
    said = response(answers.malformed(occasion(status=502)))
    assert said.headers.get("content-type") == "application/json"
    with pytest.raises(ValueError, match="Expecting value"):
        value_of(said.body)


def test_only_a_slow_answer_is_the_recorded_one() -> None:
    asked: list[int] = []
    for each in (answers.silent, answers.reset, answers.truncated, answers.malformed, answers.refused):
        each(occasion(asked, status=502, seconds=1))
    assert asked == []
    answer = answers.slow(occasion(asked, rate=10))
    assert asked == [1]
    assert answer == Answer(OWN.response, Origin.RECORDED, delivery=Delivery(2.0, rate=10))


def test_where_nobody_answers_nothing_is_slow() -> None:
    met = Occasion(redirect(), NOW, {"rate": 1}, "", lambda: None)
    assert answers.slow(met) is None
