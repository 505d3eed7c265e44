"""`redial check`: judge recordings against the documented contract."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import click

from harness import corpus
from harness.cli.recordings import recordings
from harness.configuration import LEVELS, configuration
from harness.contract import editions
from harness.report import json, text
from harness.rules import Judge
from harness.tally import Tally
from harness.verdict import Event, Read

RENDERERS = {"text": text.check, "json": json.check}


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--contract",
    "edition",
    show_default=f"{editions.EDITIONS[0]}, or what the configuration says",
    metavar="EDITION",
    help=f"Edition of the documentation to judge by: {', '.join(editions.EDITIONS)}.",
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
def command(
    paths: tuple[Path, ...],
    edition: str | None,
    form: str,
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Judge cassettes, .har and .mitm captures, or folders of them, against the documented contract.

    Exit status: 0 when nothing reaches --fail-on, 1 when something does, 2 when something could not be read
    or no redirect was there to judge. What flags leave open, redial.toml or [tool.redial] of pyproject.toml
    says.
    """
    settings = configuration(Path())
    documentation = settings.documentation(edition)
    chosen = settings.codes(_split(select), _split(ignore))
    tally = Tally(documentation.chosen.edition, len(chosen))
    events = _told(corpus.checked(recordings(paths), Judge(documentation, chosen)))
    opening = list(islice(events, 2))
    if all(isinstance(event, Read) and event.trouble for event in opening):
        return 2  # the only file cannot be read: there is nothing to count
    for piece in RENDERERS[form](tally.watch(chain(opening, events)), tally):
        click.echo(piece, nl=False)
    if not tally.redirects:
        seen = text.counted(tally.exchanges, "exchange")
        if tally.left_out:
            seen += f" ({text.counted(tally.left_out, 'other')} left out: part of no call's conversation)"
        click.echo(f"redial: no redirect was judged in {seen}; record one first", err=True)
        return 2
    if tally.unread:
        return 2
    level = LEVELS[fail_on or settings.fail_on]
    return int(level is not None and tally.reaches(level))


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
