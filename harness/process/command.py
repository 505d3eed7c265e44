"""A command of the user's that runs under us: on our terminal, told our signals, its exit status ours.

Its environment is for others to say. A program of our own that must not outlive us is a child.Child.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

from harness.errors import HarnessError
from harness.process import descendants
from harness.process.leash import Leash
from harness.process.signals import ENDING, SIGNALLED, taken

_PASSED_ON = (*ENDING, "SIGQUIT", "SIGUSR1", "SIGUSR2")
_FROM_TERMINAL = frozenset({"SIGINT", "SIGQUIT"})
"""Signals that a terminal sends to everybody in its foreground: the command has them already."""

_PATIENCE = 5.0  # seconds that a command may take to end before that is worth a line
_TOO_MANY = 3  # so often nobody asks who would wait
_LONGEST = 60


def require(program: str) -> None:
    """Raise HarnessError when there is no such program, or none that may be run."""
    if shutil.which(program) is None:
        raise HarnessError(f"{program} is no program that can be run", hint="check the command behind --")


def shown(argv: Sequence[str]) -> str:
    """A command as it was typed, cut where it is long."""
    line = shlex.join(argv)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def ended(status: int) -> str:
    """How a command ended, by its exit status: `ended with status 7`, `was ended by SIGTERM`."""
    try:
        return f"was ended by {signal.Signals(status - SIGNALLED).name}"
    except ValueError:
        return f"ended with status {status}"


class Command:
    """A command, from `start` to its end. argv: program and arguments. env: its whole environment.

    say: told when it does not end though it was asked to.
    """

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], say: Callable[[str], None] | None = None
    ) -> None:
        self._argv = list(argv)
        self._env = dict(env)
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._held = ExitStack()
        self._early: list[int] = []  # signals that came before there was anybody to tell
        self._told: list[signal.Signals] = []
        self._told_at = 0.0
        self._warned = False
        self._started: frozenset[descendants.Process] = frozenset()

    def start(self) -> None:
        """Start it. Raises HarnessError when there is no such program, or it cannot be run."""
        try:
            self._process = subprocess.Popen(self._argv, env=self._env)
        except OSError as error:
            raise HarnessError(
                f"{self._argv[0]} cannot be started: {error.strerror}", hint="check the command behind --"
            ) from error
        try:
            self._held.enter_context(Leash(self._process.pid))
        except BaseException:
            self.end()
            raise
        while self._early:
            self._pass_on(self._early.pop(0))

    @property
    def status(self) -> int | None:
        """Its exit status, None while it runs; 128 and the number of the signal that ended it."""
        code = self._process.poll() if self._process else None
        return code if code is None or code >= 0 else SIGNALLED - code

    def look(self) -> bool:
        """Whether it runs. Says so, once, when it was told to end some seconds ago and has not."""
        runs = self.status is None
        if runs and self._told and not self._warned and time.monotonic() - self._told_at > _PATIENCE:
            self._warned = True
            if self._say is not None:
                name = self._told[0].name
                self._say(
                    f"redial: {shown(self._argv)} has not ended {_PATIENCE:g} s after {name};"
                    " another Ctrl-C or SIGTERM kills it"
                )
        return runs

    @property
    def deaf_to(self) -> signal.Signals | None:
        """The signal that told it to end, where `look` has said that it did not; None in any other case."""
        return self._told[0] if self._warned else None

    def end(self, seconds: float = _PATIENCE) -> None:
        """End it, if it still runs: SIGTERM, after `seconds` SIGKILL, which is said; then, in the same way,
        what it had started by then and left behind.
        """
        if self._process is not None and self.status is None:
            self._started |= descendants.descendants(self._process.pid)
            self._process.terminate()
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._kill(self._process)
                self._process.wait()
                if self._say is not None:
                    late = f"had not ended {seconds:g} s after SIGTERM"
                    self._say(f"redial: {shown(self._argv)} {late}, and was killed")
        descendants.end(self._started, seconds)
        self._held.close()

    @contextmanager
    def told_our_signals(self) -> Iterator[None]:
        """Pass on the signals that reach us while the context is open, instead of ending by them. One that
        asks it to end kills it, where `look` has said that the first was of no use, or it is the third.
        """
        with taken(_PASSED_ON, self._pass_on):
            yield

    def _pass_on(self, number: int) -> None:
        told = signal.Signals(number)
        if self._process is None:
            self._early.append(number)
            return
        if self.status is not None:
            return
        if told.name in ENDING:
            self._told_at = self._told_at if self._told else time.monotonic()
            self._told.append(told)
            if self._warned or len(self._told) >= _TOO_MANY:
                self._kill(self._process)
                return
            self._started |= descendants.descendants(self._process.pid)
        if not (told.name in _FROM_TERMINAL and _in_foreground()):
            with suppress(ProcessLookupError):
                self._process.send_signal(told)

    def _kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Kill it, and know what it has started: stopped, it starts nothing more while we look."""
        process.send_signal(signal.SIGSTOP)
        self._started |= descendants.descendants(process.pid)
        process.kill()


def _in_foreground() -> bool:
    """Whether the terminal's own signals reach our whole process group, and the command with us."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
