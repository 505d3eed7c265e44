"""`redial demo`: the offline tour."""

import shutil
import tempfile
from pathlib import Path

import click

from harness.demo.tour import Tour


@click.command("demo")
def command() -> int:
    """See it all work, offline: a simulated Graph, a small bot, and a real mitmdump between them.

    Three calls are recorded, checked, replayed to the same bot and compared with a changed recording. Nothing
    leaves this machine, and no process stays behind.
    """
    directory = Path(tempfile.mkdtemp(prefix="redial-demo-"))
    tour = Tour(directory, click.echo)
    try:
        tour.run()
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    click.echo("")
    click.echo("Files and what to try next:")
    for line in (
        f"redial check {tour.cassette} --contract v1.0",
        f"redial diff {tour.cassette} {tour.changed}",
        "redial rules RDQ040",
        "redial record --bot http://127.0.0.1:3978   # your own bot",
    ):
        click.echo(f"  {line}")
    return 0
