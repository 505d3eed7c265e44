"""How long a client waits that is told to try again."""

import sys
import time
from typing import Any

import httpx  # noqa: TID251 - the clients that users have
import pytest

from harness.exchange import Response
from harness.headers import Headers
from harness.pytest_plugin.patience import Kiota, hurried
from harness.pytest_plugin.reel import playing
from harness.replay.pace import Pace
from tests.integration import clients
from tests.unit.bots import HEADERS, Line, tape
from tests.unit.recorded import CALLS, asked, redirect, redirect_body, told


def test_a_refusal_and_the_second_attempt_are_played_without_the_wait() -> None:
    busy = Response(429, Headers.of({"Retry-After": "9"}))
    one = tape(told("created", "incoming"), asked(redirect(), response=busy), asked(redirect(), at=11))
    waits: list[str] = []

    def bot(envelope: Any) -> None:
        if url := Line().hear(envelope):
            for _ in range(2):
                answer = httpx.post(url, json=redirect_body(), headers=HEADERS)
                waits.append(answer.headers.get("retry-after", "none"))

    with playing(one):
        one.play(bot)
    assert waits == ["0", "none"]
    assert one.account() == ""


@pytest.mark.parametrize(
    ("told", "pace", "shown"),
    [
        ("9", "none", "0"),
        ("9", "250", "0"),
        ("9", "recorded", "9"),
        ("9", "x0.5", "5"),
        ("Thu, 01 Jan 2026 09:00:31 GMT", "recorded", "30"),
        ("Thu, 01 Jan 2026 09:00:31 GMT", "none", "0"),
        ("soon", "recorded", "0"),
    ],
)
def test_retry_after_keeps_the_pace_in_whole_seconds(told: str, pace: str, shown: str) -> None:
    busy = Response(429, Headers.of({"Retry-After": told, "x-a": "b"}), b"wait")
    changed = hurried(asked(redirect(), response=busy), Pace.told(pace)).response
    assert changed == Response(429, Headers.of({"Retry-After": shown, "x-a": "b"}), b"wait")


def test_an_answer_without_it_stays_as_it_was_recorded() -> None:
    for one in (asked(redirect(), 429), asked(redirect(), None)):
        assert hurried(one, Pace()) is one


def test_nothing_of_kiota_is_loaded_for_one_who_does_not_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "kiota_http.middleware.retry_handler", raising=False)
    kiota = Kiota(Pace())
    with kiota.restored():
        kiota.heed(Response(429))
    assert "kiota_http.middleware.retry_handler" not in sys.modules


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # of the SDK about itself
@pytest.mark.parametrize("answer", [Response(429, Headers.of({"Retry-After": "9"})), Response(503)])
def test_msgraph_sdk_tries_again_at_once_and_afterwards_waits_as_ever(answer: Response) -> None:
    from kiota_http.middleware.retry_handler import RetryHandler

    before = RetryHandler.get_delay_time
    one = tape(asked(redirect(), response=answer), asked(redirect(), at=11))
    with playing(one):
        began = time.monotonic()
        assert clients.ALL["msgraph-sdk"](CALLS[0], redirect_body()) == 202
        assert time.monotonic() - began < 2
        assert RetryHandler.get_delay_time is not before
    assert RetryHandler.get_delay_time is before
    assert one.account() == ""
