"""Memory of a recording proxy over many calls: it must not grow with their number.

    python -m benchmarks.memory [CALLS]

Each call is three exchanges (incoming, redirect, terminated) through a real mitmdump with the addon, and no
two calls are alike. Prints the resident memory of that process at every eighth, beside that of a bare
mitmdump which the same traffic crosses, and ends with status 1 when ours has grown by more than GROWTH of
what it was at the first eighth. Linux only: it reads /proc.
"""

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpcore

from harness import notification
from harness.exchange import Origin, Request, Response
from harness.notification import Call, Party
from harness.ports import free_ports
from harness.process.child import Child
from harness.process.leash import Leash
from harness.proxy.recording import Proxy
from harness.responder import Answer, FollowUp
from harness.server.server import Server

CALLS = 20_000
CLIENTS = 8
GROWTH = 0.2
HEADERS = [
    ("Content-Type", "application/json"),
    ("Authorization", "Bearer x"),
    ("User-Agent", "Microsoft-Skype/3.0"),
]
BODY = b'{"targets":[{"identity":{"user":{"id":"5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}],"timeout":30}'


class Accepting:
    """Answers 202 to everything: the service, and the bot."""

    def respond(self, request: Request, now: object) -> Answer | None:
        """202."""
        return Answer(Response(202), Origin.LIVE)

    def due(self, now: object) -> Iterator[FollowUp]:
        """Nothing."""
        return iter(())


def calls(graph: str, bot: str, count: int) -> None:
    """Play so many calls, CLIENTS at a time."""
    pool = httpcore.ConnectionPool(max_connections=CLIENTS)

    def play(_: int) -> None:
        known = Call(
            *(str(uuid4()), str(uuid4()), "c41d7b90-5e28-4f63-a90b-17e4d2c86f35"),
            "https://bot.example/api/calls",
            Party("user", str(uuid4()), f"Caller {uuid4().hex[:6]}"),
            Party("application", "7e05d9b4-3c61-4a8f-8d27-b9f0a4c1e652"),
        )
        for url, content in (
            (f"{bot}/api/calls", notification.write("created", "incoming", known)),
            (f"{graph}/v1.0/communications/calls/{known.id}/redirect", BODY),
            (f"{bot}/api/calls", notification.write("deleted", "terminated", known)),
        ):
            answer = pool.request("POST", url, headers=HEADERS, content=content)
            if answer.status != 202:
                raise RuntimeError(answer.content)

    with pool, ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(play, range(count)))


def resident(pid: int | None) -> float:
    """Resident memory of a process, MiB."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError("the process has ended")


def main(count: int) -> int:
    """Measure; the exit status."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Accepting()) as graph,
        Server(Accepting()) as bot,
        Proxy(
            Path(folder, "calls.yaml"),
            upstream=graph.url,
            bot=bot.url,
            confdir=Path(folder, "home"),
            directory=Path(folder),
        ) as proxy,
    ):
        ports = free_ports("127.0.0.1", 2)
        modes = [f"reverse:{url}@{port}" for url, port in zip((graph.url, bot.url), ports, strict=True)]
        program = "import sys; from mitmproxy.tools.main import mitmdump; sys.exit(mitmdump())"
        options = ("--set", "flow_detail=0", "--listen-host", "127.0.0.1", "--set", f"confdir={folder}/bare")
        bare = [
            sys.executable,
            "-c",
            program,
            *options,
            *(part for each in modes for part in ("--mode", each)),
        ]
        with Child(bare) as peer, Leash(peer.pid or 0):
            peer.wait_until(lambda: len([line for line in peer.tail if "listening" in line]) == 2, 30)
            measured: list[tuple[float, float]] = []
            for eighth in range(1, 9):
                calls(str(proxy.graph_url), str(proxy.bot_url), count // 8)
                calls(*(f"http://127.0.0.1:{port}" for port in ports), count // 8)
                measured.append((resident(proxy.pid), resident(peer.pid)))
                ours, theirs = measured[-1]
                print(  # noqa: T201 - the result
                    f"{eighth * count // 8:6} calls  redial {ours:6.1f} MiB  mitmdump {theirs:6.1f} MiB",
                    flush=True,
                )
    (first, bare_first), (last, bare_last) = measured[0], measured[-1]
    grown, bare_grown = last / first - 1, bare_last / bare_first - 1
    print(f"grown by {grown:.1%}, mitmdump by {bare_grown:.1%}")  # noqa: T201 - the result
    return int(last > first * (1 + GROWTH))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CALLS))
