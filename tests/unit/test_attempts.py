"""Which requests of a call are one redirect sent several times."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.attempts import challenged, logical, retry_after_s, says_the_same
from harness.exchange import Exchange, Response
from harness.headers import Headers
from tests.unit.rules.exchanges import NOON, PHONE, but, members, redirect

ID = "a1b2c3d4-0000-4000-8000-000000000001"


def sent(status: int | None = 202, body: bytes | None = None, **headers: str) -> Exchange:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Response(status) if status is not None else None
    return redirect(body, headers=but("client-request-id") | named, answer=answer)


@pytest.mark.parametrize(
    ("redirects", "sizes"),
    [
        ([], []),
        ([sent()], [1]),
        ([sent(429), sent(503), sent(202)], [3]),
        ([sent(None), sent(202)], [2]),
        ([sent(202), sent(202)], [1, 1]),
        ([sent(202), sent(202, Retry_Attempt="1")], [2]),
        ([sent(202, client_request_id=ID), sent(202, client_request_id=ID)], [2]),
        ([sent(400), sent(202, members(timeout=60))], [1, 1]),
        ([sent(429), sent(202), sent(202, members(targets=[PHONE]))], [2, 1]),
    ],
)
def test_a_repeat_says_the_same_after_a_refusal_or_counts_itself(
    redirects: list[Exchange], sizes: list[int]
) -> None:
    groups = logical(redirects)
    assert [len(group) for group in groups] == sizes
    assert [each for group in groups for each in group] == redirects


def test_the_same_is_said_in_whatever_spelling() -> None:
    assert says_the_same(sent(body=members()), sent(body=members().replace(b" ", b"")))
    assert not says_the_same(sent(body=members()), sent(body=members(timeout=31)))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "2147483648"}, 2.0**31),
        ({"Retry-After": "9" * 400}, 2.0**31),
        ({"Retry-After": "Mon, 02 Mar 2026 12:00:30 GMT"}, 30.0),
        (
            {"Retry-After": "Mon, 02 Mar 2026 12:00:30 GMT", "Date": "Mon, 02 Mar 2026 12:00:20 GMT"},
            10.0,
        ),
        ({"Retry-After": "Mon, 02 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"Retry-After": "Mon, 02 Mar 2026 12:00:30", "Date": "Mon, 02 Mar 2026 12:00:20 GMT"}, None),
    ],
)
def test_the_time_to_wait_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(redirect(answer=Response(429, Headers.of(headers)))) == seconds


def test_what_got_no_answer_or_keeps_no_time_asks_for_no_wait() -> None:
    dated = Response(429, Headers.of({"Retry-After": "Mon, 02 Mar 2026 12:00:30 GMT"}))
    assert retry_after_s(redirect()) is None
    assert retry_after_s(redirect(answer=dated, started_at=None)) is None
    late = replace(redirect(answer=dated), started_at=NOON + timedelta(seconds=10))
    assert retry_after_s(late) == 20.0


def test_a_challenge_is_a_401_that_asks_for_claims() -> None:
    claims = Headers.of({"WWW-Authenticate": 'Bearer error="insufficient_claims", claims="e30="'})
    assert challenged(Response(401, claims))
    assert challenged(Response(401, Headers.of({"WWW-Authenticate": ["Basic", 'Bearer claims="e30"']})))
    assert not challenged(Response(401))
    assert not challenged(Response(403, claims))
