"""The recorder: requests a second through a mitmdump that checks, masks and records, the 99th latency, and
what of the processor an exchange takes, which a neighbour on the machine changes least.

    python -m benchmarks recording

Beside mitmdump alone, and mitmdump with `-w`, which writes what it sees as it is. All of them stand in front
of a bare server; each request is a redirect of a call that rings nowhere else, with a body of 600 bytes.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks import servers
from benchmarks.inputs import exchanges
from benchmarks.row import Row, Skipped, faster, seconds
from benchmarks.servers import MITMDUMP
from benchmarks.usage import spent
from benchmarks.wrk import Load, Served, served
from harness.exchange import Way
from harness.ports import free_ports
from harness.proxy.mitmdump import addon_path

CALLS = 2_000
CONNECTIONS = (1, 16)
GOAL = 0.8
_ROUNDS = 2
_SECONDS = 3
_WHAT = "recorder"
_END = b"\n# end "


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a round came to. kept: requests that were recorded, for each second until all of them were.

    cpu: seconds of the processor that the proxy took for each request.
    """

    served: Served
    kept: float
    cpu: float


def rows() -> Iterator[Row | Skipped]:
    """Measure. Raises NotInstalledError without wrk."""
    with tempfile.TemporaryDirectory() as folder:
        made = servers.Made(Path(folder), Path(folder), ())
        asked = [each.request for each in exchanges(CALLS) if each.way is Way.TO_GRAPH]
        load = Load.of(Path(folder, "asked"), [(one.path, one.body.decode()) for one in asked])
        (port,) = free_ports("127.0.0.1", 1)
        with servers.serving(servers.bare(made, port), port):
            for connections in CONNECTIONS:
                yield from _compared(Path(folder), f"http://127.0.0.1:{port}", load, connections)


def _compared(folder: Path, upstream: str, load: Load, connections: int) -> Iterator[Row]:
    found: dict[str, list[Recorded]] = {"redial": [], "mitmdump": [], "mitmdump -w": []}
    for number in range(_ROUNDS):
        written = folder / f"{connections}-{number}"
        cassette = written.with_suffix(".yaml")
        how = {
            "redial": ("-s", str(addon_path()), "--set", f"redial_cassette={cassette}"),
            "mitmdump": (),
            "mitmdump -w": ("-w", str(written.with_suffix(".mitm"))),
        }
        for name, options in how.items():
            found[name].append(_round(folder, upstream, load, connections, options, cassette))
            cassette.unlink(missing_ok=True)
    case = f"{connections} connection{'s' if connections > 1 else ''}"
    ours = found["redial"]
    for peer in ("mitmdump", "mitmdump -w"):
        for what, figure in (("answered", "rate"), ("kept", "kept")):
            rates = [
                (one.kept if figure == "kept" else one.served.rate, other.served.rate)
                for one, other in zip(ours, found[peer], strict=True)
            ]
            ratio = median(mine / theirs for mine, theirs in rates)
            goal = GOAL if peer == "mitmdump" else None
            words = (f"{median(each[side] for each in rates):,.0f}/s" for side in (0, 1))
            yield Row(
                f"{_WHAT}, redirects {what} a second",
                case,
                peer,
                f"{ratio:.2f}",
                "" if goal is None else f">= {goal}",
                None if goal is None else ratio >= goal,
                *words,
            )
        yield faster(
            f"{_WHAT}, processor time of an exchange",
            case,
            peer,
            [one.cpu for one in ours],
            [other.cpu for other in found[peer]],
            None,
        )
        late = [(one.served.p99, other.served.p99) for one, other in zip(ours, found[peer], strict=True)]
        ratio = median(mine / theirs for mine, theirs in late)
        bound = peer == "mitmdump -w"
        words = (seconds(median(each[side] for each in late)) for side in (0, 1))
        yield Row(
            f"{_WHAT}, 99th of a hundred latencies",
            case,
            peer,
            f"{ratio:.2f} times as long",
            "<= 1" if bound else "",
            ratio <= 1 if bound else None,
            *words,
        )


def _round(
    folder: Path, upstream: str, load: Load, connections: int, options: Sequence[str], cassette: Path
) -> Recorded:
    (port,) = free_ports("127.0.0.1", 1)
    settings = ("flow_detail=0", "termlog_verbosity=error", f"confdir={folder / 'home'}")
    told = [part for each in settings for part in ("--set", each)]
    where = ("--listen-host", "127.0.0.1", "--mode", f"reverse:{upstream}@{port}")
    began = 0.0
    with servers.serving([sys.executable, "-c", MITMDUMP, *where, *told, *options], port) as pid:
        served(f"http://127.0.0.1:{port}", load, connections, 1)
        began, before = time.monotonic(), spent(pid)
        answered = served(f"http://127.0.0.1:{port}", load, connections, _SECONDS)
        cpu = (spent(pid) - before) / (answered.rate * _SECONDS)
    took = time.monotonic() - began
    if answered.refused:
        answered = replace(answered, rate=answered.rate * (1 - answered.refused))
    kept = cassette.read_bytes().count(_END) if cassette.exists() else 0
    return Recorded(answered, kept / (took + 1), cpu)
