"""`redial record --from`: a capture made into a cassette."""

from pathlib import Path

import click

from harness.cli.recordings import flows
from harness.converted import convert as converted
from harness.project import redactor
from harness.report.keeping import mended, unmasked
from harness.report.text import counted
from harness.report.unread import broken_off


def convert(capture: Path, cassette: Path, *, append: bool, only: str, redact: bool) -> int:
    """Make the cassette, and say what is in it. Status: 0, or 2 when the capture could not be read whole."""
    result = converted(
        capture,
        cassette,
        redactor(Path(), lasting=True),
        flows=flows,
        append=append,
        only=only,
        redact=redact,
        mended=_mended,
    )
    if result.kept:
        click.echo(f"{cassette}: {counted(result.kept, 'exchange')}, {counted(result.redirects, 'redirect')}")
    if not redact:
        click.echo(f"redial: {unmasked(cassette)}", err=True)
    if result.left_out:
        left = counted(result.left_out, "request")
        click.echo(f"{capture}: {left} left out, which are part of no call's conversation", err=True)
    if not result.redirects:
        click.echo(f"redial: NO REDIRECT is in {capture}", err=True)
    if result.torn:
        click.echo(f"redial: {broken_off(str(capture), result.torn)}", err=True)
        return 2
    return 0


def _mended(path: Path, torn: Path) -> None:
    click.echo(mended(path, torn), err=True)
