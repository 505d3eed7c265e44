"""A folder of an object store: what comes to stand in it is whole, and takes the place of nobody else's."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.remote import RemoteError
from harness.remote.address import require_store
from harness.remote.filesystem import Located, kind_of, located
from harness.remote.trouble import MissingError, asked
from harness.upload.slip import Slip

SENDING_S = 3600.0
"""Seconds that sending one recording may take."""

_CHUNK = 1 << 20
_UNMASKED = b"\n    key: null\n"
"""How a block says that it was masked with no key; a body stands further in."""


class Bucket:
    """Where recordings are sent: `s3://bucket/folder`. Raises HarnessError for a URL that is none of a store,
    or that nothing here can talk to.
    """

    def __init__(self, url: str) -> None:
        require_store(url)
        kind_of(url)
        self.url = url

    def send(self, recording: Path, slip: Slip) -> Slip:
        """Have a recording stand there whole; the slip that says so, of as many bytes as were sent.

        Its name is that of the file; where an object of that name holds something else, a part of its digest
        is put to it. An object that this slip tells of is replaced by its longer recording.

        Raises RemoteError when the store will not, HarnessError for a recording in which not all is masked,
        and OSError for one that cannot be read.
        """
        digest = _digest(recording, recording.stat().st_size)
        for name in _names(recording, slip, digest):
            key, url = f"{self._place.key.rstrip('/')}/{name}", f"{self.url.rstrip('/')}/{name}"
            if self._stands(key, url, recording, slip, name):
                size = self._told(key, url)["size"]
                return Slip(self.url, name, size, self._checksum(key, url))
        raise RemoteError(f"{self.url}: all names for {recording.name} are taken", hint="give another folder")

    def _stands(self, key: str, url: str, recording: Path, slip: Slip, name: str) -> bool:
        """Whether the recording stands there now, and nobody else's in its stead."""
        files = self._place.files
        told = self._told(key, url)
        if not told:
            try:
                asked(url, lambda: _put(files, recording, key, mode="create"), seconds=SENDING_S)
            except _TakenError:
                told = self._told(key, url)
            else:
                return True
        if self._holds(key, url, recording, told):
            return True
        if slip.name == name and slip.checksum == self._checksum(key, url):
            asked(url, lambda: _put(files, recording, key, mode="overwrite"), seconds=SENDING_S)
            return True
        return False

    def _holds(self, key: str, url: str, recording: Path, told: Any) -> bool:
        """Whether an object is a recording byte by byte: it was sent, and nobody was left to note it."""
        size: int = recording.stat().st_size
        if told["size"] != size:
            return False
        files = self._place.files

        def digest() -> str:
            with files.open(key, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()

        return asked(url, digest, seconds=SENDING_S) == _digest(recording, size)

    def _told(self, key: str, url: str) -> Any:
        """What the store tells of an object; nothing where there is none."""
        files = self._place.files
        try:
            return asked(url, lambda: files.info(key))
        except MissingError:
            return {}

    def _checksum(self, key: str, url: str) -> str:
        files = self._place.files
        return str(asked(url, lambda: files.checksum(key)))

    @cached_property
    def _place(self) -> Located:
        """Opened once it is needed, past all that is remembered of the store: others write to it, too."""
        return located(self.url, use_listings_cache=False, skip_instance_cache=True)


class _TakenError(RemoteError):
    """Somebody has made an object of that name."""


def _put(files: Any, recording: Path, key: str, *, mode: str) -> None:
    try:
        files.put_file(str(recording), key, mode=mode)
    except FileExistsError as error:
        raise _TakenError(key, hint="") from error


def _names(recording: Path, slip: Slip, digest: str) -> Iterator[str]:
    """The names that an object may have, those of its own first."""
    other = f"{recording.stem}.{digest[:8]}{recording.suffix}"
    yield from dict.fromkeys(filter(None, (slip.name, recording.name, other)))


def _digest(recording: Path, size: int) -> str:
    """The digest of the first bytes of a recording. Raises HarnessError when not all in them is masked."""
    found, tail = hashlib.sha256(), b""
    with recording.open("rb") as file:
        while size > 0 and (chunk := file.read(min(size, _CHUNK))):
            found.update(chunk)
            if _UNMASKED in (seen := tail + chunk):
                raise HarnessError(
                    f"{recording} is not uploaded: not all in it is masked",
                    hint="mask it with `redial scrub`",
                )
            tail, size = seen[-len(_UNMASKED) :], size - len(chunk)
    return found.hexdigest()
