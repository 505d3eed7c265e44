"""`redial report`: recordings as one page of HTML, with what is wrong in them."""

from importlib.metadata import version
from pathlib import Path

import click

from harness import page_file
from harness.checker import Checker
from harness.checking.condensed import Detail
from harness.cli.against import Against
from harness.cli.judged import say_nothing_judged, spare, told
from harness.cli.paths import PATH, SOURCE
from harness.cli.progress import Progress
from harness.cli.recordings import recordings
from harness.cli.sharing import crew, sharing
from harness.configuration import configuration
from harness.project import redactor
from harness.remote import Source
from harness.report import text
from harness.report.page import Page


@click.command("report")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=SOURCE)
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
    type=SOURCE,
    help="Show what differs from these older recordings within the same diagrams; of two folders files of one"
    " name are compared, the rest as a whole.",
)
@sharing
def command(
    paths: tuple[Source, ...], output: Path, older: Source | None, jobs: int, scheduler: str | None
) -> int:
    """Make one page of HTML of cassettes, .har and .mitm captures, or folders of them.

    It needs nothing beside itself: open it from disk, attach it to a ticket. What a recording has in clear is
    masked on it. Exit status: 0 whatever was found, for `redial check` judges; 2 when something could not be
    read, or no redirect was there to judge.
    """
    workers = crew(jobs, scheduler)
    settings = configuration(Path())
    documentation, chosen = settings.documentation(), settings.codes()
    whole = recordings(paths)
    spare(output, whole)
    page_file.spare(output)
    masking = redactor(Path()).remembering()
    against = Against(older, paths, documentation, masking) if older else None
    page = Page(
        documentation,
        masking,
        version("graph-redial"),
        against=str(older or ""),
        differing=against.differing if against else None,
    )
    checker = Checker(documentation, chosen, Detail.WHOLE)
    tally = checker.tally
    events = told(checker.events(whole, workers, tally), Progress(len(whole)))
    if not page_file.write(output, page, events, tally):
        if not tally.unread:
            click.echo("redial: nothing was recorded, no page was written; record a call first", err=True)
        return 2
    click.echo(f"{output}: {text.summary(tally)}")
    if not tally.redirects:
        say_nothing_judged(tally)
    unread = tally.unread + (against.unread if against else 0)
    return 2 if unread or not tally.redirects else 0
