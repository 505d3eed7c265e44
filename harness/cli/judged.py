"""What the commands that judge recordings say and refuse alike."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from harness.checking.tally import Tally
from harness.checking.verdict import Event, Read
from harness.cli.progress import Progress
from harness.errors import HarnessError
from harness.library import Recorded
from harness.report.text import counted
from harness.report.unread import unread


def told(events: Iterable[Event], progress: Progress) -> Iterator[Event]:
    """The same stream; how far it has come, and what could not be read, is said as it passes."""
    for event in progress.watch(events, lambda event: isinstance(event, Read)):
        if isinstance(event, Read) and (why := unread(event)):
            progress.clear()
            click.echo(f"redial: {why}", err=True)
        yield event


def spare(output: Path, recorded: Iterable[Recorded]) -> None:
    """Refuse a result that would take the place of a recording."""
    if output.exists() and any(
        isinstance(each.path, Path) and output.samefile(each.path) for each in recorded
    ):
        raise HarnessError(f"{output} is one of the recordings", hint="give -o another file")


def say_nothing_judged(tally: Tally) -> None:
    """Say that no redirect was there, and what was."""
    seen = counted(tally.exchanges, "exchange")
    if tally.left_out:
        seen += f" ({counted(tally.left_out, 'other')} left out: part of no call's conversation)"
    click.echo(f"redial: no redirect was judged in {seen}; record one first", err=True)
