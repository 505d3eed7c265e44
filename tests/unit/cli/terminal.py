"""Running the command line as a user does, in this process, and the cassettes it is run on."""

import os
import signal
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from harness.cli import run
from harness.exchange import Exchange
from harness.library import Recording
from harness.redaction.redactor import Redactor

KEY = b"a key of the tests"
PATIENCE = 60.0
"""Seconds. A command that ought to be refused, and serves until Ctrl-C, gets its Ctrl-C."""


class Printed(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


class Terminal:
    """Types a command and reads what it printed."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.capfd = capfd

    def __call__(self, *arguments: object) -> Printed:
        self.capfd.readouterr()
        impatience = threading.Timer(PATIENCE, os.kill, (os.getpid(), signal.SIGINT))
        impatience.start()
        try:
            status = run([str(argument) for argument in arguments])
        finally:
            impatience.cancel()
        return Printed(status, *self.capfd.readouterr())

    def refused(self, *arguments: object) -> str:
        """The one sentence of a command that was misused."""
        printed = self(*arguments)
        assert (printed.status, printed.out) == (2, "")
        assert printed.err.startswith("redial: ")
        assert printed.err.count("\n") == 1
        return printed.err


def cassette(path: Path, exchanges: Iterable[Exchange]) -> Path:
    """A cassette of these exchanges, redacted as the proxy would."""
    with Recording(path, Redactor(KEY)) as recording:
        for exchange in exchanges:
            recording.keep(exchange)
    return path
