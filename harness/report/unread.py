"""Why a file was not read to its end, in a sentence that says what to do."""

from harness.checking.verdict import Read
from harness.report.text import counted


def unread(read: Read) -> str | None:
    """Why a file was not read whole; None when it was."""
    if read.torn:
        return (broken_off if read.capture else torn)(read.file, read.torn)
    return read.trouble


def torn(file: str, dropped: int) -> str:
    """The sentence about a torn tail of a cassette."""
    return (
        f"{file} ends in the middle of an interaction; left out: {counted(dropped, 'byte')}"
        " (`redial record --append` moves them to a .torn file)"
    )


def broken_off(file: str, dropped: int) -> str:
    """The sentence about a capture of which only the beginning is whole."""
    return (
        f"{file} cannot be read to its end; left out: {counted(dropped, 'byte')} (capture or export it again)"
    )
