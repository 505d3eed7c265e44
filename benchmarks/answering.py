"""What an answer takes `redial replay` in Python, without sockets: a connection is fed what wrk would send.

    python -m benchmarks.answering [CALLS]

Prints the processor time of a recorded request that is asked for again, and of one that nobody recorded.
`python -m cProfile -s tottime -m benchmarks.answering` shows where it goes.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.inputs import NOBODYS, recorded
from harness.configuration import configuration
from harness.exchange import Exchange
from harness.library import open_cassette
from harness.replay.playback import Playback
from harness.server.connection import Connection
from harness.server.desk import Desk

_ROUNDS = 5
_LEAST = 3_000


class _Nowhere(asyncio.Transport):
    """A client that takes all answers at once."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 8080)

    def write(self, data: Any) -> None:
        """Take an answer."""

    def is_closing(self) -> bool:
        return False

    def resume_reading(self) -> None:
        """It never stopped."""


def main(calls: int = 1) -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        cassette = Path(folder, "calls.yaml")
        known = recorded(cassette, calls, to_graph=True)
        named = ((cassette.name, open_cassette(cassette).entries()),)
        playback = Playback(named, configuration(Path(folder)).documentation(), repeats=True)
        asyncio.run(_answered(playback, known, calls))


async def _answered(playback: Playback, known: Sequence[Exchange], calls: int) -> None:
    connection = Connection(Desk(playback, lambda _: None, None), set())
    connection.connection_made(_Nowhere())
    asked = {"a recorded request, again": [_sent(each, each.request.path) for each in known]}
    first = known[0].request.path.split("/")
    asked["one that nobody recorded"] = [_sent(known[0], "/".join((*first[:-2], NOBODYS, first[-1])))]
    for requests in asked.values():
        _fed(connection, requests)
    for what, requests in asked.items():
        each_s = min(_fed(connection, requests * (_LEAST // len(requests) or 1)) for _ in range(_ROUNDS))
        print(f"{calls:,} recorded, {what}: {each_s * 1e6:.0f} us")  # noqa: T201 - the result


def _fed(connection: Connection, requests: Sequence[bytes]) -> float:
    """What each takes, in seconds of the processor."""
    began = time.process_time()
    for request in requests:
        connection.data_received(request)
    return (time.process_time() - began) / len(requests)


def _sent(exchange: Exchange, target: str) -> bytes:
    body = exchange.request.body
    head = f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\n"
    return f"{head}Authorization: Bearer a.b.c\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
