"""Which processes stem from one: what a shell or a launcher started and would leave behind.

Linux tells in /proc, other systems by `ps`. Where neither is there, none are known.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_LOOK = 0.02  # seconds between two looks at who is left


@dataclass(frozen=True, slots=True)
class Process:
    """One process. started: when, in the system's words: a number that is used anew is another process."""

    pid: int
    started: str


def descendants(pid: int) -> frozenset[Process]:
    """The children of a process, their children, and so on; not itself."""
    children: dict[int, list[Process]] = {}
    for process, parent in _running():
        children.setdefault(parent, []).append(process)
    found: set[Process] = set()
    parents = [pid]
    while parents:
        fresh = [each for each in children.get(parents.pop(), ()) if each not in found]
        found.update(fresh)
        parents += [each.pid for each in fresh]
    return frozenset(found)


def end(processes: Iterable[Process], seconds: float) -> None:
    """End those that still run: SIGTERM, after `seconds` SIGKILL."""
    left = _left(processes)
    _signal(left, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        time.sleep(_LOOK)
        left = _left(left)
    _signal(left, signal.SIGKILL)


def _left(processes: Iterable[Process]) -> frozenset[Process]:
    wanted = frozenset(processes)
    return wanted & {process for process, _ in _running()} if wanted else wanted


def _signal(processes: Iterable[Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process.pid, number)


def _running() -> Iterator[tuple[Process, int]]:
    """Every process that has not ended, and the number of its parent."""
    return _of_proc() if Path(_PROC, "self", "stat").exists() else _of_ps()


def _of_proc() -> Iterator[tuple[Process, int]]:
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            # proc(5): number, (name), then state, parent, ...; the twenty-second is the start
            state, parent, *more = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if state != "Z":
                yield Process(int(folder.name), more[17]), int(parent)


def _of_ps() -> Iterator[tuple[Process, int]]:
    try:
        asked = ["ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "stat=", "-o", "lstart="]
        told = subprocess.run(asked, capture_output=True, check=False, text=True).stdout
    except OSError:
        return
    for line in told.splitlines():
        pid, parent, state, started = line.split(maxsplit=3)
        if not state.startswith("Z"):
            yield Process(int(pid), started), int(parent)
