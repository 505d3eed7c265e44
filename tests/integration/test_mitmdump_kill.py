"""kill -9 at any moment: what clients saw answered is in the file, and the file goes on from there."""

import os
import random
import re
import signal
import threading
import time
from pathlib import Path

import httpcore
import pytest

from harness.exchange import Response
from harness.headers import Headers
from harness.library import open_cassette
from harness.proxy import Proxy
from harness.server import Server
from tests import _mitm, _upstream

pytestmark = pytest.mark.slow

CLIENTS = 8
ROUNDS = 50
"""Kills of one cassette; 200 of the four."""

NUMBER = re.compile(rb'"timeout": (\d+)')


class Client(threading.Thread):
    """Sends redirects, each with a number of its own, until the proxy is gone; knows which were answered."""

    def __init__(self, url: str, numbers: range) -> None:
        super().__init__()
        self.url = url
        self.numbers = numbers
        self.answered: list[int] = []

    def run(self) -> None:
        with httpcore.ConnectionPool() as pool:
            for number in self.numbers:
                body = _mitm.BODY.replace(b"30", str(number).encode())
                try:
                    got = pool.request(
                        "POST", self.url, headers=[("Content-Type", "application/json")], content=body
                    )
                except (httpcore.NetworkError, httpcore.ProtocolError):
                    return
                if got.status == 202:
                    self.answered.append(number)


@pytest.mark.parametrize("name", ["a.yaml", "b.yaml", "c.yaml", "calls/{call}.yaml"])
def test_what_clients_saw_answered_is_in_the_file(name: str, project: Path, confdir: Path) -> None:
    master = random.SystemRandom().randrange(2**32)
    print(f"seeds: {master} and the {ROUNDS} after it")  # noqa: T201 - what a failure is repeated with
    cassette = project / name
    seen: dict[int, int] = {}
    with Server(_upstream.Service(Response(202, Headers((("request-id", "r"),))))) as server:
        for seed in range(master, master + ROUNDS):
            for number in killed_round(seed, cassette, server.url, confdir):
                seen[number] = seed
    (written,) = cassette.parent.glob("*.yaml")  # all are redirects of one call
    kept = {
        int(found[1])
        for entry in open_cassette(written).entries()
        if (found := NUMBER.search(entry.exchange.request.body))
    }
    lost = {number: f"seed {seed}" for number, seed in seen.items() if number not in kept}
    print(f"{len(seen)} answered in {ROUNDS} rounds, {len(kept)} kept, {len(lost)} lost")  # noqa: T201 - as above
    assert lost == {}
    assert len(seen) > ROUNDS, "the clients were heard at all"


def killed_round(seed: int, cassette: Path, url: str, confdir: Path) -> list[int]:
    """Start, load, kill -9 at a random moment; the numbers that were answered."""
    moment = random.Random(seed).uniform(0, 0.4)
    with Proxy(cassette, append=True, upstream=url, confdir=confdir) as proxy:
        start = 10_000_000 + seed % 1000 * 1_000_000
        clients = [
            Client(
                f"{proxy.graph_url}{_mitm.PATH}", range(start + each * 100_000, start + (each + 1) * 100_000)
            )
            for each in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        time.sleep(moment)
        assert proxy.pid is not None
        os.kill(proxy.pid, signal.SIGKILL)
        for client in clients:
            client.join(30)
            assert not client.is_alive()
    assert proxy.tally is None, f"seed {seed}: a proxy that was killed cannot say what it did"
    return [number for client in clients for number in client.answered]
