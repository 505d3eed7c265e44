"""`redial diff`: two cassettes compared by meaning."""

from pathlib import Path

import click

from harness.cli.paths import PATH
from harness.comparison import compare
from harness.configuration import configuration
from harness.library import open_cassette
from harness.report import json, text
from harness.report.unread import torn

RENDERERS = {"text": text.diff, "json": json.diff}


@click.command("diff")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    default="text",
    show_default=True,
    help="How to print the result.",
)
def command(old: Path, new: Path, form: str) -> int:
    """Compare the cassettes OLD and NEW by meaning: ids that changed consistently are no difference.

    A difference breaks when it adds a finding of warning or error. Exit status: 1 when there is any
    difference; another spelling of the same is none.
    """
    before, after = open_cassette(old), open_cassette(new)
    result = compare(before.entries(), after.entries(), configuration(Path()).documentation())
    click.echo(RENDERERS[form](result), nl=False)
    unread = [each for each in (before, after) if each.torn]
    for cassette in unread:
        click.echo(f"redial: {torn(str(cassette.path), cassette.torn)}", err=True)
    if not result.calls:
        click.echo(
            f"redial: nothing was compared, {old} and {new} hold no exchange; record one first", err=True
        )
        return 2
    return 2 if unread else int(result.summary.differences > 0)
