"""A match: what was recorded of what is asked for, and which ids of it are called what now."""

from dataclasses import dataclass

from harness.matching.miss import Recorded
from harness.matching.shelves import Item
from harness.renaming import Renaming


@dataclass(frozen=True, slots=True)
class Match:
    """A recorded request that says what the request says.

    renaming: from the ids of the recording to those of the caller. call: the caller's canonical call id.
    again: whether it was taken before.
    """

    item: Item
    renaming: Renaming
    call: str
    again: bool = False

    @property
    def entry(self) -> Recorded:
        """The recorded exchange."""
        return self.item.entry
