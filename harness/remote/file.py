"""A file or a folder that a URL names, with those members of pathlib.Path that reading takes."""

import io
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, total_ordering
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from harness.remote.address import protocol
from harness.remote.filesystem import Located, located
from harness.remote.trouble import MissingError, RemoteError, asked

_BUFFER = 128 * 1024
_BLOCK = 4 * 1024 * 1024
"""Bytes that are asked of a store at once: what a reader that goes from front to back holds of a file."""

_LISTING_S = 600.0
"""Seconds for the names under a folder: a million of them come in a thousand pages."""

_PAGES = ("http", "https")
"""Protocols without folders: fsspec takes the addresses in a page for its files, and cassettes hold some."""


@total_ordering
class Remote:
    """What a URL names. It is asked once what that is. All but the names raise RemoteError where that cannot
    be told, or nothing is there.
    """

    def __init__(self, url: str, place: Located, told: Mapping[str, Any] | None = None) -> None:
        self._url = url
        self._place = place
        if told is not None:
            self._told = told

    @classmethod
    def at(cls, url: str) -> "Remote":
        """What `url` names. Raises HarnessError for a URL that cannot be one, before anything is asked."""
        return cls(url, located(url))

    def __str__(self) -> str:
        return self._url

    def __repr__(self) -> str:
        return f"Remote({self._url!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Remote) and self._url == other._url

    def __lt__(self, other: "Remote") -> bool:
        return self._url < other._url

    def __hash__(self) -> int:
        return hash(self._url)

    @property
    def name(self) -> str:
        """The last part of its key."""
        return PurePosixPath(self._place.key).name

    @property
    def suffix(self) -> str:
        """The ending of its name, with the dot; empty where it has none."""
        return PurePosixPath(self._place.key).suffix

    def resolve(self) -> "Remote":
        """Itself: a URL has no other name."""
        return self

    absolute = resolve

    def __reduce__(self) -> tuple[Callable[[str], "Remote"], tuple[str]]:
        """Another process asks the store anew."""
        return Remote.at, (self._url,)

    def relative_to(self, folder: str) -> PurePosixPath:
        """Its place under the URL of a folder that it was found in."""
        return PurePosixPath(self._url.removeprefix(folder).lstrip("/"))

    def exists(self) -> bool:
        """Whether anything is there."""
        try:
            return bool(self._told)
        except MissingError:
            return False

    def is_dir(self) -> bool:
        """Whether it is a folder, or the beginning of keys."""
        return self.exists() and self._told["type"] == "directory"

    def is_file(self) -> bool:
        """Whether it is a file."""
        return self.exists() and self._told["type"] == "file"

    def stat(self) -> Mapping[str, Any]:
        """What the store tells of it."""
        return self._told

    def rglob(self, _: str) -> Iterator["Remote"]:
        """All files under a folder, whatever the pattern."""
        files, key = self._place
        found = asked(self._url, lambda: files.find(key, detail=True), seconds=_LISTING_S)
        base = self._url.rstrip("/")
        for name, told in found.items():
            under = name.removeprefix(key).strip("/")
            yield Remote(f"{base}/{under}", Located(files, name), told)

    def open(self, mode: str = "rb", buffering: int = -1) -> BinaryIO:
        """Its bytes, from the front or from any place. mode: `rb`, as of a Path. buffering: how many bytes
        are asked for beyond those that are read; -1 for what suits reading it all.
        """
        files, key = self._place
        told = self._told
        block, buffer = (_BLOCK, _BUFFER) if buffering < 0 else (buffering, buffering)
        handle = asked(self._url, lambda: files.open(key, mode, block_size=block))
        return cast("BinaryIO", io.BufferedReader(_Raw(self._url, handle, told.get("size")), buffer))

    @cached_property
    def _told(self) -> Mapping[str, Any]:
        files, key = self._place
        folder = self._url.endswith("/")
        if folder and protocol(self._url) in _PAGES:
            raise RemoteError(f"{self._url}: http has no folders", hint="give the URL of a file")
        told = asked(self._url, lambda: files.info(key))
        return {**told, "type": "directory"} if folder else told


class _Raw(io.RawIOBase):
    """A file of fsspec's read from a place of our own: in memory all readers of a file share one.

    size: of the file, None where the store does not tell.
    """

    def __init__(self, url: str, handle: Any, size: int | None) -> None:
        self._url = url
        self._handle = handle
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        if whence == os.SEEK_END and self._size is None:
            raise RemoteError(f"{self._url}: its size is not told", hint="give a copy on this machine")
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size or 0}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        data = asked(self._url, lambda: self._read(len(buffer)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _read(self, count: int) -> bytes:
        if self._handle.tell() != self._at:
            self._handle.seek(self._at)
        found: bytes = self._handle.read(count)
        return found

    def close(self) -> None:
        if not self.closed:
            self._handle.close()
        super().close()
