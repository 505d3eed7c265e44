"""`redial scrub`: mask cassettes that are there already."""

from collections.abc import Iterator
from pathlib import Path

import click

from harness import corpus
from harness.cli.paths import PATH
from harness.errors import HarnessError
from harness.library import Lines, Traces, examine, scrub
from harness.project import redactor


@click.command("scrub")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--check", is_flag=True, help="Change nothing; say what would be masked, with status 1.")
@click.option("--backup", is_flag=True, help="Keep each original as FILE.bak.")
@click.option("--mend", is_flag=True, help="Move what a recorder that died left at the end to FILE.torn.")
def command(paths: tuple[Path, ...], *, check: bool, backup: bool, mend: bool) -> int:
    """Mask secrets, ids, numbers, names and hosts in the cassettes at PATH, in place."""
    if check and (backup or mend):
        raise click.UsageError("--check changes nothing: leave out --backup and --mend")
    cassettes = [Path(str(path)) for path in corpus.files(paths, corpus.CASSETTES)]
    mask = redactor(Path(), lasting=not check)
    told = failed = False
    for path in cassettes:
        try:
            if check:
                traces = examine(path, mask)
            else:
                done = scrub(path, mask, backup=backup, mend=mend)
                traces = done.traces
                if done.torn:
                    click.echo(f"redial: {path}: the torn end is in {done.torn}", err=True)
        except HarnessError as error:
            click.echo(f"redial: {error}", err=True)
            failed = True
            continue
        if traces.lines:
            click.echo(f"{path}: {'would mask' if check else 'masked'} {_summed_up(traces)}")
            told = True
    return 2 if failed else int(check and told)


def _summed_up(traces: Traces) -> str:
    return ", ".join(f"{kind} ({'; '.join(_places(lines))})" for kind, lines in traces.lines.items())


def _places(lines: Lines) -> Iterator[str]:
    shown = ", ".join(map(str, lines.first))
    yield f"line{'s' if len(lines.first) > 1 else ''} {shown}"
    if lines.count > len(lines.first):
        yield f"{lines.count} in all"
