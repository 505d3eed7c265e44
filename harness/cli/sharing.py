"""The options of a command that may share its work: `--jobs` and `--scheduler`."""

from collections.abc import Callable
from typing import Any

import click

from harness.workers import Crew


def sharing[F: Callable[..., Any]](command: F) -> F:
    """Give a command both options: `jobs` and `scheduler`, which `crew` takes."""
    for option in (
        click.option(
            "--scheduler", metavar="ADDRESS", help="Have a Dask cluster share the work: tcp://HOST:8786."
        ),
        click.option(
            "--jobs",
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            metavar="N",
            help="Share the work among N processes; 0: one for each processor.",
        ),
    ):
        command = option(command)
    return command


def crew(jobs: int, scheduler: str | None) -> Crew:
    """Who works. Raises click.UsageError for processes of this machine and a cluster at once."""
    if scheduler is not None and jobs != 1:
        raise click.UsageError("--scheduler has workers of its own: leave out --jobs")
    return Crew(jobs, scheduler)
