"""`redial report`: recordings as one page of HTML, with what is wrong in them."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

import click

from harness import corpus
from harness.checking.tally import Tally
from harness.cli.against import Against
from harness.cli.judging import say_nothing_judged, spare, told
from harness.cli.paths import PATH
from harness.cli.recordings import recordings
from harness.configuration import configuration
from harness.errors import HarnessError
from harness.project import redactor
from harness.replacing import replacing
from harness.report import text
from harness.report.page import OPENING, Page
from harness.rules import Judge

_CHUNK = 1024 * 1024


@click.command("report")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option(
    "-o",
    "output",
    metavar="FILE.html",
    type=PATH,
    required=True,
    help="Where to put the page; a report that is there is replaced once the new one is whole.",
)
@click.option(
    "--against",
    "older",
    metavar="PATH",
    type=PATH,
    help="Show what differs from these older recordings within the same diagrams.",
)
def command(paths: tuple[Path, ...], output: Path, older: Path | None) -> int:
    """Make one page of HTML of cassettes, .har and .mitm captures, or folders of them.

    It needs nothing beside itself: open it from disk, attach it to a ticket. What a recording has in clear is
    masked on it. Exit status: 0 whatever was found, for `redial check` judges; 2 when something could not be
    read, or no redirect was there to judge.
    """
    settings = configuration(Path())
    documentation, chosen = settings.documentation(), settings.codes()
    whole = recordings(paths)
    spare(output, whole)
    _ours(output)
    masking = redactor(Path()).remembering()
    against = Against(older, recordings(paths), documentation, masking) if older else None
    page = Page(
        documentation,
        masking,
        version("graph-redial"),
        against=str(older or ""),
        differing=against.differing if against else None,
    )
    tally = Tally(documentation.chosen.edition, len(chosen))
    events = told(corpus.checked(whole, Judge(documentation, chosen)))
    with TemporaryFile("w+", encoding="utf-8", errors="surrogatepass") as spool:
        for fragment in page.fragments(tally.watch(events)):
            spool.write(fragment)
        if not page.calls:
            if not tally.unread:
                click.echo("redial: nothing was recorded, no page was written; record a call first", err=True)
            return 2
        spool.seek(0)
        with replacing(output) as file:
            file.writelines(page.whole(_chunks(spool), tally))
    click.echo(f"{output}: {text.summary(tally)}")
    if not tally.redirects:
        say_nothing_judged(tally)
    unread = tally.unread + (against.unread if against else 0)
    return 2 if unread or not tally.redirects else 0


def _ours(output: Path) -> None:
    """Refuse to replace a file that is no report: it is easily a recording, or somebody's work."""
    if not output.is_file():
        return
    with output.open("rb") as file:
        opening = file.read(len(OPENING))
    if opening and opening != OPENING.encode():
        raise HarnessError(f"{output} exists, and is no report", hint="give -o another file")


def _chunks(spool: TextIO) -> Iterator[str]:
    """What was put aside, in pieces that take little memory."""
    while chunk := spool.read(_CHUNK):
        yield chunk
