"""A lock that says who holds it. Knows nothing of cassettes."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from harness.errors import CassetteError


class Hold:
    """The lock on one cassette: a hidden file beside it that carries the holder's process id.

    A holder that is killed lets go of it; the file it leaves behind is taken over by the next.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f".{path.name}.lock")
        while True:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._current():
                    os.ftruncate(self._file, 0)
                    os.write(self._file, b"%d\n" % os.getpid())
                    return
            except BlockingIOError:
                holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
                os.close(self._file)
                who = f"process {holder}" if holder else "another process"
                raise CassetteError(
                    f"{who} is recording to it", hint="stop that one, or give another file"
                ) from None
            except BaseException:
                os.close(self._file)
                raise
            os.close(self._file)

    def _current(self) -> bool:
        """Whether the file locked is the one that stands there: its last holder may just have removed it."""
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Remove the file, then let go: in this order nobody can hold one that is about to be removed. One
        that cannot be removed stays behind, and holds nobody up.
        """
        with suppress(OSError):
            self._path.unlink()
        os.close(self._file)


def held(path: Path) -> bool:
    """Whether somebody holds a cassette at this moment."""
    try:
        Hold(path).release()
    except CassetteError:
        return True
    return False
