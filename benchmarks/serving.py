"""The replay server, and the replay proxy: redirects answered a second, as wrk counts them.

    python -m benchmarks serving

Beside peers that were told the same, and a bare asyncio server that answers 204 and reads nothing. A body has
600 bytes; one request in 50 is one that nobody recorded.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks import place, servers
from benchmarks.inputs import MISSES, NOBODYS, THROTTLED, recorded
from benchmarks.row import Row, Skipped
from benchmarks.servers import Made, Server
from benchmarks.wrk import Load, Served, served
from harness.ports import free_ports

SIZES = (1, 5_000)
CONNECTIONS = (1, 16)
FLAT = 0.8
"""What of its rate a server is to keep from the smallest recording to the largest."""

_WHAT = "replay server, redirects a second"
_PROXY = "replay proxy, redirects a second"
_GRAPH = "graph.microsoft.com"
_ROUNDS = 2
_WARM_S = 2  # a JVM is slow at first
_SECONDS = 1


def rows() -> Iterator[Row | Skipped]:
    """Measure. Raises NotInstalledError without wrk."""
    ours: dict[tuple[int, int], float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            made, targets = _made(Path(folder), size)
            load = Load.of(made.folder / "asked", targets)
            for row in _compared(made, load, "redial", servers.redial, servers.SERVERS, _WHAT, size):
                if isinstance(row, tuple):
                    ours[size, row[0]] = row[1]
                else:
                    yield row
            absolute = [(f"http://{_GRAPH}{target}", body) for target, body in targets]
            load = Load.of(made.folder / "asked of a proxy", absolute, _GRAPH)
            peers = {"mitmproxy --server-replay": servers.mitmproxy_proxy}
            for row in _compared(made, load, "redial", servers.redial_proxy, peers, _PROXY, size):
                if not isinstance(row, tuple):
                    yield row
    for connections in CONNECTIONS:
        kept = ours[SIZES[-1], connections] / ours[SIZES[0], connections]
        case = f"{SIZES[-1]:,} beside {SIZES[0]} recorded, {_over(connections)}"
        yield Row(_WHAT, case, "itself", f"{kept:.2f}", f">= {FLAT}", kept >= FLAT)


def _made(folder: Path, size: int) -> tuple[Made, list[tuple[str, str]]]:
    """A recording of so many calls, and what to ask: all of it and misses."""
    cassette = folder / "calls.yaml"
    asked = recorded(cassette, size + size // THROTTLED if size > 1 else 1, to_graph=True)
    targets = [(each.request.path, each.request.body.decode()) for each in asked]
    target, body = targets[0]
    *before, _, action = target.split("/")
    misses = [("/".join((*before, NOBODYS, action)), body)] * max(1, len(targets) // MISSES)
    every = MISSES if size > 1 else 1
    repeated = targets * (MISSES if size == 1 else 1)
    for number, miss in enumerate(misses):
        repeated.insert(number * (every + 1), miss)
    return Made(folder, cassette, asked), repeated


def _compared(
    made: Made, load: Load, name: str, own: Server, peers: Mapping[str, Server], what: str, size: int
) -> Iterator[Row | Skipped | tuple[int, float]]:
    """Ours and peers, all started, asked in turn. Yields (connections, our rate) as well."""
    with ExitStack() as started:
        urls: dict[str, str] = {}
        for peer, server in {name: own, **peers}.items():
            (port,) = free_ports("127.0.0.1", 1)
            try:
                started.enter_context(servers.serving(server(made, port), port))
            except (place.NotInstalledError, RuntimeError) as why:
                yield Skipped(f"{what}, {size:,} recorded", peer, str(why))
                continue
            urls[peer] = f"http://127.0.0.1:{port}"
        for connections in CONNECTIONS:
            found = _rounds(urls, load, connections)
            yield connections, median(each.rate for each in found[name])
            for peer in urls:
                if peer != name:
                    yield _row(what, size, connections, peer, found[name], found[peer])


def _rounds(urls: Mapping[str, str], load: Load, connections: int) -> Mapping[str, list[Served]]:
    """What each does, in rounds in turn, after it was warmed up."""
    for url in urls.values():
        served(url, load, connections, _WARM_S if connections == CONNECTIONS[0] else 1)
    found: dict[str, list[Served]] = {}
    for _ in range(_ROUNDS):
        for peer, url in urls.items():
            found.setdefault(peer, []).append(served(url, load, connections, _SECONDS))
    return found


def _row(what: str, size: int, connections: int, peer: str, ours: list[Served], theirs: list[Served]) -> Row:
    ratio = median(one.rate / other.rate for one, other in zip(ours, theirs, strict=True))
    goal = {"a bare server": None, "mitmproxy --server-replay": 1.5 if what == _PROXY else 1.0}.get(peer, 1.0)
    return Row(
        what,
        f"{size:,} recorded, {_over(connections)}",
        peer,
        f"{ratio:.2f}",
        "" if goal is None else f">= {goal:g}",
        None if goal is None else ratio >= goal,
        *(f"{median(each.rate for each in side):,.0f}/s" for side in (ours, theirs)),
    )


def _over(connections: int) -> str:
    return f"{connections} connection{'s' if connections > 1 else ''}"
