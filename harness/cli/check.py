"""`redial check`: judge cassettes against the documented contract."""

from pathlib import Path

import click

from harness import corpus, documents
from harness.contract import editions
from harness.errors import HarnessError
from harness.findings import Severity
from harness.library import open_cassette
from harness.report import json, text
from harness.rules import codes
from harness.verdict import Verdict, verdict

RENDERERS = {"text": text.check, "json": json.check}
LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO, "never": None}


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--contract",
    "edition",
    default=editions.EDITIONS[0],
    show_default=True,
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
    default="error",
    show_default=True,
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
    edition: str,
    form: str,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> int:
    """Judge cassettes, or folders of them, against the documented contract.

    Exit status: 0 when nothing reaches --fail-on, 1 when something does, 2 when something could not be read
    or no redirect was there to judge.
    """
    documentation = documents.documentation(edition)
    chosen = codes(_split(select), _split(ignore))
    total = Verdict(documentation.chosen.edition, len(chosen))
    unread = False
    for path in corpus.cassettes(paths):
        try:
            cassette = open_cassette(path)
            total += verdict(str(path), cassette.entries(), documentation, chosen)
        except HarnessError as error:
            if len(paths) == 1 and paths[0] == path:
                raise
            unread = True
            click.echo(f"redial: {error}", err=True)
            continue
        if cassette.torn:
            unread = True
            click.echo(f"redial: {torn(path, cassette.torn)}", err=True)
    click.echo(RENDERERS[form](total), nl=False)
    if not total.redirects:
        seen = text.counted(total.exchanges, "exchange")
        click.echo(f"redial: no redirect was judged in {seen}; record one first", err=True)
        return 2
    if unread:
        return 2
    level = LEVELS[fail_on]
    return int(level is not None and total.reaches(level))


def torn(path: Path, dropped: int) -> str:
    """The sentence about a torn tail."""
    return (
        f"{path} ends in the middle of an interaction; left out: {text.counted(dropped, 'byte')}"
        " (`redial record --append` moves them to a .torn file)"
    )


def _split(options: tuple[str, ...]) -> list[str]:
    return [code for option in options for code in option.replace(",", " ").split()]
