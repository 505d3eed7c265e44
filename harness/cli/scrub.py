"""`redial scrub`: mask cassettes that are there already."""

from collections.abc import Iterator
from pathlib import Path

import click

from harness import corpus
from harness.cli.paths import PATH
from harness.cli.progress import Progress
from harness.cli.sharing import crew, sharing
from harness.library import Lines, Traces
from harness.project import redactor
from harness.scrubber import Scrubber


@click.command("scrub")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--check", is_flag=True, help="Change nothing; say what would be masked, with status 1.")
@click.option("--backup", is_flag=True, help="Keep each original as FILE.bak.")
@click.option("--mend", is_flag=True, help="Move what a recorder that died left at the end to FILE.torn.")
@sharing
def command(
    paths: tuple[Path, ...], *, check: bool, backup: bool, mend: bool, jobs: int, scheduler: str | None
) -> int:
    """Mask secrets, ids, numbers, names and hosts in the cassettes at PATH, in place."""
    if check and (backup or mend):
        raise click.UsageError("--check changes nothing: leave out --backup and --mend")
    workers = crew(jobs, scheduler)
    cassettes = [Path(str(path)) for path in corpus.files(paths, corpus.CASSETTES)]
    scrubber = Scrubber(redactor(Path(), lasting=not check), check, backup, mend)
    progress = Progress(len(cassettes))
    told = failed = False
    for masked in progress.watch(scrubber.masked(cassettes, workers)):
        progress.clear()
        if masked.trouble:
            click.echo(f"redial: {masked.trouble}", err=True)
            failed = True
        if masked.torn:
            click.echo(f"redial: {masked.name}: the torn end is in {masked.torn}", err=True)
        if masked.traces and masked.traces.lines:
            click.echo(f"{masked.name}: {'would mask' if check else 'masked'} {_summed_up(masked.traces)}")
            told = True
    return 2 if failed else int(check and told)


def _summed_up(traces: Traces) -> str:
    return ", ".join(f"{kind} ({'; '.join(_places(lines))})" for kind, lines in traces.lines.items())


def _places(lines: Lines) -> Iterator[str]:
    shown = ", ".join(map(str, lines.first))
    yield f"line{'s' if len(lines.first) > 1 else ''} {shown}"
    if lines.count > len(lines.first):
        yield f"{lines.count} in all"
