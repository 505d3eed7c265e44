"""What a process takes: seconds of the processor, seconds by the clock, largest resident memory."""

import os
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Usage:
    """cpu, wall: seconds. mib: the largest resident memory."""

    cpu: float
    wall: float
    mib: float


def used(command: Sequence[str], statuses: Collection[int] = (0,), output: Path = Path(os.devnull)) -> Usage:
    """Run a command and say what it took. Raises RuntimeError when it ends with another status."""
    began = time.monotonic()
    with output.open("wb") as printed:
        actions = [(os.POSIX_SPAWN_DUP2, printed.fileno(), 1)]
        pid = os.posix_spawnp(command[0], [*command], os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - began
    if (code := os.waitstatus_to_exitcode(status)) not in statuses:
        raise RuntimeError(f"{' '.join(command)} ended with status {code}")
    return Usage(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
