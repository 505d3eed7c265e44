"""What recordings say otherwise than older ones, brought to the calls and exchanges of a page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from harness.address import canonical_id
from harness.cassette import Entry
from harness.comparison import Change
from harness.diff import Kind
from harness.report.page.anchor import Anchors
from harness.report.page.arrow import arrow
from harness.report.page.call import Gone, Told, call
from harness.report.page.timing import since
from harness.report.page.view import Arrow, Call

WHOLE = "call"
"""The path of a change that is a whole call."""

REMOVED, ADDED = str(Kind.REMOVED), str(Kind.ADDED)

type Place = tuple[str, int]
"""A file, and the number of an exchange in it."""


class Differing:
    """The differences of all files of a page. Without any, nobody compares.

    found: each with the name of the file that its number counts in: the older one's for what was removed.
    old: names of older files with their entries, masked: of the calls that were removed, wholly or in part.
    standing: how exchanges stand out for another reason, in a word. tests: file -> the test that played it.
    """

    def __init__(
        self,
        found: Iterable[tuple[str, Change]] = (),
        old: Iterable[tuple[str, Entry]] = (),
        standing: Mapping[Place, str] = MappingProxyType({}),
        tests: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._old: defaultdict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for file, entry in old:
            self._old[canonical_id(entry.call or "")].append((file, entry))
        self._changes: defaultdict[Place, list[Change]] = defaultdict(list)
        self._on = dict(standing)
        self._tests = tests
        self._standing: dict[str, str] = {}
        self._removed: defaultdict[str, set[Place]] = defaultdict(set)
        for file, change in found:
            self._take(file, change)

    def on(self, file: str, number: int) -> tuple[list[Change], str]:
        """The changes of an exchange of a new file, and how it stands out: `added` for one that is new."""
        place = file, number
        return self._changes.get(place, []), self._on.get(place, "")

    def standing(self, identifier: str | None) -> str:
        """`added` for a call that is new."""
        return ADDED if self._standing.get(canonical_id(identifier or "")) == ADDED else ""

    def test(self, file: str) -> str:
        """The name of the test that played a file; empty for none."""
        return self._tests.get(file, "")

    def gone_from(self, identifier: str | None, anchors: Anchors) -> list[Gone]:
        """The exchanges that a call of both sides has no more."""
        wanted = self._removed.get(canonical_id(identifier or ""))
        if not wanted:
            return []
        return [
            Gone(since(_first(entries), entry.exchange.started_at), _arrow(file, entry, anchors))
            for entries in self._old.values()
            for file, entry in entries
            if (file, entry.number) in wanted
        ]

    def gone(self, window: float | None, anchors: Anchors) -> Iterator[Call]:
        """The calls that are no more."""
        for name, standing in self._standing.items():
            entries = self._old.get(name) if standing == REMOVED else None
            if entries:
                file, first = entries[0]
                anchor, place = anchors.give("call", first.call), f"{file}:{first.line}"
                told = [Told(entry.exchange, _arrow(of, entry, anchors)) for of, entry in entries]
                yield call(first.call, anchor, place, told, window=window, standing=REMOVED)

    def _take(self, file: str, change: Change) -> None:
        name, place = canonical_id(change.call or ""), (file, change.interaction)
        if change.path == WHOLE and change.kind in (Kind.ADDED, Kind.REMOVED):
            self._standing[name] = str(change.kind)
        elif change.whole and change.kind is Kind.REMOVED:
            self._removed[name].add(place)
        elif change.whole and change.kind is Kind.ADDED:
            self._on[place] = ADDED
        else:
            self._changes[place].append(change)


def _first(entries: Iterable[tuple[str, Entry]]) -> datetime | None:
    return min((began for _, each in entries if (began := each.exchange.started_at)), default=None)


def _arrow(file: str, entry: Entry, anchors: Anchors) -> Arrow:
    anchor = anchors.give("gone", f"{(entry.call or 'none')[:8]}-{entry.number}")
    return arrow(entry.exchange, anchor, f"{file}:{entry.line}", standing=REMOVED)
