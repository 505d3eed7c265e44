"""`redial demo`: the offline tour."""

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from harness.demo.tour import Tour
from harness.errors import HarnessError

NUMBERS = (signal.SIGINT, signal.SIGTERM)


@click.command("demo")
def command() -> int:
    """See it all work, offline: a simulated Graph, a small bot, and a real mitmdump between them.

    Three calls are recorded, checked, replayed to the same bot and compared with a changed recording. Nothing
    leaves this machine, and no process stays behind.
    """
    directory: Path | None = None
    with _one_interrupt() as told:
        try:
            with _no_interrupt():
                directory = _directory()
            tour = Tour(directory, click.echo)
            tour.run()
            told.heed()
        except BaseException:
            if directory is not None:
                shutil.rmtree(directory, ignore_errors=True)
            raise
    click.echo("")
    click.echo("Files and what to try next:")
    program = _program()
    for line in (
        f"check {tour.cassette} --contract v1.0",
        f"diff {tour.cassette} {tour.changed}",
        "rules RDQ040",
        "record --bot http://127.0.0.1:3978   # your own bot",
    ):
        click.echo(f"  {program} {line}")
    return 0


def _program() -> str:
    """How the program is called from here: by its name only where a shell finds it."""
    if shutil.which("redial"):
        return "redial"
    return sys.argv[0] if Path(sys.argv[0]).name == "redial" else "python -m harness.cli"


def _directory() -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="redial-demo-"))
    except OSError as error:
        raise HarnessError(
            f"no folder for the demo's files: {error.strerror}",
            hint="set TMPDIR to a folder you may write to",
        ) from error


@dataclass(slots=True)
class _Told:
    """Whether we were told to end. What interrupts a finalizer, Python only prints: `heed` says it again."""

    told: bool = False

    def heed(self) -> None:
        if self.told:
            raise KeyboardInterrupt


@contextmanager
def _one_interrupt() -> Iterator[_Told]:
    """The first SIGINT or SIGTERM ends the tour; another one must not end the clearing up after it."""
    told = _Told()

    def interrupt(*_: object) -> None:
        for number in NUMBERS:
            signal.signal(number, signal.SIG_IGN)
        told.told = True
        raise KeyboardInterrupt

    previous = [signal.signal(number, interrupt) for number in NUMBERS]
    try:
        yield told
    finally:
        for number, handler in zip(NUMBERS, previous, strict=True):
            signal.signal(number, handler)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Signals wait until the folder has a name here: one that came in between would leave it behind."""
    signal.pthread_sigmask(signal.SIG_BLOCK, NUMBERS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, NUMBERS)
