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
from harness.ports import free_ports
from harness.server.server import Server
from tests import _mitm, _upstream
from tests._forked import Mitmdumps

pytestmark = pytest.mark.slow

CLIENTS = 8
KILLS = 100
"""Of each kind of recording: 200 in all."""

CASSETTE_KILLS = 10
"""After so many a new cassette is begun: all of it is read after each kill."""

NUMBER = re.compile(rb'"timeout": (\d+)')


class Client(threading.Thread):
    """Sends redirects, each with a number of its own, until the proxy is gone; knows which were answered."""

    def __init__(self, url: str, numbers: range, heard: threading.Event) -> None:
        super().__init__()
        self.url = url
        self.numbers = numbers
        self.heard = heard
        self.answered: list[int] = []

    def run(self) -> None:
        with httpcore.ConnectionPool() as pool:
            for number in self.numbers:
                body = _mitm.BODY.replace(b"30", str(number).encode())
                path = _mitm.PATH.replace(_mitm.CALL, f"{number % 12:08x}{_mitm.CALL[8:]}")
                headers = [("Content-Type", "application/json")]
                try:
                    got = pool.request("POST", f"{self.url}{path}", headers=headers, content=body)
                except (httpcore.NetworkError, httpcore.ProtocolError):
                    return
                if got.status == 202:
                    self.answered.append(number)
                    self.heard.set()


@pytest.mark.parametrize("name", ["calls.yaml", "{call}.yaml"])
def test_what_clients_saw_answered_is_in_the_file(name: str, project: Path, confdir: Path) -> None:
    master = random.SystemRandom().randrange(2**32)
    print(f"seeds: {master} and the {KILLS} after it")  # noqa: T201 - what a failure is repeated with
    answered = kept = torn = 0
    with (
        Server(_upstream.Service(Response(202, Headers((("request-id", "r"),))))) as server,
        Mitmdumps(confdir, project / "mitmdump.log") as mitmdumps,
    ):
        for begun in range(master, master + KILLS, CASSETTE_KILLS):
            folder = project / str(begun)
            folder.mkdir()
            seen: set[int] = set()
            found: set[int] = set()
            for seed in range(begun, begun + CASSETTE_KILLS):
                seen |= killed(seed, mitmdumps, folder, name, server.url)
                found, cut_off = read(folder)
                torn += cut_off
                assert seen <= found, f"seed {seed}: {seen - found} were answered and are lost"
            answered += len(seen)
            kept += len(found)
    print(f"{answered} answered in {KILLS} rounds, {kept} kept, none lost, {torn} torn tails")  # noqa: T201 - as above
    assert answered > KILLS, "the clients were heard at all"


def killed(seed: int, mitmdumps: Mitmdumps, folder: Path, name: str, upstream: str) -> set[int]:
    """Start, load, kill -9 at a random moment after the first answer; the numbers that were answered."""
    moment = random.Random(seed).uniform(0, 0.2)
    heard = threading.Event()
    (port,) = free_ports("127.0.0.1", 1)
    mode = f"reverse:{upstream}@127.0.0.1:{port}"
    pid, listening = mitmdumps.start(folder, mode, redial_cassette=name, redial_append="true")
    first = 10_000_000 + seed % 1000 * 1_000_000
    clients = [
        Client(str(listening.graph_url), range(first + each * 100_000, first + (each + 1) * 100_000), heard)
        for each in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    assert heard.wait(30)
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    for client in clients:
        client.join(30)
        assert not client.is_alive()
    assert mitmdumps.ended() == -signal.SIGKILL
    return {number for client in clients for number in client.answered}


def read(folder: Path) -> tuple[set[int], int]:
    """The numbers that the cassettes hold, and how many of these have a torn tail. Blocks are whole and go
    on where the last process was killed.
    """
    found: list[int] = []
    torn = 0
    for file in folder.glob("*.yaml"):
        cassette = open_cassette(file)
        entries = list(cassette.entries())
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        for entry in entries:
            number = NUMBER.search(entry.exchange.request.body)
            assert number is not None
            found.append(int(number[1]))
        torn += cassette.torn > 0
    assert len(found) == len(set(found))
    return set(found), torn
