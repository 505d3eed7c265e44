"""An index of recorded requests: finds the one that a request matches without looking at the others.

Each recorded request is taken once. Ids may differ by a one-to-one renaming per call; what a match does to
the response is for the player.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from harness.address import canonical_id
from harness.diff import Difference, Key, Kind, differences
from harness.exchange import Request, Way
from harness.matching.lenses import View, about, view
from harness.matching.miss import Miss, Recorded
from harness.redaction.redactor import Redactor
from harness.renaming import Name, Renaming

_ANY_CALL = "any call"

_RANKED = 50
"""How many recorded requests a miss is compared with."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A recorded request. `call` is its canonical call, empty without one; `ours`: masked with our key."""

    entry: Recorded
    view: View
    call: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A recorded request that says what the request says.

    renaming: from the ids of the recording to those of the caller. call: the caller's canonical call id.
    """

    item: _Item
    renaming: Renaming
    call: str

    @property
    def entry(self) -> Recorded:
        """The recorded exchange."""
        return self.item.entry


type _Shelf = OrderedDict[int, _Item]

_NOTHING: _Shelf = OrderedDict()


@dataclass(slots=True)
class Index:
    """Recorded requests to Graph, ready to be found and taken, in the order in which they began.

    redactor: where its key masked an entry, a request is redacted first and then compared exactly, but for
    the id of its call: that is a new one whenever the bot is called again.
    """

    redactor: Redactor | None = None
    _left: _Shelf = field(default_factory=OrderedDict)
    _exact: dict[tuple[bool, Key], _Shelf] = field(default_factory=dict)
    _but_for_call: dict[Key, _Shelf] = field(default_factory=dict)
    _of_call: dict[tuple[str, Key], _Shelf] = field(default_factory=dict)
    _in_call: dict[str, _Shelf] = field(default_factory=dict)
    _at_place: dict[tuple[object, ...], _Shelf] = field(default_factory=dict)
    _unowned: dict[Key, OrderedDict[str, None]] = field(default_factory=dict)
    _calls: dict[str, list[_Item]] = field(default_factory=dict)
    _taken: list[_Item] = field(default_factory=list)
    _renamings: dict[str, tuple[str, Renaming]] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Recorded], *, redactor: Redactor | None = None) -> "Index":
        """An index of the exchanges TO_GRAPH among `entries`; a redactor that masked none of them rests."""
        listed = in_order(entry for entry in entries if entry.exchange.way is Way.TO_GRAPH)
        ours = redactor is not None and any(entry.key == redactor.key_id for entry in listed)
        index = cls(redactor if ours else None)
        for entry in listed:
            index._add(entry)
        return index

    def find(self, request: Request) -> Match | Miss:
        """The first recorded request, not taken yet, that `request` matches; else why there is none."""
        sent = view(request)
        call = canonical_id(sent.call) if sent.call else ""
        ours = self._redacted(request)
        found = self._find_ours(ours, sent, call) if ours is not None else None
        return (
            found
            or self._find_exact(sent, call)
            or self._find_renamed(sent, call)
            or self._miss(sent, ours, call)
        )

    def before(self, match: Match) -> Recorded | None:
        """The first recorded request of the same call, not taken yet, that began before what was found."""
        first = next(iter(self._in_call[match.item.call].values()))
        return None if first is match.item else first.entry

    def take(self, match: Match) -> None:
        """Remove what was found: it is played now. Its call keeps the renaming."""
        item = match.item
        for shelf in self._shelves(item):
            shelf.pop(item.entry.number, None)
        self._taken.append(item)
        if match.call and item.call:
            self._renamings[match.call] = item.call, match.renaming
            self._owners[item.call] = match.call
            for known in self._calls[item.call]:
                if known.view.shape in self._unowned:
                    self._unowned[known.view.shape].pop(item.call, None)

    def left(self) -> Iterator[Recorded]:
        """What was not taken, in order."""
        return (item.entry for item in self._left.values())

    def names_of(self, call: str) -> Mapping[Name, str]:
        """What the ids of a recorded call are called by whoever played it; nothing before anybody did."""
        owner = self._owners.get(canonical_id(call))
        return self._renamings[owner][1].names if owner is not None else {}

    def _add(self, entry: Recorded) -> None:
        seen = view(entry.exchange.request)
        call = canonical_id(seen.call) if seen.call else ""
        ours = self.redactor is not None and entry.key == self.redactor.key_id
        item = _Item(entry, seen, call, ours)
        for shelf in self._shelves(item):
            shelf[entry.number] = item
        self._calls.setdefault(call, []).append(item)
        if seen.masked and not ours:
            self._unowned.setdefault(seen.shape, OrderedDict())[call] = None

    def _shelves(self, item: _Item) -> Iterator[_Shelf]:
        yield self._left
        yield self._exact.setdefault((item.ours, item.view.exact), OrderedDict())
        if item.ours and item.call:
            yield self._but_for_call.setdefault(about(item.view, _ANY_CALL).exact, OrderedDict())
        yield self._of_call.setdefault((item.call, item.view.shape), OrderedDict())
        yield self._in_call.setdefault(item.call, OrderedDict())
        yield self._at_place.setdefault(item.view.place, OrderedDict())

    def _redacted(self, request: Request) -> View | None:
        return view(self.redactor.request(request, Way.TO_GRAPH)) if self.redactor is not None else None

    def _find_ours(self, redacted: View, sent: View, call: str) -> Match | None:
        """With the key of the file: what is the same after redaction is the same."""
        exact = self._exact.get((True, redacted.exact), _NOTHING).values()
        item = next(iter(exact), None) or self._find_called_anew(redacted, call)
        if item is None:
            return None
        renaming = self._known(call).copy()
        if item.view.shape == sent.shape:
            for masked, real in zip(item.view.texts, sent.texts, strict=True):
                renaming.pair(masked, real)
        return Match(item, renaming, call)

    def _find_called_anew(self, redacted: View, call: str) -> _Item | None:
        """What is the same but for the id of a call that the recording does not name: of the recorded call
        that it stands for, or of one that is nobody's yet.
        """
        recorded = self._renamings[call][0] if call in self._renamings else None
        if not call or (recorded is None and canonical_id(redacted.call) in self._calls):
            return None
        shelf = self._but_for_call.get(about(redacted, _ANY_CALL).exact, _NOTHING)
        for item in shelf.values():
            if item.call == recorded or (recorded is None and item.call not in self._owners):
                return item
        return None

    def _find_exact(self, sent: View, call: str) -> Match | None:
        shelf = self._exact.get((False, sent.exact), _NOTHING)
        return self._first_renamed(shelf.values(), sent, call)

    def _find_renamed(self, sent: View, call: str) -> Match | None:
        """By renaming, among the requests of the call it is known to be, else of calls that are nobody's."""
        recorded = self._recorded_call(call)
        if recorded is not None:
            return self._first_renamed(
                self._of_call.get((recorded, sent.shape), _NOTHING).values(), sent, call
            )
        calls = self._unowned.get(sent.shape, ())
        items = chain.from_iterable(self._of_call[name, sent.shape].values() for name in calls)
        return self._first_renamed(items, sent, call)

    def _first_renamed(self, items: Iterable[_Item], sent: View, call: str) -> Match | None:
        for item in items:
            renaming = self._renaming(item, call)
            pairs = zip(item.view.texts, sent.texts, strict=True)
            if not item.ours and all(renaming.pair(old, new) for old, new in pairs):
                return Match(item, renaming, call)
        return None

    def _recorded_call(self, call: str) -> str | None:
        """The recorded call that the caller's `call` is known to be; empty for requests that name none."""
        if not call:
            return ""
        if call in self._renamings:
            return self._renamings[call][0]
        return call if call in self._calls else None

    def _known(self, call: str) -> Renaming:
        return self._renamings[call][1] if call in self._renamings else Renaming(masked_only=True)

    def _renaming(self, item: _Item, call: str) -> Renaming:
        """A renaming to try out: what is known of the recorded call, else of the caller's."""
        return self._known(self._owners.get(item.call, call)).copy()

    def _miss(self, sent: View, ours: View | None, call: str) -> Miss:
        ranked = [(self._real(item, sent, ours, call), item) for item in self._near(sent, ours, call)]
        if not ranked:
            return Miss(None)
        found, item = min(ranked, key=lambda pair: len(pair[0]))
        return Miss(item.entry, tuple(found))

    def _real(self, item: _Item, sent: View, ours: View | None, call: str) -> Sequence[Difference]:
        """The differences that made `item` no match."""
        renaming = None if item.ours else self._renaming(item, call)
        shown = sent.tree
        if item.ours and ours is not None:
            stands_for = self._renamings[call][0] if call in self._renamings else item.call
            anew = stands_for == item.call and canonical_id(ours.call) not in self._calls
            shown = (about(ours, item.view.call) if anew else ours).tree
        found = differences(item.view.tree, shown, renaming=renaming)
        return [one for one in found if one.kind is not Kind.EQUIVALENT]

    def _near(self, sent: View, ours: View | None, call: str) -> list[_Item]:
        """At most _RANKED recorded requests: of the same call, else the same action, else any."""
        recorded = self._recorded_call(call) or (canonical_id(ours.call) if ours is not None else "")
        pools: tuple[Iterable[_Item], ...] = (
            self._calls.get(recorded, ()) if recorded else (),
            self._at_place.get(sent.place, _NOTHING).values(),
            (item for item in reversed(self._taken) if item.view.place == sent.place),
            self._left.values(),
            reversed(self._taken),
        )
        return next((near for pool in pools if (near := list(islice(pool, _RANKED)))), [])


def in_order[R: Recorded](entries: Iterable[R]) -> list[R]:
    """Exchanges in the order in which they began; as they stand when one of them does not tell."""
    listed = list(entries)
    if any(entry.exchange.started_at is None for entry in listed):
        return listed
    return sorted(listed, key=_began)


def _began(entry: Recorded) -> float:
    moment = entry.exchange.started_at
    return moment.timestamp() if moment is not None else 0.0
