"""A file of recorded exchanges, whatever wrote it: a cassette, a HAR, or flows of mitmproxy's.

Which of them it is shows in its first bytes; its name decides only where they tell nothing.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import BinaryIO

from harness import har
from harness.cassette import Entry
from harness.library.captured import Capture, Captured
from harness.library.keeper import Masking
from harness.library.opened import Cassette, open_cassette, regular
from harness.library.trouble import named
from harness.remote import Source

_HEAD = 256
_FLOWS = re.compile(rb"[1-9]\d{0,11}:")
"""A netstring: its length, in digits, and a colon. No YAML, no JSON opens like this."""


class Recorded:
    """A file of recorded exchanges, opened when it is read.

    torn: bytes of it that could not be read. capture: whether it is no cassette but a capture, which nobody
    can mend. left_out: entries of a capture that are part of no call's conversation. All are known once
    `entries()` has run to its end.
    """

    def __init__(
        self, path: Source, *, masking: Callable[[], Masking], flows: Callable[[BinaryIO], Captured]
    ) -> None:
        self.path = path
        self.capture = False
        self.torn = self.left_out = 0
        self._masking = masking
        self._flows = flows

    @property
    def anywhere(self) -> "Recorded":
        """The same file, not opened yet, by a path that means it in every process of this machine."""
        return Recorded(self.path.absolute(), masking=self._masking, flows=self._flows)

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file. Raises HarnessError when there is none to read, or no way to
        read it.
        """
        opened = self.opened
        self.capture = opened.capture
        yield from opened.entries()
        self.torn, self.left_out = opened.torn, opened.left_out

    @cached_property
    def opened(self) -> Cassette | Capture:
        """What it is, opened for reading. Raises as `entries` does."""
        with named(self.path):
            regular(self.path)
            kind = capture(self.path)
        if kind is None:
            return open_cassette(self.path)
        read = {".har": read_har, ".mitm": self._flows}[kind]
        return Capture(self.path, read, self._masking)


def capture(path: Source) -> str | None:
    """Which kind of capture a file is, `.har` or `.mitm`; None for a cassette."""
    with path.open("rb", buffering=_HEAD) as file:
        head = file.read(_HEAD)
    shown = ".har" if har.opens(head) else ".mitm" if _FLOWS.match(head) else path.suffix.lower()
    return shown if shown in (".har", ".mitm") else None


def read_har(file: BinaryIO) -> Captured:
    """The entries of a HAR, which is one document and read whole."""
    return har.read(file.read())
