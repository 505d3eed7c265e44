"""Comparing two folders: time must grow with the exchanges and memory must not.

    python -m benchmarks.diff [EXCHANGES]

Makes two pairs of folders with the simulator, one of a fifth of so many exchanges a side and one of all, and
runs `redial diff` on each in a process of its own. Prints processor time and largest resident memory, and
ends with status 1 when five times as much takes more than TIME times as long, or MEMORY times as much memory.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.simulated import UPGRADED, Bot, write

EXCHANGES = 50_000
SMALLER = 5
A_CALL = 3
PER_FILE = 50
TIME = 6.0
MEMORY = 1.25


def measured(folder: Path, exchanges: int) -> tuple[float, float]:
    """Seconds of the processor and MiB that comparing takes."""
    sides = [folder / f"{exchanges}-{name}" for name in ("old", "new")]
    for seed, (side, bot) in enumerate(zip(sides, (Bot(), UPGRADED), strict=True), 1):
        write(side, exchanges // A_CALL, per_file=PER_FILE, seed=seed, bot=bot)
    command = [sys.executable, "-m", "harness.cli", "diff", *map(str, sides)]
    with (folder / "printed").open("wb") as printed:
        pid = os.posix_spawn(
            command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, printed.fileno(), 1)]
        )
        _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 1:
        raise RuntimeError("the folders do not differ as they should")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(exchanges: int) -> int:
    """Measure; the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for number in (exchanges // SMALLER, exchanges):
            seconds, memory = measured(Path(folder), number)
            results.append((seconds, memory))
            print(  # noqa: T201 - the result
                f"{number:6} exchanges a side  {seconds:6.1f} s  {memory:6.1f} MiB", flush=True
            )
        print((Path(folder) / "printed").read_text("utf-8"))  # noqa: T201 - the result
    (less_time, less_memory), (more_time, more_memory) = results
    took, grew = more_time / less_time, more_memory / less_memory
    print(f"{SMALLER} times as much: {took:.2f} times as long, {grew:.2f} times the memory")  # noqa: T201
    return int(took > TIME or grew > MEMORY)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else EXCHANGES))
