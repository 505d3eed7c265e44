"""`redial check`: judge recordings against the documented contract."""

import os
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

import click

from harness.checker import Checker
from harness.checking.condensed import Detail
from harness.checking.tally import Tally
from harness.checking.verdict import Read
from harness.cli.baselines import Baselines
from harness.cli.formats import DETAILS, PLACELESS, RENDERERS, default
from harness.cli.judged import say_nothing_judged, spare, told
from harness.cli.judging_by import contract
from harness.cli.output import printing
from harness.cli.paths import PATH, SOURCE
from harness.cli.places import locating
from harness.cli.progress import Progress
from harness.cli.recordings import recordings
from harness.cli.sharing import crew, sharing
from harness.configuration import LEVELS, configuration
from harness.remote import Source
from harness.report import step_summary, text
from harness.report.run import Run
from harness.rules import RULES


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=SOURCE)
@contract
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    help="How to print the result. Without it: text; in GitHub Actions github, in Azure Pipelines azure.",
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
    type=PATH,
    help="Report only findings that this baseline does not accept.",
)
@click.option(
    "--write-baseline",
    "written",
    metavar="FILE",
    type=PATH,
    help="Accept every finding: write them to this baseline.",
)
@click.option(
    "--coverage", is_flag=True, help="Say which rules and facts were put to the test, and which never."
)
@click.option("--verbose", is_flag=True, help="As text: print each call with its figures, too.")
@sharing
@click.option(
    "-o",
    "output",
    metavar="FILE",
    type=PATH,
    help="Where to put the result instead of stdout; a file that is there is replaced once it is whole.",
)
def command(
    paths: tuple[Source, ...],
    edition: str | None,
    form: str | None,
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    known: Path | None,
    written: Path | None,
    *,
    coverage: bool,
    verbose: bool,
    jobs: int,
    scheduler: str | None,
    output: Path | None,
) -> int:
    """Judge cassettes, .har and .mitm captures, or folders of them, against the documented contract.

    Exit status: 0 when nothing reaches --fail-on, 1 when something does, 2 when something could not be read
    or no redirect was there to judge; then no baseline is written either. What flags leave open, redial.toml
    or [tool.redial] of pyproject.toml says.
    """
    accepting = Baselines(known, written)
    settings = configuration(Path())
    documentation = settings.documentation(edition)
    chosen = settings.codes(_split(select), _split(ignore))
    form = form or ("text" if output else default(os.environ))
    rules = tuple(rule for rule in RULES if rule.code in chosen)
    level = LEVELS[fail_on or settings.fail_on]
    run = Run(rules, level, version("graph-redial"), verbose, locating(Path.cwd()))
    whole, workers = recordings(paths), crew(jobs, scheduler)
    detail = (
        Detail.ALL if verbose else max(DETAILS[form], Detail.FINDINGS if known or written else Detail.SUM)
    )
    checker = Checker(documentation, chosen, detail, coverage)
    tally = checker.tally
    if output is not None:
        spare(output, whole)
    progress = Progress(len(whole))
    events = told(checker.events(whole, workers, tally), progress)
    opening = list(islice(events, 2))
    if len(opening) == 1 and isinstance(opening[0], Read) and opening[0].trouble:
        return 2  # the only file cannot be read: there is nothing to count
    with printing(output) as put:
        for piece in RENDERERS[form](tally.watch(accepting.sift(chain(opening, events))), tally, run):
            progress.clear()
            put(piece)
    if form in PLACELESS:
        click.echo("".join(text.coverage(tally)), nl=False, err=True)
    if form == "github" and (place := os.environ.get("GITHUB_STEP_SUMMARY")):
        _sum_up(Path(place), tally, run)
    if not tally.redirects:
        say_nothing_judged(tally)
        return 2
    if tally.unread:
        return 2
    accepting.close(chosen)
    return int(level is not None and tally.reaches(level))


def _sum_up(place: Path, tally: Tally, run: Run) -> None:
    """Add to the summary of a step what it has room for; without one the result is no worse."""
    try:
        with place.open("a", encoding="utf-8", errors="backslashreplace") as summary:
            summary.write(step_summary.page(tally, run, step_summary.LIMIT - summary.tell()))
    except OSError as error:
        click.echo(f"redial: no step summary: {place}: {error.strerror}", err=True)


def _split(options: tuple[str, ...]) -> list[str]:
    return [code for option in options for code in option.replace(",", " ").split()]
