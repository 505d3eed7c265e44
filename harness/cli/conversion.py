"""`redial record --from`: a capture made into a cassette."""

from pathlib import Path

import click

from harness.cli.recordings import flows
from harness.configuration import configuration
from harness.converted import convert as converted
from harness.redaction import Redactor
from harness.report.text import counted
from harness.report.unread import broken_off
from harness.settings import project_key

UNREDACTED = "redial: NOTHING IS MASKED in {}: tokens, names and numbers stand in it; give it to nobody"


def convert(capture: Path, cassette: Path, *, append: bool, only: str, redact: bool) -> int:
    """Make the cassette, and say what is in it. Status: 0, or 2 when the capture could not be read whole."""
    key = project_key(Path.cwd(), create=True)
    redactor = Redactor(key or b"", configuration(Path()).redaction)
    result = converted(
        capture, cassette, redactor, flows=flows, append=append, only=only, redact=redact, mended=_mended
    )
    if result.kept:
        click.echo(f"{cassette}: {counted(result.kept, 'exchange')}, {counted(result.redirects, 'redirect')}")
    if not redact:
        click.echo(UNREDACTED.format(cassette), err=True)
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
    click.echo(f"{path} was torn at its end; what is left of its last exchange is in {torn}", err=True)
