"""Waiting for a bot that is still starting."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness.errors import HarnessError
from harness.webhooks.webhook import Bot


@contextmanager
def nobody() -> Iterator[tuple[Bot, socket.socket]]:
    """A bot that does not listen yet, and the socket that it will listen with."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield Bot.at(f"http://127.0.0.1:{bound.getsockname()[1]}"), bound


def test_a_bot_is_waited_for_until_it_listens() -> None:
    with nobody() as (place, bound):
        looks = 0

        def start_at_the_third_look() -> bool:
            nonlocal looks
            looks += 1
            if looks == 3:
                bound.listen()
            return False

        assert place.wait_until_listening(60, start_at_the_third_look)
        assert looks == 3
        assert place.wait_until_listening(0)


def test_a_bot_that_never_listens_is_waited_for_so_long_and_no_longer() -> None:
    with nobody() as (place, _):
        start = time.monotonic()
        assert not place.wait_until_listening(0.15)
        assert 0.15 <= time.monotonic() - start < 5


def test_a_bot_that_will_not_come_is_not_waited_for() -> None:
    answers = iter([False, True])
    with nobody() as (place, _):
        assert not place.wait_until_listening(60, lambda: next(answers))


def test_a_connection_to_oneself_is_no_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        own.connect(own.getsockname())
        place = Bot.at(f"http://127.0.0.1:{own.getsockname()[1]}")
        monkeypatch.setattr(socket, "create_connection", lambda address, timeout: own)
        assert not place.wait_until_listening(0)


def test_whoever_is_to_be_started_must_not_be_there_already() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        with pytest.raises(HarnessError, match=f"something listens at 127.0.0.1:{port} already"):
            Bot.at(f"http://127.0.0.1:{port}/").require_nobody()
    Bot.at(f"http://127.0.0.1:{port}/").require_nobody()
