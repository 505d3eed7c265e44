"""A program that we start and that does not outlive us: its own process group, its output line by line, a
bounded end.

Which program, and what its output means, is for others to say.
"""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO, Self

from harness.errors import HarnessError

_KEPT_LINES = 50
_LOOK = 0.02  # seconds between two looks at a child that is getting ready or ending


class Child:
    """A child process while the context is open: `with Child([...], say=print) as child`.

    command: program and arguments. env: its whole environment; None for ours. cwd: None for ours.
    say: told each line of its output, both streams together, on a thread of its own; None: lines are only
    kept. Its standard input is a pipe that nothing is ever written to and that ends with us, also when we are
    killed: a child that must not outlive us watches for that end. Entering raises HarnessError when it cannot
    be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self._command = list(command)
        self._env = env
        self._cwd = cwd
        self._say = say
        self._tail: deque[str] = deque(maxlen=_KEPT_LINES)
        self._process: subprocess.Popen[str] | None = None
        self._listener: Thread | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """Its process id, which is its group's as well; None before the start."""
        return self._process.pid if self._process else None

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs. The negative number of the signal that ended it."""
        return self._process.poll() if self._process else None

    @property
    def tail(self) -> tuple[str, ...]:
        """The last lines it wrote; all of them once it has been stopped."""
        return tuple(self._tail)

    def start(self) -> None:
        """Start it, in a process group that the terminal's Ctrl-C does not reach."""
        try:
            self._process = subprocess.Popen(
                self._command,
                env=dict(self._env) if self._env is not None else None,
                cwd=self._cwd,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise HarnessError(
                f"{self._command[0]} cannot be started: {error.strerror}", hint="check that it is installed"
            ) from error
        self._listener = Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until `ready` says so: True. False when the child ended first, or the time is up."""
        end = time.monotonic() + seconds
        while self.status is None and time.monotonic() < end:
            if ready():
                return True
            time.sleep(_LOOK)
        return self.status is None and ready()

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for it to end of itself: its exit status, or None when the time is up."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        return self.status

    def stop(self, seconds: float = 5.0) -> int | None:
        """End it: SIGTERM, after `seconds` SIGKILL, to its whole group. Returns its exit status. Twice is
        once.
        """
        process = self._process
        if process is None or self._stopped:
            return self.status
        self._stopped = True
        try:
            if process.poll() is None:
                self._signal(signal.SIGTERM)
                self.wait(seconds)
        finally:
            self._signal(signal.SIGKILL)  # whoever of the group is left
            process.wait()
            if process.stdin is not None:
                process.stdin.close()
            if self._listener is not None:
                self._listener.join(seconds)
        return self.status

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
                os.killpg(self._process.pid, number)

    def _listen(self, output: IO[str]) -> None:
        """Hand on every line: a child that nobody listens to stops at a full pipe."""
        say = self._say
        with output:
            for line in output:
                text = line.rstrip("\n")
                self._tail.append(text)
                try:
                    if say is not None:
                        say(text)
                except (OSError, ValueError):  # nobody reads what we say any more
                    say = None
