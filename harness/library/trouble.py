"""What can go wrong with a file, as one sentence that names it."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.errors import CassetteError
from harness.remote import Source

_ROOM = "make room on the disk, or raise the limit on the size of files"
_HINTS = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _ROOM)
_HINT = "check the path, its permissions and the disk"


@contextmanager
def named(path: Source) -> Iterator[None]:
    """Puts the file's name before whatever is wrong with it."""
    try:
        yield
    except CassetteError as error:
        raise CassetteError(f"{path}: {error.message}", hint=error.hint) from error
    except FileNotFoundError as error:
        raise CassetteError(f"{path}: there is no such file", hint="check the path") from error
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        reason = getattr(error, "strerror", None) or error
        hint = _HINTS.get(getattr(error, "errno", None) or 0, _HINT)
        raise CassetteError(f"{path}: {reason}", hint=hint) from error


def resolved(path: Path) -> Path:
    """`path` with its symbolic links followed, so that every name of a file leads to one lock."""
    try:
        return path.resolve()
    except RuntimeError:  # how Python 3.12 reports a loop of links
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
