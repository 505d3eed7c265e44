"""`redial check`: judge recordings against the documented contract."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import click

from harness import baseline_file, corpus
from harness.baseline import Baseline, Collector, Sieve
from harness.cli.recordings import recordings
from harness.configuration import LEVELS, configuration
from harness.contract import editions
from harness.coverage import Coverage
from harness.report import json, text
from harness.rules import Judge
from harness.tally import Tally
from harness.verdict import Event, Read

RENDERERS = {"text": text.check, "json": json.check}
NAMED = 3
"""How many stale kinds of findings are named; the others are counted."""


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--contract",
    "edition",
    show_default=f"{editions.EDITIONS[0]}, or what the configuration says",
    metavar="EDITION|PAGE|JSON",
    help=f"What to judge by: {', '.join(editions.EDITIONS)}, a page (.md) or its compiled contract (.json).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    default="text",
    show_default=True,
    help="How to print the result.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(LEVELS)),
    show_default="error, or what the configuration says",
    help="The mildest finding that makes the exit status 1.",
)
@click.option(
    "--select", multiple=True, metavar="CODES", help="Run only these rules: codes or prefixes, by comma."
)
@click.option(
    "--ignore", multiple=True, metavar="CODES", help="Leave these rules out: codes or prefixes, by comma."
)
@click.option(
    "--baseline",
    "known",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Report only findings that this baseline does not accept.",
)
@click.option(
    "--write-baseline",
    "written",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Accept every finding: write them to this baseline.",
)
@click.option(
    "--coverage", is_flag=True, help="Say which rules and facts were put to the test, and which never."
)
def command(
    paths: tuple[Path, ...],
    edition: str | None,
    form: str,
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    known: Path | None,
    written: Path | None,
    coverage: bool,
) -> int:
    """Judge cassettes, .har and .mitm captures, or folders of them, against the documented contract.

    Exit status: 0 when nothing reaches --fail-on, 1 when something does, 2 when something could not be read
    or no redirect was there to judge; then no baseline is written either. What flags leave open, redial.toml
    or [tool.redial] of pyproject.toml says.
    """
    if known and written:
        raise click.UsageError("--write-baseline accepts everything: leave out --baseline")
    settings = configuration(Path())
    documentation = settings.documentation(edition)
    chosen = settings.codes(_split(select), _split(ignore))
    sieve = Sieve(baseline_file.read(known) if known else Baseline(()))
    collector = Collector()
    tally = Tally(documentation.chosen.edition, len(chosen))
    tally.coverage = Coverage(documentation, chosen) if coverage else None
    events = _told(corpus.checked(recordings(paths), Judge(documentation, chosen)))
    opening = list(islice(events, 2))
    if all(isinstance(event, Read) and event.trouble for event in opening):
        return 2  # the only file cannot be read: there is nothing to count
    whole = chain(opening, events)
    kept = collector.accept(whole) if written else sieve.new(whole)
    for piece in RENDERERS[form](tally.watch(kept), tally):
        click.echo(piece, nl=False)
    if not tally.redirects:
        seen = text.counted(tally.exchanges, "exchange")
        if tally.left_out:
            seen += f" ({text.counted(tally.left_out, 'other')} left out: part of no call's conversation)"
        click.echo(f"redial: no redirect was judged in {seen}; record one first", err=True)
        return 2
    if tally.unread:
        return 2
    if known:
        _say_stale(known, sieve, chosen)
    if written:
        baseline_file.write(written, collector.baseline)
        click.echo(f"{written}: {text.counted(len(collector.baseline), 'finding')} accepted", err=True)
    level = LEVELS[fail_on or settings.fail_on]
    return int(level is not None and tally.reaches(level))


def _say_stale(known: Path, sieve: Sieve, chosen: Collection[str]) -> None:
    """Say what the baseline accepts and nothing has any more, where there is such a thing."""
    stale = sieve.stale(chosen)
    if not stale:
        return
    count = sum(each.count for each in stale)
    occur = "occurs" if count == 1 else "occur"
    kinds = list(dict.fromkeys(f"{each.rule} {each.where}" for each in stale))
    more = f" and {len(kinds) - NAMED} more" if len(kinds) > NAMED else ""
    click.echo(
        f"redial: {text.counted(count, 'finding')} that {known} accepts no longer {occur}:"
        f" {', '.join(kinds[:NAMED])}{more}; write it anew with --write-baseline",
        err=True,
    )


def _told(events: Iterable[Event]) -> Iterator[Event]:
    """The same stream; what could not be read is said as it passes."""
    for event in events:
        if isinstance(event, Read) and event.torn:
            sentence = broken_off if event.capture else torn
            click.echo(f"redial: {sentence(event.file, event.torn)}", err=True)
        elif isinstance(event, Read) and event.trouble:
            click.echo(f"redial: {event.trouble}", err=True)
        yield event


def torn(path: Path | str, dropped: int) -> str:
    """The sentence about a torn tail of a cassette."""
    return (
        f"{path} ends in the middle of an interaction; left out: {text.counted(dropped, 'byte')}"
        " (`redial record --append` moves them to a .torn file)"
    )


def broken_off(path: Path | str, dropped: int) -> str:
    """The sentence about a capture of which only the beginning is whole."""
    return (
        f"{path} cannot be read to its end; left out: {text.counted(dropped, 'byte')}"
        " (capture or export it again)"
    )


def _split(options: tuple[str, ...]) -> list[str]:
    return [code for option in options for code in option.replace(",", " ").split()]
