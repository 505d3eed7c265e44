"""A redial command as a program of its own: its lines as they come, its end by a signal."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from uuid import uuid4

from tests.unit.cli.terminal import Printed

PATIENCE = 120.0
"""Seconds; a busy machine imports mitmproxy slowly."""

MARK = "MARKED_BY_A_TEST"


class Program:
    """`redial ARGUMENTS` in the folder `cwd`, while the context is open; it leaves no process behind."""

    def __init__(
        self, *arguments: object, cwd: Path, module: str = "harness.cli", **environment: str
    ) -> None:
        self._mark = uuid4().hex
        self._printed: dict[str, list[str]] = {"out": [], "err": []}
        self._coming: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", module, *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, **environment, MARK: self._mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        pipes = {"out": self._process.stdout, "err": self._process.stderr}
        self._readers = [
            threading.Thread(target=self._read, args=pipe, daemon=True) for pipe in pipes.items()
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.running:
            self._process.kill()
        self.ended()
        assert error or self.processes() == []

    @property
    def err(self) -> str:
        """What it has said on stderr so far."""
        return "\n".join(self._printed["err"])

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def line(self, words: str) -> str:
        """The next line, of either stream, with these words in it."""
        end = time.monotonic() + PATIENCE
        while (line := self._next(end)) is not None:
            if words in line:
                return line
        raise AssertionError(f"{words!r} was never said: {self._printed}")

    def told(self, number: signal.Signals = signal.SIGINT) -> Printed:
        """Send it a signal, and wait for its end."""
        self.signal(number)
        return self.ended()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def ended(self) -> Printed:
        """Wait for its end: status, stdout, stderr."""
        status = self._process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        out, err = ("".join(f"{line}\n" for line in self._printed[name]) for name in ("out", "err"))
        assert "Traceback" not in out + err, out + err
        return Printed(status, out, err)

    def processes(self) -> list[int]:
        """Which processes that it started, itself among them, are still there; none where nothing tells."""
        wanted = f"{MARK}={self._mark}".encode()
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _has(folder, wanted)]

    def child(self, words: str) -> int:
        """The process it started whose command has these words in it."""
        (found,) = [
            pid
            for pid in self.processes()
            if pid != self._process.pid and words.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return found

    def _next(self, end: float) -> str | None:
        try:
            return self._coming.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            return None

    def _read(self, name: str, pipe: IO[str]) -> None:
        with pipe:
            for line in pipe:
                self._printed[name].append(line.rstrip("\n"))
                self._coming.put(line.rstrip("\n"))


def _has(folder: Path, variable: bytes) -> bool:
    """Whether a process has this in its environment. One that has ended has none."""
    try:
        return variable in (folder / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
