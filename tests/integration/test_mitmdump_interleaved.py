"""A hundred calls at once through a real mitmdump: no exchange, and no call, has a part of another."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import httpcore
import pytest

from harness import notification
from harness.exchange import Exchange, Origin, Request, Response
from harness.headers import Headers
from harness.library import open_cassette
from harness.notification import Call, Party
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.responder import Answer, FollowUp
from harness.server.server import Server
from tests import _mitm

pytestmark = pytest.mark.slow

CALLS, CLIENTS = 100, 8
GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NAMED = re.compile(f"calls/({GUID})")
JSON = Headers((("Content-Type", "application/json"),))


class Echo:
    """Answers with the call that it was asked about, and with the request's own number."""

    def respond(self, request: Request, now: datetime) -> Answer:
        echoed = {"id": named(request), "clientContext": number(request)}
        return Answer(Response(200, JSON, json.dumps(echoed).encode()), Origin.LIVE)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        return iter(())


def named(request: Request) -> str:
    """The one call that a request is about, wherever it says so."""
    (call,) = set(NAMED.findall(request.url + request.body.decode()))
    return str(call)


def number(request: Request) -> int:
    return int(request.headers.get("x-number") or 0)


def call(graph: str, bot: str, pool: httpcore.ConnectionPool, nth: int) -> None:
    """Incoming, answered, redirected, terminated; each answer is the one to its own request."""
    known = Call(
        *(str(uuid4()), str(uuid4()), str(uuid4()), "https://bot.example/api/calls"),
        Party("user", str(uuid4()), f"Caller {nth}"),
        Party("application", str(uuid4())),
    )
    path = f"/v1.0/communications/calls/{known.id}"
    accept = json.dumps({"callbackUri": f"https://bot.example/calls/{known.id}"}).encode()
    steps = [
        (f"{bot}/api/calls", notification.write("created", "incoming", known)),
        (f"{graph}{path}/answer", accept),
        (f"{graph}{path}/redirect", _mitm.BODY),
        (f"{bot}/api/calls", notification.write("deleted", "terminated", known)),
    ]
    for step, (url, body) in enumerate(steps):
        mine = nth * 10 + step
        headers = [*JSON, ("x-number", str(mine)), ("User-Agent", "Microsoft-Skype/3.0")]
        got = pool.request("POST", url, headers=headers, content=body, extensions={"timeout": {"read": 30}})
        assert json.loads(got.content) == {"id": known.id, "clientContext": mine}


def told(exchange: Exchange) -> tuple[str, int]:
    """Call and number of an exchange, which its answer has to confirm."""
    assert exchange.response is not None
    echoed = json.loads(exchange.response.body)
    assert echoed == {"id": named(exchange.request), "clientContext": number(exchange.request)}
    return echoed["id"], echoed["clientContext"]


@pytest.mark.parametrize("name", ["calls.yaml", "calls/{call}.yaml"])
def test_a_hundred_calls_do_not_mix(name: str, project: Path, confdir: Path) -> None:
    with (
        Server(Echo()) as graph,
        Server(Echo()) as bot,
        Proxy(project / name, upstream=graph.url, bot=bot.url, confdir=confdir) as proxy,
        httpcore.ConnectionPool(max_connections=CLIENTS) as pool,
        ThreadPoolExecutor(CLIENTS) as clients,
    ):
        places = str(proxy.graph_url), str(proxy.bot_url)
        list(clients.map(lambda nth: call(*places, pool, nth), range(CALLS)))
    assert proxy.tally == Tally(kept=4 * CALLS, redirects=CALLS, failures=0)
    calls: dict[str, list[int]] = defaultdict(list)
    files = sorted((project / name).parent.glob("*.yaml"))
    for file in files:
        entries = list(open_cassette(file).entries())
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        for entry in entries:
            of, nth = told(entry.exchange)
            assert entry.call == of
            assert len(files) == 1 or file.stem == of
            calls[of].append(nth)
    whole = [[nth * 10 + step for step in range(4)] for nth in range(CALLS)]
    assert sorted(calls.values()) == whole
    assert len(files) == (1 if name == "calls.yaml" else CALLS)
