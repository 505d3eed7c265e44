"""Bots of every kind for the tests of playing a tape, and a tape to play."""

import asyncio
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx  # noqa: TID251 - the clients that users have

from harness.cassette import Entry
from harness.conversation import call_of
from harness.exchange import Exchange
from harness.pytest_plugin.tape import Tape
from harness.pytest_plugin.terms import Terms
from tests.unit.recorded import CALLS, KEY, forward, redirect, redirect_body

HEADERS = {"Authorization": "Bearer a.b.c"}


def tape(*recorded: Exchange, terms: Terms | None = None) -> Tape:
    masked = [KEY.exchange(one) for one in recorded or (*forward(CALLS[0]), *forward(CALLS[1], at=60))]
    entries = [Entry(n, n, one, call_of(one), KEY.key_id) for n, one in enumerate(masked, 1)]
    return Tape(Path("recorded.yaml"), entries, None, terms)


class Line:
    """What a bot did, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def hear(self, envelope: Any) -> str | None:
        """Note a notification; the URL to redirect at when a call comes in."""
        data = envelope["value"][0]["resourceData"]
        self.said.append(f"{data['state']} {data['id'][:4]}")
        return redirect(data["id"]).url if data["state"] == "incoming" else None

    def redirect(self, url: str) -> None:
        self.said.append("redirects")
        assert httpx.post(url, json=redirect_body(), headers=HEADERS).status_code == 202

    async def redirect_async(self, url: str) -> None:
        self.said.append("redirects")
        async with httpx.AsyncClient() as client:
            assert (await client.post(url, json=redirect_body(), headers=HEADERS)).status_code == 202


def as_recorded(one: Tape) -> list[str]:
    return [
        said for call in one.calls for said in (f"incoming {call[:4]}", "redirects", f"terminated {call[:4]}")
    ]


def function(line: Line) -> Callable[[Any], int]:
    def bot(envelope: Any) -> int:
        if url := line.hear(envelope):
            line.redirect(url)
        return 202

    return bot


def coroutine(line: Line) -> Any:
    async def bot(envelope: Any) -> None:
        if url := line.hear(envelope):
            await line.redirect_async(url)

    return bot


def background_task(line: Line) -> Any:
    tasks = set()

    async def bot(envelope: Any) -> None:
        if url := line.hear(envelope):
            tasks.add(asyncio.create_task(line.redirect_async(url)))

    return bot


def background_thread(line: Line) -> Any:
    def bot(envelope: Any) -> None:
        if url := line.hear(envelope):
            threading.Timer(0.05, line.redirect, [url]).start()

    return bot


def loop_of_its_own(line: Line) -> Any:
    def bot(envelope: Any) -> None:
        if url := line.hear(envelope):
            asyncio.run(line.redirect_async(url))

    return bot


def wsgi(line: Line) -> Any:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        assert environ["REQUEST_METHOD"] == "POST"
        assert environ["CONTENT_TYPE"] == "application/json"
        assert environ["HTTP_HOST"].endswith(".example")
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        if url := line.hear(json.loads(body)):
            line.redirect(url)
        start_response("202 Accepted", [("Content-Type", "text/plain")])
        return [b"taken"]

    return application


def asgi(line: Line) -> Any:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        assert (scope["type"], scope["method"], scope["path"]) == ("http", "POST", "/api/calls")
        if url := line.hear(json.loads((await receive())["body"])):
            await line.redirect_async(url)
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b"taken"})
        assert (await receive())["type"] == "http.disconnect"

    return application


BOTS = [function, coroutine, background_task, background_thread, loop_of_its_own, wsgi, asgi]
