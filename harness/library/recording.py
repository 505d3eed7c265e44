"""A cassette being recorded. Only ever appends: nothing that stands in a file is written again."""

import errno
import os
from pathlib import Path
from threading import Lock

from harness.cassette import HEADER, Place, block, entry_at, read
from harness.errors import CassetteError
from harness.exchange import Exchange
from harness.library.hold import Hold
from harness.library.keeper import Keeper, Masking, Watcher
from harness.library.tail import last_block, moved_tail
from harness.library.trouble import named, resolved

_NEW = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL


class Recording(Keeper):
    """A cassette being recorded: made with its first exchange, then grown by one write for each.

    path: the file, symbolic links followed. count: exchanges kept so far. watcher: told of its beginning
    and its end.
    cut_off: where `append` moved the torn tail that it found; None where there was none.

    It is held until `close()`, by a lock on a hidden file beside it: it does not exist itself before the
    first exchange, and two recorders that wait for theirs would both have begun. Any thread may keep.
    A recording that nothing redacts is made readable for its owner only.

    Raises CassetteError when `path` exists and `append` is not set, when another recorder holds it, when it
    is no cassette of ours or of a later version, when it cannot be written; what is there stays as it was.
    """

    def __init__(
        self,
        path: Path,
        redactor: Masking | None,
        *,
        append: bool = False,
        watcher: Watcher | None = None,
    ) -> None:
        super().__init__(redactor)
        self._watcher: Watcher | None = None
        self.count = 0
        self.cut_off: Path | None = None
        self._guard = Lock()
        self._file: int | None = None
        self._last = 0
        self._glue = b""
        self._size = 0
        self._short = False
        self._open = True
        with named(path):
            self.path = resolved(path)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._hold = Hold(self.path)
            try:
                self._find(append=append)
                if watcher is not None:
                    watcher.opened(self.path)
                    self._watcher = watcher
            except BaseException:
                self.close()
                raise

    def write(self, shown: Exchange) -> int:
        """Write one exchange that `shown` gave: its number. As `keep` but for that."""
        key = self._redactor.key_id if self._redactor else None
        with self._guard, named(self.path):
            self._require_open()
            number = self._last + 1
            self._append(block(shown, number, key=key))
            self._last = number
            self.count += 1
            return number

    def require_able(self, asked: Exchange) -> None:
        """Raise CassetteError when an exchange could not be kept now, as far as that shows beforehand: the
        file is gone or changed, its folder cannot be written to, or the disk is full.
        """
        with self._guard, named(self.path):
            self._require_open()
            if self._file is not None:
                self._require_untouched(self._file)
            elif not os.access(self.path.parent, os.W_OK | os.X_OK):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
            room = os.statvfs(self.path.parent)
            if room.f_blocks and not room.f_bavail:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def lost(self) -> str | None:
        """Why the file is not there any more as it was written; None when it is."""
        with self._guard:
            try:
                if self._file is not None and not self._short:  # a tail of our own loses nothing
                    self._require_untouched(self._file)
            except CassetteError as error:
                return error.message
            except OSError as error:
                return error.strerror
        return None

    def close(self) -> None:
        """Let go of the file; a second call does nothing. Raises CassetteError when a disk that writes late
        says only now that it could not.
        """
        with self._guard, named(self.path):
            file, self._file = self._file, None
            try:
                if file is not None:
                    os.close(file)
            finally:
                if self._open:
                    self._open = False
                    self._hold.release()
                    if self._watcher is not None:
                        self._watcher.closed(self.path)

    def _require_open(self) -> None:
        if not self._open:
            raise CassetteError("the recording is closed", hint="start another")

    def _find(self, *, append: bool) -> None:
        """Look at what is there already, and cut off a torn tail."""
        if not os.path.lexists(self.path):
            return
        if not append:
            raise CassetteError(
                "it exists already",
                hint="give another file, or go on with this one: --append, in mitmproxy redial_append",
            )
        if not self.path.is_file():
            raise CassetteError("it is no file", hint="give a cassette of ours")
        self._file = os.open(self.path, os.O_RDWR | os.O_APPEND)
        self._size = os.fstat(self._file).st_size
        if (last := last_block(self._file, self._size)) is not None:
            self._known(last)
            self._last = last.number
        elif self._size:
            self._mend(self._file)

    def _mend(self, file: int) -> None:
        """Read the whole file, since its end is not as we write it, and cut off what is torn."""
        last: Place | None = None
        with self.path.open("rb") as lines:
            reading = read(lines)
            for place in reading.places():
                last = place
        if reading.foreign:
            raise CassetteError(
                "another tool wrote it", hint="record to a new file: we append to our own only"
            )
        if last is not None:
            self._known(last)
        self._last = reading.last
        if reading.torn:
            self.cut_off = moved_tail(file, self.path, reading.whole)
        elif os.pread(file, 1, reading.whole - 1) != b"\n":
            self._glue = b"\n"
        self._size = os.fstat(file).st_size

    def _known(self, last: Place) -> None:
        """Raise CassetteError when the last block is of a version that is not ours: a newer redial went on
        there.
        """
        with self.path.open("rb") as file:
            file.seek(last.offset)
            try:
                entry_at(last, file.read(last.size))
            except CassetteError:
                file.seek(0)
                for _ in read(file):  # raises it again, with the line it stands on
                    pass
                raise

    def _append(self, data: bytes) -> None:
        """One write at the end of the file. What was written of it when it came short is cut off again."""
        if self._file is None:
            data = HEADER + data
            self._file = self._made(data)
        else:
            self._cut_back(self._file)
            self._require_untouched(self._file)
            data = self._glue + data if self._size else HEADER + data
            try:
                _written(self._file, data)
            except OSError:
                self._short = True
                self._cut_back(self._file)
                raise
        self._size += len(data)
        self._glue = b""

    def _made(self, data: bytes) -> int:
        """The file, which comes into being with its first block in it: one that is killed in between leaves
        no empty one, but for where a disk knows no second name of a file.
        """
        mode = 0o644 if self._redactor else 0o600
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        file = os.open(draft, _NEW, mode)
        try:
            _written(file, data)
            try:
                os.link(draft, self.path)
            except FileExistsError:
                raise
            except OSError:
                os.close(file)
                file = os.open(self.path, _NEW, mode)
                _written(file, data)
        except OSError:
            os.close(file)
            raise
        finally:
            draft.unlink(missing_ok=True)
        return file

    def _cut_back(self, file: int) -> None:
        """Cut off what a short write left; where even that fails, the next exchange begins with it."""
        if self._short:
            if os.fstat(file).st_size > self._size:
                os.ftruncate(file, self._size)
            self._short = False

    def _require_untouched(self, file: int) -> None:
        """Raise CassetteError when somebody took, cut or went on with the file: nothing written to it now
        would be read.
        """
        now = os.fstat(file)
        try:
            there = os.path.samestat(now, self.path.stat())
        except FileNotFoundError:
            there = False
        if not there:
            done = "moved" if now.st_nlink else "deleted"
            raise CassetteError(f"it was {done} while it was recorded", hint="record again")
        if now.st_size != self._size:
            raise CassetteError(
                "somebody else changed it while it was recorded", hint="record again, to a file of its own"
            )


def _written(file: int, data: bytes) -> None:
    if (written := os.write(file, data)) != len(data):
        raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes could be written")
