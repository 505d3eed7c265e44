"""A tape under vcrpy: every client that vcrpy patches is answered by it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx  # noqa: TID251 - the clients that users have
import pytest
import requests  # noqa: TID251 - the same
from vcr.errors import CannotOverwriteExistingCassetteException

from harness.cassette import Entry
from harness.conversation import call_of
from harness.exchange import Exchange, Response
from harness.headers import Headers
from harness.matching import told_request
from harness.pytest_plugin.reel import inserted, playing
from harness.pytest_plugin.tape import Tape
from harness.redaction.redactor import Redactor
from tests.unit.recorded import CALLS, KEY, OTHER_KEY, asked, forward, redirect, redirect_body

READERS = [KEY, OTHER_KEY, None]


def tape(*recorded: Exchange, redactor: Redactor | None = None) -> Tape:
    masked = [KEY.exchange(one) for one in recorded]
    entries = [Entry(n, n, one, call_of(one), KEY.key_id) for n, one in enumerate(masked, 1)]
    return Tape(Path("recorded.yaml"), entries, redactor)


def post(call: str, body: Any = None) -> httpx.Response:
    return httpx.post(
        redirect(call).url,
        json=body or redirect_body(),
        headers={"Authorization": "Bearer a.b.c", "client-request-id": call},
    )


@pytest.fixture(params=READERS, ids=["the key of the file", "another key", "no key"])
def two_calls(request: pytest.FixtureRequest) -> Iterator[Tape]:
    said = Response(
        404, Headers.of({"Content-Type": "application/json"}), json.dumps({"id": CALLS[1]}).encode()
    )
    other = redirect(CALLS[1], redirect_body(timeout=30))
    one = tape(*forward(CALLS[0]), asked(other, at=60, response=said), redactor=request.param)
    with playing(one):
        yield one


def test_the_answer_carries_the_ids_of_whoever_asks(two_calls: Tape) -> None:
    answer = post(CALLS[1], redirect_body(timeout=30))
    assert (answer.status_code, answer.json()) == (404, {"id": CALLS[1]})
    assert post(CALLS[0]).status_code == 202
    assert two_calls.account() == ""


def test_no_secret_stands_in_what_is_said_of_a_miss() -> None:
    one = tape(*forward())
    body = redirect_body(callbackUri="https://bot.contoso.com/cb?sig=s3cret")
    with playing(one), pytest.raises(CannotOverwriteExistingCassetteException) as raised:
        httpx.post(f"{redirect().url}?sig=s3cret", json=body, headers={"Authorization": "Bearer s3cret"})
    said = f"{raised.value}{one.account()}"
    assert "https://bot.contoso.com/cb?sig=REDACTED" in said
    assert "redirect?sig=REDACTED" in said
    assert "s3cret" not in said


def test_each_answer_plays_once(two_calls: Tape) -> None:
    assert post(CALLS[0]).status_code == 202
    with pytest.raises(CannotOverwriteExistingCassetteException) as raised:
        post(CALLS[0])
    assert raised.value.reason == "already_played"
    assert "interaction 2 is played already" in two_calls.account()


def test_vcrpys_own_error_names_the_nearest_and_the_difference_in_our_words(two_calls: Tape) -> None:
    with pytest.raises(CannotOverwriteExistingCassetteException) as raised:
        post(CALLS[0], redirect_body(timeout=5))
    assert raised.value.reason == "no_match"
    why = "interaction 2 is nearest: body.timeout recorded 45, sent 5"
    told = told_request(redirect(CALLS[0]), two_calls.teller).url
    assert str(raised.value) == f"redial: POST {told} is not recorded: {why}"


def test_a_client_is_asked_for_once_however_often_vcrpy_asks() -> None:
    one = tape(*forward())
    with inserted(one) as reel:
        assert requests.post(redirect().url, json=redirect_body(), timeout=1).status_code == 202
        assert (reel.all_played, reel.play_count, len(reel)) == (True, 1, 1)
    with inserted(tape(*forward())), pytest.raises(CannotOverwriteExistingCassetteException):
        requests.post(redirect().url, json=redirect_body(timeout=5), timeout=1)
    assert len(one.requests_made) == 1


def test_a_tape_of_nothing_has_nothing_similar() -> None:
    with inserted(tape()), pytest.raises(CannotOverwriteExistingCassetteException) as raised:
        post(CALLS[0])
    assert raised.value.reason == "nothing_similar"


def test_the_file_is_never_written(tmp_path: Path) -> None:
    one = tape(*forward())
    one.path = tmp_path / "none.yaml"
    with playing(one):
        post(CALLS[0])
        transport = httpx.MockTransport(lambda _: httpx.Response(200))
        with httpx.Client(transport=transport) as client:
            assert client.post("http://testserver/api/calls").status_code == 200
    assert list(tmp_path.iterdir()) == []
    assert one.account() == ""


def test_threads_share_a_tape_and_no_answer_plays_twice() -> None:
    calls = [f"{n:08x}{CALLS[0][8:]}" for n in range(16)]
    one = tape(*(asked(redirect(call)) for call in calls), redactor=KEY)
    with playing(one), ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda call: post(call).status_code, calls))
    assert statuses == [202] * len(calls)
    assert one.account() == ""
