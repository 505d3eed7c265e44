"""Replay in the process of a test: opening a cassette and playing one call, and what each request takes.

    python -m benchmarks replaying

Beside vcrpy as it comes, and cassetter. One request in 50 is one that nobody recorded.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from subprocess import run

from benchmarks import place
from benchmarks.inputs import MISSES, NOBODYS, recorded
from benchmarks.row import Row, Skipped, faster
from harness.exchange import Exchange

SIZES = (100, 1_000, 10_000)
LARGEST = 100_000
MEMORY_MIB = 250
FLAT = 1.5
"""How much longer a request may take in the largest cassette than in the smallest."""

_SLOW = ("vcrpy", "defaults")
"""Engines that take as long for a request as the cassette is: they are asked for _SAMPLE requests, from one
end of it to the other, the others for all of them.
"""

_SAMPLE = 40
_ROUNDS = 2

WAYS = {
    "alone": "replay, the cassette alone, each request",
    "requests": "replay through requests, each request",
}
OPENED = "open, and replay one call"
_BODIES, _DEFAULTS = "vcrpy by method, uri, body", "vcrpy by its defaults"

type Asked = list[tuple[str, str, str, int]]


def rows() -> Iterator[Row | Skipped]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _sizes(Path(folder))
        yield from _largest(Path(folder))


def _sizes(folder: Path) -> Iterator[Row | Skipped]:
    flat: list[float] = []
    for size in SIZES:
        rounds = 1 if size > SIZES[1] else _ROUNDS
        mixed, alone = folder / f"{size}.yaml", folder / f"{size}-to-graph.yaml"
        found = _played(mixed, _calls(recorded(mixed, size)), ("redial", "vcrpy"), rounds, ())
        case, goal = f"{size:,} interactions, webhooks too", 20.0 if size == SIZES[-1] else None
        yield faster(OPENED, case, "vcrpy", found["redial", OPENED], found["vcrpy", OPENED], goal)
        calls = _calls(recorded(alone, size, to_graph=True))
        found = _played(alone, calls, ("redial", "vcrpy"), rounds, tuple(WAYS))
        found |= _played(alone, calls, ("defaults",), rounds, ("alone",))
        flat.append(min(found["redial", "alone"]))
        case = f"{size:,} interactions with Graph"
        for way, what in WAYS.items():
            goal = 50.0 if size == SIZES[1] and way == "alone" else None
            yield faster(what, case, _BODIES, found["redial", way], found["vcrpy", way], goal)
        yield faster(
            WAYS["alone"], case, _DEFAULTS, found["redial", "alone"], found["defaults", "alone"], None
        )
        yield from _cassetter(alone, calls, case)
    grown = flat[-1] / flat[0]
    case = f"{SIZES[-1]:,} beside {SIZES[0]:,} interactions"
    yield Row(WAYS["alone"], case, "itself", f"{grown:.2f}", f"<= {FLAT}", grown <= FLAT)


def _cassetter(cassette: Path, calls: list[Asked], case: str) -> Iterator[Row | Skipped]:
    """Beside cassetter, which reads interactions with Graph alone."""
    try:
        place.python("cassetter")
        found = _played(cassette, calls, ("redial", "cassetter"), _ROUNDS, tuple(WAYS))
    except (place.NotInstalledError, RefusedError) as why:
        yield Skipped(f"replay, {case}", "cassetter", str(why).splitlines()[0])
        return
    for key, what in {OPENED: OPENED, **WAYS}.items():
        goal = 1.0 if key == "alone" else None
        yield faster(what, case, "cassetter", found["redial", key], found["cassetter", key], goal)


def _played(
    cassette: Path, calls: list[Asked], engines: tuple[str, ...], rounds: int, ways: tuple[str, ...]
) -> dict[tuple[str, str], list[float]]:
    """What each engine takes, in rounds in turn: by its name, and OPENED or the way of asking."""
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for engine in engines:
            for way in ways or ("alone",):
                most = 1 if not ways else _SAMPLE if engine in _SLOW else len(calls)
                told = _play(engine, cassette, _sampled(calls, most), way)
                found.setdefault((engine, way), []).append(told["each"])
                if way == "alone":
                    found.setdefault((engine, OPENED), []).append(told["opened"])
    return found


def _largest(folder: Path) -> Iterator[Row]:
    """The largest cassette, ours alone: stock vcrpy takes 80 s and 5 GB."""
    cassette = folder / "largest.yaml"
    found = _play("redial", cassette, _sampled(_calls(recorded(cassette, LARGEST)), 1))
    case = f"{LARGEST:,} interactions"
    mib = found["mib"]
    opened = f"{found['opened']:.2f} s"
    yield Row(OPENED, case, "none", f"{mib:.0f} MiB", f"< {MEMORY_MIB} MiB", mib < MEMORY_MIB, opened)


class RefusedError(Exception):
    """An engine cannot open a cassette. The message is its own."""


def _calls(exchanges: list[Exchange]) -> list[Asked]:
    """The requests of each call."""
    asked = [
        (each.request.method, each.request.url, each.request.body.decode(), each.response.status)
        for each in exchanges
        if each.response is not None
    ]
    return [list(group) for _, group in groupby(asked, key=lambda request: request[1])]


def _sampled(calls: list[Asked], most: int) -> Asked:
    """About so many requests of whole calls, evenly from all, and misses; the middle call first, 1: alone."""
    middle = len(calls) // 2
    if most == 1:
        return calls[middle]
    others = [call for at, call in enumerate(calls) if at != middle]
    chosen = [calls[middle], *others][:: max(1, len(calls) // most)]
    wanted: Asked = []
    for number, call in enumerate(chosen, 1):
        wanted += call
        if number % MISSES == MISSES // 2:
            method, url, body, _ = call[0]
            *before, _, action = url.split("/")
            wanted.append((method, "/".join((*before, NOBODYS, action)), body, 0))
    return wanted


def _play(engine: str, cassette: Path, asked: Asked, way: str = "alone") -> dict[str, float]:
    """Play in a process of its own. Raises RefusedError."""
    python = str(place.PYTHON) if engine == "cassetter" else sys.executable
    wanted = cassette.with_suffix(".json")
    wanted.write_text(json.dumps(asked), "utf-8")
    command = (
        [python, "-m", "benchmarks.engine"] if engine != "cassetter" else [python, "benchmarks/engine.py"]
    )
    done = run(
        [*command, engine, str(cassette), str(wanted), way], capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    if "refused" in told:
        raise RefusedError(str(told["refused"]))
    return told
