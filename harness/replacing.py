"""Files that are written whole or not at all: a new one grows beside its place, and takes it at its end."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from harness.errors import HarnessError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text that becomes the file `path` when the context ends well; else what was there stays.

    Folders are made, symbolic links followed, and a file that is replaced gives its permissions. What is no
    ordinary file, such as /dev/stdout, is written to as it is. Raises HarnessError when it cannot be.
    """
    with _named(path):
        special = path.exists() and not path.is_file()
        place = path if special else path.resolve()  # a link to a pipe resolves to nothing
        if not special and place.is_symlink():  # Python 3.13 leaves a loop of links as it is
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        beside = place if special else place.with_name(f".redial-{uuid4().hex}")
        place.parent.mkdir(parents=True, exist_ok=True)
        opened = _unwaited(place) if special else os.open(beside, _NEW, 0o666)
        text = os.fdopen(opened, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        with text:
            yield text
        if not special:
            with _named(path):
                if place.exists():
                    beside.chmod(place.stat().st_mode & 0o777)
                beside.replace(place)
    except BaseException:
        if not special:
            beside.unlink(missing_ok=True)
        raise


def _unwaited(path: Path) -> int:
    """Open what is no ordinary file. A pipe that nobody reads is an error, not something to wait for."""
    opened = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(opened, True)
    return opened


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Trouble with the place, in one sentence that names it."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # a NUL in the name, a loop of links
        why = getattr(error, "strerror", None) or error
        raise HarnessError(f"{path}: {why}", hint="give another place") from error
