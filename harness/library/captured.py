"""A capture opened for reading: a HAR, or flows of mitmproxy's. Judged as it is, and never kept.

Nothing in a capture is redacted: what it tells is masked before anybody sees it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, Protocol

from harness.cassette import Entry, named_call
from harness.library.keeper import Masking
from harness.library.trouble import named
from harness.remote import Source


class Captured(Protocol):
    """The entries of a capture, once: `harness.har.Reading`, and the like of it that mitmproxy reads."""

    @property
    def torn(self) -> int:
        """Bytes behind what is whole."""

    @property
    def left_out(self) -> int:
        """How many of its requests are part of no call's conversation."""

    def __iter__(self) -> Iterator[Entry]: ...


class Capture:
    """A capture, read as often as asked.

    read: reads its kind. masking: what masks it, asked for once there is something to mask.
    torn: bytes behind the last whole entry. left_out: entries that are part of no call's conversation. Both
    are known once `entries()` has run to its end.
    """

    def __init__(
        self, path: Source, read: Callable[[BinaryIO], Captured], masking: Callable[[], Masking]
    ) -> None:
        self.path = path
        self.capture = True
        self.torn = self.left_out = 0
        self._read = read
        self._masking = masking

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file, masked. Raises CassetteError when it is no capture."""
        with named(self.path), self.path.open("rb") as file:
            captured, masking = self._read(file), self._masking()
            for entry in captured:
                exchange = masking.exchange(entry.exchange)
                yield replace(entry, exchange=exchange, call=named_call(exchange), key=masking.key_id)
            self.torn, self.left_out = captured.torn, captured.left_out
