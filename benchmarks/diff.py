"""`redial diff` of two folders: time must grow with the exchanges and memory must not.

    python -m benchmarks diff

Makes two pairs of folders with the simulator, one of a fifth of so many exchanges a side and one of all: what
a bot says before and after an upgrade.
"""

import sys
import tempfile
from collections.abc import Iterator
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


def rows() -> Iterator[Row]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        less, more = (_compared(Path(folder), count) for count in (EXCHANGES // SMALLER, EXCHANGES))
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


def _compared(folder: Path, exchanges: int) -> Usage:
    sides = [folder / f"{exchanges}-{name}" for name in ("old", "new")]
    for seed, (side, bot) in enumerate(zip(sides, (Bot(), UPGRADED), strict=True), 1):
        write(side, exchanges // _A_CALL, per_file=_PER_FILE, seed=seed, bot=bot)
    return used([sys.executable, "-m", "harness.cli", "diff", *map(str, sides)], statuses=(1,))
