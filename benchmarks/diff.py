"""`redial diff` of two folders: time must grow with the exchanges and memory must not.

    python -m benchmarks diff

Makes two folders with the simulator, what a bot says before and after an upgrade, and compares a fifth of the
files, then all.
"""

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

from benchmarks.row import Row, seconds
from benchmarks.simulated import UPGRADED, Bot, write
from benchmarks.usage import Usage, used

EXCHANGES = 50_000
SMALLER = 5
TIME = 6.0
MEMORY = 1.25

_A_CALL = 3
_PER_FILE = 50
_BOTS = {"old": Bot(), "new": UPGRADED}


def rows() -> Iterator[Row]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        sides = [Path(folder, name) for name in _BOTS]
        with ProcessPoolExecutor(len(sides)) as writers:
            list(writers.map(_written, sides, count(1)))
        less, more = _compared(*map(_part, sides)), _compared(*sides)
    case = f"{EXCHANGES:,} beside {EXCHANGES // SMALLER:,} exchanges a side"
    took, grew = more.cpu / less.cpu, more.mib / less.mib
    words = seconds(more.cpu), seconds(less.cpu)
    yield Row(
        "diff of two folders, time", case, "itself", f"{took:.2f}", f"<= {TIME:g}", took <= TIME, *words
    )
    words = f"{more.mib:.0f} MiB", f"{less.mib:.0f} MiB"
    yield Row(
        "diff of two folders, memory", case, "itself", f"{grew:.2f}", f"<= {MEMORY}", grew <= MEMORY, *words
    )


def _written(side: Path, seed: int) -> None:
    write(side, EXCHANGES // _A_CALL, per_file=_PER_FILE, seed=seed, bot=_BOTS[side.name])


def _part(side: Path) -> Path:
    """A folder with a fifth of the files."""
    files = sorted(side.iterdir())
    part = side.with_name(f"{side.name}-part")
    part.mkdir()
    for file in files[: len(files) // SMALLER]:
        (part / file.name).hardlink_to(file)
    return part


def _compared(old: Path, new: Path) -> Usage:
    return used([sys.executable, "-m", "harness.cli", "diff", str(old), str(new)], statuses=(1,))
