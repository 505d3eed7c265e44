"""What a recording says otherwise than an older one, brought to the calls and exchanges of a page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from harness.address import canonical_id
from harness.cassette import Entry
from harness.comparison import Change, Comparison
from harness.comparison.call import calls
from harness.diff import Kind
from harness.report.page.anchor import Anchors
from harness.report.page.arrow import arrow
from harness.report.page.call import Gone, Told, call
from harness.report.page.timing import since
from harness.report.page.view import Call

WHOLE = "call"
"""The path of a change that is a whole call."""

REMOVED, ADDED = str(Kind.REMOVED), str(Kind.ADDED)


class Differing:
    """The differences of one file. file, old: the older file and its entries, masked; else empty.

    Changes are known by the numbers of the new file, those that were removed by the numbers of the old one.
    """

    def __init__(
        self, comparison: Comparison | None = None, file: str = "", old: Iterable[Entry] = ()
    ) -> None:
        self._file = file
        self._old = {canonical_id(each.id or ""): [one.entry for one in each.members] for each in calls(old)}
        self._changes: defaultdict[int, list[Change]] = defaultdict(list)
        self._added: set[int] = set()
        self._standing: dict[str, str] = {}
        self._removed: defaultdict[str, set[int]] = defaultdict(set)
        for each in comparison.calls if comparison is not None else ():
            for change in each.changes:
                self._take(canonical_id(each.call or ""), change)

    def on(self, number: int) -> tuple[list[Change], str]:
        """The changes of an exchange of the new file, and `added` for one that is new."""
        return self._changes.get(number, []), ADDED if number in self._added else ""

    def standing(self, identifier: str | None) -> str:
        """`added` for a call that is new."""
        standing = self._standing.get(canonical_id(identifier or ""), "")
        return standing if standing == ADDED else ""

    def gone_from(self, identifier: str | None, anchors: Anchors) -> list[Gone]:
        """The exchanges that a call of both files has no more."""
        name = canonical_id(identifier or "")
        return [] if name in self._standing else [*self._gone(name, self._removed.get(name, ()), anchors)]

    def gone(self, window: float | None, anchors: Anchors) -> Iterator[Call]:
        """The calls that are no more."""
        for name, standing in self._standing.items():
            if standing != REMOVED:
                continue
            entries = self._old.get(name, [])
            anchor = anchors.give("call", entries[0].call if entries else None)
            told = [
                Told(
                    each.exchange,
                    arrow(
                        each.exchange,
                        anchors.give("gone", f"{name}-{each.number}"),
                        self._place(each),
                        standing=REMOVED,
                    ),
                )
                for each in entries
            ]
            if told:
                place = self._place(entries[0])
                yield call(entries[0].call, anchor, place, told, window=window, standing=REMOVED)

    def _take(self, name: str, change: Change) -> None:
        whole = "." not in change.path
        if change.path == WHOLE and change.kind in (Kind.ADDED, Kind.REMOVED):
            self._standing[name] = str(change.kind)
        elif whole and change.kind is Kind.REMOVED:
            self._removed[name].add(change.interaction)
        elif whole and change.kind is Kind.ADDED:
            self._added.add(change.interaction)
        else:
            self._changes[change.interaction].append(change)

    def _gone(self, name: str, numbers: Iterable[int], anchors: Anchors) -> Iterator[Gone]:
        """In the older file, which may know the call by another id."""
        wanted = set(numbers)
        for entries in self._old.values():
            first = min((began for each in entries if (began := each.exchange.started_at)), default=None)
            for each in entries:
                if each.number in wanted:
                    place = self._place(each)
                    anchor = anchors.give("gone", f"{name}-{each.number}")
                    at = since(first, each.exchange.started_at)
                    yield Gone(at, arrow(each.exchange, anchor, place, standing=REMOVED))

    def _place(self, entry: Entry) -> str:
        return f"{self._file}:{entry.line}"


type Sought = Callable[[str], Differing]
"""The name of a file -> how it differs from another recording."""

_NOTHING = Differing()


def alike(_: str) -> Differing:
    """Nobody compares."""
    return _NOTHING
