"""Stores for the tests of uploads: fsspec's memory, which every test has to itself."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import fsspec

from harness.library import Recording
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import redirect

_NUMBERS = count()
KEY = Redactor(b"a key for tests alone")


class Memory:
    """A folder in memory. url: of it."""

    def __init__(self) -> None:
        self.key = f"/fleet{next(_NUMBERS)}/day"
        self.url = f"memory:/{self.key}"
        self.files = fsspec.filesystem("memory")

    @property
    def objects(self) -> Mapping[str, bytes]:
        """Name -> content."""
        found = {name: self.files.cat(name) for name in self.files.find(self.key)}
        return {name.removeprefix(f"{self.key}/"): content for name, content in found.items()}

    def put(self, name: str, content: bytes) -> None:
        """Have somebody else's object there."""
        self.files.pipe(f"{self.key}/{name}", content)


def recorded(path: Path, exchanges: int = 1, redactor: Redactor | None = KEY) -> Path:
    """A cassette that was recorded, or that has grown by so many exchanges."""
    with Recording(path, redactor, append=True) as recording:
        for _ in range(exchanges):
            recording.keep(redirect())
    return path
