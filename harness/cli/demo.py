"""`redial demo`: the offline tour."""

import shutil
import sys
import tempfile
from pathlib import Path

import click

from harness.demo.tour import Tour
from harness.errors import HarnessError
from harness.process.signals import stop_signals
from harness.proxy.mitmdump import GivenUpError


@click.command("demo")
def command() -> int:
    """See it all work, offline: a simulated Graph, a small bot, and a real mitmdump between them.

    Three calls are recorded, checked, replayed to the same bot and compared with a changed recording. Nothing
    leaves this machine, and no process stays behind.
    """
    with stop_signals() as told:
        directory = _directory()
        tour = Tour(directory, click.echo, given_up=lambda: bool(told))
        try:
            tour.run()
        except BaseException as error:
            shutil.rmtree(directory, ignore_errors=True)
            if isinstance(error, GivenUpError):
                raise click.Abort from None
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
