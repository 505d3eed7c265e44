"""What a process takes: seconds of the processor, and the largest resident memory."""

import json
import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import run

_LAUNCHER = """\
import json, os, sys
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
_, status, usage = os.wait4(pid, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""
"""A small process that starts another: to what a child has of memory Linux counts what its parent had."""


@dataclass(frozen=True, slots=True)
class Usage:
    """cpu: seconds. mib: the largest resident memory."""

    cpu: float
    mib: float


def spent(pid: int) -> float:
    """Seconds of the processor that a process of this machine, which must be Linux, has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def used(command: Sequence[str], statuses: Collection[int] = (0,), output: Path = Path(os.devnull)) -> Usage:
    """Run a command and say what it took. Raises RuntimeError when it ends with another status."""
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(output), *command]
    code, cpu, mib = json.loads(run(launcher, capture_output=True, text=True, check=True).stdout)
    if code not in statuses:
        raise RuntimeError(f"{' '.join(command)} ended with status {code}")
    return Usage(cpu, mib)
