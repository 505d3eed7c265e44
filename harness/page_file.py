"""A report page on disk: written whole or not at all, and in the place of nothing but another one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from harness.checking.tally import Tally
from harness.checking.verdict import Event
from harness.errors import HarnessError
from harness.replacing import replacing
from harness.report.page import OPENING, Page

_CHUNK = 1024 * 1024


def spare(path: Path) -> None:
    """Raise HarnessError for a file that is no report: it is easily a recording, or somebody's work. And for
    `-`, which would be a file of that name.
    """
    if path == Path("-"):
        raise HarnessError("a page is a file, - names none", hint="give it a name, or /dev/stdout")
    if path.is_dir():
        raise HarnessError(f"{path} is a folder", hint="give a file")
    if not path.is_file():
        return
    with path.open("rb") as file:
        opening = file.read(len(OPENING))
    if opening and opening != OPENING.encode():
        raise HarnessError(f"{path} exists, and is no report", hint="give another file")


def write(path: Path, page: Page, events: Iterable[Event], tally: Tally) -> bool:
    """Put the page of these events at `path`; False, and nothing there, when they hold nothing to show.

    Calls are put aside as they are over, so that a page of any size takes little memory. Raises HarnessError
    when it cannot be written.
    """
    with TemporaryFile("w+", encoding="utf-8", errors="surrogatepass") as aside:
        for fragment in page.fragments(tally.watch(events)):
            aside.write(fragment)
        if not page.calls:
            return False
        aside.seek(0)
        try:
            with replacing(path) as file:
                file.writelines(page.whole(_chunks(aside), tally))
        except OSError as error:
            raise HarnessError(f"{path}: {error.strerror}", hint="make room or give another place") from error
    return True


def _chunks(aside: TextIO) -> Iterator[str]:
    while chunk := aside.read(_CHUNK):
        yield chunk
