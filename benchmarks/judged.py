"""Where the time of a check goes: processor time an exchange of each stage, from the bytes of a cassette on.

python -m benchmarks.judged
"""

import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from time import process_time

from benchmarks.inputs import recorded
from benchmarks.row import seconds
from harness.cassette import read
from harness.chains import Chains
from harness.checking.verdict import judged
from harness.contract import editions
from harness.rules import Judge

EXCHANGES = 3_000
_TIMES = 3


def stages() -> dict[str, float]:
    """Stage -> seconds an exchange, the least of three."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.yaml")
        recorded(path, EXCHANGES, masked=True)
        data = path.read_bytes()
    judge = Judge(editions.documentation("reference"))
    entries = list(read([data]))
    known = Chains()
    chains = list(chain.from_iterable(known.add(each.exchange) for each in entries))
    chains += known.rest()
    work: dict[str, Callable[[], Iterable[object]]] = {
        "reading blocks into exchanges": lambda: read([data]),
        "rules on an exchange": lambda: (judge.exchange(each.exchange, call=each.call) for each in entries),
        "rules on what it gives away": lambda: (
            judge.kept(each.exchange, each.key, at=each.number, call=each.call) for each in entries
        ),
        "rules on calls": lambda: (
            judge.call(call, lambda _: None) for each in chains for call in each.calls
        ),
        "all, with chains, titles, lines and findings": lambda: judged("a.yaml", read([data]), judge),
    }
    return {name: min(_took(each) for _ in range(_TIMES)) / EXCHANGES for name, each in work.items()}


def _took(work: Callable[[], Iterable[object]]) -> float:
    began = process_time()
    for _ in work():
        pass
    return process_time() - began


if __name__ == "__main__":
    sys.stdout.writelines(f"{seconds(took):>8}  {stage}\n" for stage, took in stages().items())
