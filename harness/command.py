"""A command of the user's that runs under us: on our terminal, told our signals, its exit status ours.

Its environment is for others to say. A program of our own that must not outlive us is a harness.child.Child.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from harness.errors import HarnessError

_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
_FROM_TERMINAL = frozenset({"SIGINT", "SIGQUIT", "SIGHUP"})
"""Signals that a terminal sends to everybody in its foreground: the command has them already."""

_SIGNALLED = 128


def require(program: str) -> None:
    """Raise HarnessError when there is no such program, or none that may be run."""
    if shutil.which(program) is None:
        raise HarnessError(f"{program} is no program that can be run", hint="check the command behind --")


class Command:
    """A command, from `start` to its end. argv: program and arguments. env: its whole environment."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        self._argv = list(argv)
        self._env = dict(env)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. Raises HarnessError when there is no such program, or it cannot be run."""
        try:
            self._process = subprocess.Popen(self._argv, env=self._env)
        except OSError as error:
            raise HarnessError(
                f"{self._argv[0]} cannot be started: {error.strerror}", hint="check the command behind --"
            ) from error

    @property
    def status(self) -> int | None:
        """Its exit status, None while it runs; 128 and the number of the signal that ended it."""
        code = self._process.poll() if self._process else None
        return code if code is None or code >= 0 else _SIGNALLED - code

    def end(self, seconds: float = 5.0) -> None:
        """End it, if it still runs: SIGTERM, after `seconds` SIGKILL."""
        if self._process is not None and self.status is None:
            self._process.terminate()
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    @contextmanager
    def told_our_signals(self) -> Iterator[None]:
        """Pass on the signals that reach us while the context is open, instead of ending by them."""
        numbers = [getattr(signal, name) for name in _PASSED_ON if hasattr(signal, name)]
        previous = [signal.signal(number, self._pass_on) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, previous, strict=True):
                signal.signal(number, handler)

    def _pass_on(self, number: int, frame: object) -> None:
        if signal.Signals(number).name in _FROM_TERMINAL and _in_foreground():
            return
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)


def _in_foreground() -> bool:
    """Whether the terminal's own signals reach our whole process group, and the command with us."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
