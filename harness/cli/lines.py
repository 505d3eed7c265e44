"""Lines to whoever looks on: one that nobody can be told is lost, and with it nothing else."""

from contextlib import suppress

import click

from harness.report.printable import printable


def say(line: str, *, err: bool = True) -> None:
    """Print a line on stderr, or on stdout. A terminal that is gone and a disk that is full end nothing."""
    with suppress(OSError, ValueError):
        click.echo(printable(line), err=err)
