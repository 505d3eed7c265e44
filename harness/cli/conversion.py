"""`redial record --from`: a capture made into a cassette."""

from pathlib import Path

from harness.cli.lines import say
from harness.cli.recordings import flows
from harness.converted import convert as converted
from harness.project import redactor
from harness.remote import Source
from harness.report.keeping import mended, unmasked
from harness.report.text import counted
from harness.report.unread import broken_off


def convert(capture: Source, cassette: Path, *, append: bool, only: str, redact: bool) -> int:
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
        kept = f"{counted(result.kept, 'exchange')}, {counted(result.redirects, 'redirect')}"
        say(f"{cassette}: {kept}", err=False)
    if not redact:
        say(f"redial: {unmasked(cassette)}")
    if result.left_out:
        left = counted(result.left_out, "request")
        say(f"{capture}: {left} left out, which are part of no call's conversation")
    if result.torn:
        say(f"redial: {broken_off(str(capture), result.torn)}")
    if not result.redirects:
        say(f"redial: NO REDIRECT is in {'what was read of ' if result.torn else ''}{capture}")
    return 2 if result.torn else 0


def _mended(path: Path, torn: Path) -> None:
    say(mended(path, torn))
