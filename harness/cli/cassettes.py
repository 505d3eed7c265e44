"""The cassettes that a command was given, by name, and what of them could not be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.cassette import Entry
from harness.library import Cassette, open_cassette
from harness.remote import Source
from harness.report.unread import torn


@dataclass(frozen=True, slots=True)
class Cassettes:
    """Cassettes of ours or vcrpy's, opened."""

    opened: tuple[Cassette, ...]

    @classmethod
    def at(cls, paths: Iterable[Source]) -> "Cassettes":
        """Those at some paths. Raises HarnessError for one that is none."""
        return cls(tuple(open_cassette(path) for path in paths))

    @property
    def recordings(self) -> Iterator[tuple[str, Iterator[Entry]]]:
        """Each by its name, with its entries."""
        return ((str(each.path), each.entries()) for each in self.opened)

    @property
    def unread(self) -> list[str]:
        """A sentence for each torn one, once its entries were read."""
        return [torn(str(each.path), each.torn) for each in self.opened if each.torn]
