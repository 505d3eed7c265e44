"""The bots that a tape is played to, and what is none."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx  # noqa: TID251 - the clients that users have
import pytest

from harness.pytest_plugin.reel import playing
from harness.pytest_plugin.tape import Tape
from tests.unit.bots import Line, as_recorded, tape
from tests.unit.recorded import told


@pytest.fixture
def two_calls() -> Iterator[Tape]:
    one = tape()
    with playing(one):
        yield one


@pytest.fixture
def server() -> Iterator[tuple[str, Line]]:
    """A bot on a port of this machine: its URL, and what it does."""
    line = Line()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            url = line.hear(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if url:
                line.redirect(url)
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as served:
        threading.Thread(target=served.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/", line
        served.shutdown()


def test_a_url_is_reached_past_vcrpy_and_the_blocked_sockets(
    two_calls: Tape, server: tuple[str, Line]
) -> None:
    url, line = server
    two_calls.play(url)
    assert line.said == as_recorded(two_calls)
    assert two_calls.account() == ""
    with pytest.raises(OSError, match="no connection"):
        socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2].strip("/"))))


async def test_a_url_is_reached_from_an_event_loop_that_goes_on(
    two_calls: Tape, server: tuple[str, Line]
) -> None:
    url, line = server
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    await two_calls.play(url)
    counting.cancel()
    assert line.said == as_recorded(two_calls)
    assert turns > 10


def test_a_url_at_which_nobody_listens_is_told_in_the_account() -> None:
    one = tape(told("created", "incoming"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with playing(one):
        one.play(url)
    assert "not delivered: recorded.yaml, interaction 1: the bot at 127.0.0.1" in one.account()
    assert "accepts no connection" in one.account()


def test_a_function_is_given_no_token() -> None:
    with pytest.raises(ValueError, match="redial: a function is given no headers, and so no signed token"):
        tape().play(lambda _: None, signed=True)


@pytest.mark.parametrize(
    ("bot", "why"),
    [
        (7, "cannot be played to 'int'"),
        (lambda: None, "a function that takes the notification alone"),
        (lambda a, b, c, d: None, "a function that takes the notification alone"),
        ("ftp://bot", "no http or https URL"),
    ],
)
def test_what_is_no_bot_is_refused_in_one_sentence(bot: Any, why: str) -> None:
    with pytest.raises(ValueError, match=f"redial: .*{why}"):
        tape().play(bot)


@pytest.mark.parametrize(
    ("returned", "status"),
    [(None, 202), (200, 200), (httpx.Response(204), 204), ("well", 202), (True, 202)],
)
def test_what_a_function_returns_is_its_reply_where_it_is_a_status(returned: Any, status: int) -> None:
    (reply,) = tape(told("created", "incoming")).play(lambda _: returned)
    assert reply.response.status == status


def test_what_a_bot_replies_is_judged() -> None:
    one = tape(told("created", "incoming"))
    one.play(lambda _: 204)
    assert [(each.rule, each.at) for each in one.findings] == [("RDN015", 1)]
    assert one.account() == "", "a warning fails no test unless it is asked to"
