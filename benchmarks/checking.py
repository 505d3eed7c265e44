"""`redial check` from file to findings: exchanges a second of one processor, and memory.

    python -m benchmarks checking

Beside what validates the same bodies by a schema alone, already parsed: jsonschema, and openapi-core.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from subprocess import run

from benchmarks import place
from benchmarks.inputs import exchanges, recorded
from benchmarks.row import Row, Skipped, seconds
from benchmarks.servers import SPECIFICATION
from benchmarks.usage import used

EXCHANGES = 100_000
PER_FILE = 1_000
MEMORY = 1.25
"""What a corpus ten times as large may take of memory."""

GOAL = 5.0
_DISTINCT = 10_000
"""Exchanges that are all different; the others are copies of their files."""

_JUDGED = 3_000
"""Bodies that a peer judges: it takes the same for each."""

_WHAT = "check, an exchange from file to findings"


def rows() -> Iterator[Row | Skipped]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, tenth = Path(folder, "corpus"), Path(folder, "tenth")
        tenth.mkdir()
        with ProcessPoolExecutor(2) as writers:
            list(writers.map(_written, [tenth / f"{number}.yaml" for number in range(_DISTINCT // PER_FILE)]))
        corpus.mkdir()
        for copy in range(EXCHANGES // _DISTINCT):
            for file in tenth.iterdir():
                shutil.copy(file, corpus / f"{copy}-{file.name}")
        check = [sys.executable, "-m", "harness.cli", "check", "--fail-on", "never"]
        less = used([*check, str(tenth)])
        more = used([*check, str(corpus)])
        each = (more.cpu - less.cpu) / (EXCHANGES - _DISTINCT)
        bodies = Path(folder, "bodies.json")
        told = exchanges(_JUDGED)
        asked = [
            (one.request.path, json.loads(one.request.body))
            for one, _ in zip(told, range(_JUDGED), strict=False)
        ]
        bodies.write_text(json.dumps(asked), "utf-8")
        case = f"{EXCHANGES:,} exchanges, one processor"
        for peer in ("openapi-core", "jsonschema"):
            try:
                python = place.python(peer)
            except place.NotInstalledError as why:
                yield Skipped(_WHAT, peer, str(why))
                continue
            command = [str(python), "benchmarks/validators.py", peer, str(SPECIFICATION), str(bodies)]
            theirs = float(run(command, capture_output=True, text=True, check=True).stdout)
            ratio = theirs / each
            words = (seconds(each), seconds(theirs))
            yield Row(
                _WHAT, case, f"{peer}, the body alone", f"{ratio:.2f}", f">= {GOAL:g}", ratio >= GOAL, *words
            )
        grown = more.mib / less.mib
        case = f"memory at {EXCHANGES:,} beside {_DISTINCT:,} exchanges"
        words = (f"{more.mib:.0f} MiB", f"{less.mib:.0f} MiB")
        yield Row(_WHAT, case, "itself", f"{grown:.2f}", f"<= {MEMORY}", grown <= MEMORY, *words)


def _written(file: Path) -> None:
    recorded(file, PER_FILE, masked=True)
