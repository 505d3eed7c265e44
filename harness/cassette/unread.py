"""An entry that is read when something is asked of it that its place does not tell."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from harness.cassette.entry import Entry
from harness.cassette.index import Place
from harness.exchange import Exchange, Way

type Reader = Callable[[Place], Entry]
"""Reads the entry at a place. Raises CassetteError where it is gone, or broken."""


@dataclass(frozen=True, slots=True)
class Unread:
    """As an Entry, for whoever knows no more of one than this. number: from 1; that of its place, or one that
    goes on behind another file.
    """

    number: int
    place: Place
    source: Reader

    def read(self) -> Entry:
        """The entry itself, by its number in the file."""
        return self.source(self.place)

    @property
    def exchange(self) -> Exchange:
        """The exchange itself."""
        return self.read().exchange

    @property
    def key(self) -> str | None:
        """As in the entry."""
        return self.place.key

    @property
    def way(self) -> Way:
        """Who called whom."""
        return self.place.way

    @property
    def started_at(self) -> datetime | None:
        """When it began, UTC; None in a recording that keeps no time."""
        return self.place.started_at

    @property
    def answered(self) -> bool:
        """Whether it is a request to Graph with its answer."""
        return self.place.answered

    @property
    def about(self) -> str:
        """The call that it is about, in canonical spelling; empty where it names none."""
        return self.place.about

    @property
    def route(self) -> str:
        """What its URL asks for in whatever spelling, its call left out."""
        return self.place.route


def changed(
    entries: Iterable[Entry | Unread], change: Callable[[Exchange], Exchange]
) -> Iterator[Entry | Unread]:
    """The same entries with another exchange: of one that is read later, when it is."""
    sources: dict[Reader, Reader] = {}

    def through(source: Reader) -> Reader:
        def read(place: Place) -> Entry:
            return _changed(source(place), change)

        return sources.setdefault(source, read)

    for entry in entries:
        if isinstance(entry, Unread):
            yield replace(entry, source=sources.get(entry.source) or through(entry.source))
        else:
            yield _changed(entry, change)


def _changed(entry: Entry, change: Callable[[Exchange], Exchange]) -> Entry:
    exchange = change(entry.exchange)
    return entry if exchange is entry.exchange else replace(entry, exchange=exchange)
