"""An index of recorded requests: finds the one that a request matches without looking at the others.

Each recorded request is looked into when one that is asked for may be it, and taken once, or again when
nothing else matches. Ids may differ by a one-to-one renaming per call; what a match does to the response is
for the player.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from harness.address import canonical_id
from harness.diff import Difference, Kind, differences
from harness.exchange import Request, Way
from harness.ids import Name
from harness.matching import shelves
from harness.matching.lenses import View, is_masked, tree_about, view
from harness.matching.match import Match
from harness.matching.miss import Listed, Miss, Recorded
from harness.matching.pending import ALL, RENAMED, Pending, Queue, Ranked, asking, in_order
from harness.matching.shelf import Shelf
from harness.matching.shelves import Item, Label, Shelves
from harness.redaction.redactor import Redactor
from harness.renaming import Renaming

_RANKED = 50
"""How many recorded requests a miss is compared with."""


class Index:
    """Recorded requests to Graph, ready to be found and taken, in the order in which they began.

    redactor: where its key masked an entry, a request is redacted first and then compared exactly, but for
    the id of its call: that is a new one whenever the bot is called again.
    repeats: whether what was taken may be found again when nothing else matches: what was taken last, by
    whoever asks, of whatever call.

    Of the recorded requests those about the call that a request names are looked into; where the recording
    has no such call, one after the other that may go by its name, until nothing that is left can be found
    before what is; and for a miss as many as it is compared with.
    """

    def __init__(
        self, listed: Sequence[Listed], redactor: Redactor | None = None, *, repeats: bool = False
    ) -> None:
        """listed: the recorded requests in the order in which they began."""
        ours = [redactor is not None and entry.key == redactor.key_id for entry in listed]
        self.redactor, self._repeats = redactor if any(ours) else None, repeats
        self._others = not all(ours)
        self._listed = listed
        self._gone = bytearray(len(listed))
        self._first = 0
        self._pending = Pending(listed, self._may_be_renamed)
        self._left = Shelves(shelves.left)
        self._taken = Shelves(shelves.again if repeats else shelves.told)
        self._count = 0
        self._unowned: defaultdict[str, Shelf[Item]] = defaultdict(Shelf)
        self._calls: dict[str, list[Item]] = {}
        self._renamings: dict[str, tuple[str, Renaming]] = {}
        self._owners: dict[str, str] = {}
        self._found: tuple[Request, Match | Miss] | None = None

    @classmethod
    def of(
        cls, entries: Iterable[Listed], *, redactor: Redactor | None = None, repeats: bool = False
    ) -> "Index":
        """An index of the exchanges TO_GRAPH among `entries`; a redactor that masked none of them rests."""
        listed = in_order(entry for entry in entries if entry.way is Way.TO_GRAPH)
        return cls(listed, redactor, repeats=repeats)

    def find(self, request: Request) -> Match | Miss:
        """The first recorded request, not taken yet, that `request` matches; else why there is none.

        It is asked twice by whoever looks before it takes: found once, until something is taken.
        """
        if self._found is None or self._found[0] is not request:
            self._found = request, self._find(request)
        return self._found[1]

    def _find(self, request: Request) -> Match | Miss:
        sent = view(request)
        call = canonical_id(sent.call) if sent.call else ""
        ours = self._redacted(request)
        self._look_into(self._pending.of(call))
        if ours is not None:
            self._look_into(self._pending.of(canonical_id(ours.call)))
        found, calls = self._matched(sent, ours, call), 1
        while self._may_be_preceded(found, ours, call):
            for _ in range(calls):
                self._look_into(self._pending.following(RENAMED))
            found, calls = self._matched(sent, ours, call), calls * 2
        return (
            found
            or (self._find_again(ours, sent, call) if self._repeats else None)
            or self._miss(sent, ours, call)
        )

    def before(self, match: Match) -> Recorded | None:
        """The first recorded request of the same call, not taken yet, that began before what was found."""
        first = next(iter(self._left.under(shelves.of_call(match.item.call))), match.item)
        return None if match.again or first is match.item else first.entry

    def take(self, match: Match) -> None:
        """Remove what was found: it is played now. Its call keeps the renaming."""
        item = match.item
        self._found = None
        self._left.drop(item, item.rank)
        self._taken.put(item, self._count)
        self._count += 1
        self._gone[item.rank] = True
        while self._first < len(self._gone) and self._gone[self._first]:
            self._first += 1
        if match.call and item.call:
            self._renamings[match.call] = item.call, match.renaming
            if self._owners.get(item.call) is None:
                for known in self._calls[item.call]:
                    if known.view.shape in self._unowned:
                        self._unowned[known.view.shape].drop(known.rank)
            self._owners[item.call] = match.call

    def left(self) -> Iterator[Recorded]:
        """What was not taken, in order."""
        return (self._listed[rank] for rank in range(self._first, len(self._gone)) if not self._gone[rank])

    def names_of(self, call: str) -> Mapping[Name, str]:
        """What the ids of a recorded call are called by whoever played it; nothing before anybody did."""
        owner = self._owners.get(canonical_id(call))
        return self._renamings[owner][1].names if owner is not None else {}

    def _matched(self, sent: View, ours: View | None, call: str) -> Match | None:
        """The first that matches of all that was looked into."""
        found = self._find_ours(ours, sent, call) if ours is not None else None
        return found or self._find_exact(sent, call) or self._find_renamed(sent, call)

    def _may_be_preceded(self, found: Match | None, ours: View | None, call: str) -> bool:
        """Whether something that was not looked into may be found before `found`."""
        anew = ours is not None and call not in self._renamings and canonical_id(ours.call) not in self._calls
        nobodys = self._others and self._recorded_call(call) is None
        if not (call and (anew or nobodys)):
            return False
        counts = found is not None and (found.item.ours or not anew)
        return self._pending.first(RENAMED) < (found.item.rank if found and counts else len(self._listed))

    def _may_be_renamed(self, entry: Listed) -> bool:
        return bool(entry.about) and (self._is_ours(entry) or is_masked(entry.about))

    def _is_ours(self, entry: Listed) -> bool:
        return self.redactor is not None and entry.key == self.redactor.key_id

    def _look_into(self, requests: Ranked) -> None:
        for rank, entry in requests:
            seen = view(entry.exchange.request)
            item = Item(rank, entry, seen, entry.about, self._is_ours(entry))
            self._left.put(item, rank)
            known = self._calls.setdefault(item.call, [])
            if seen.masked and not item.ours and all(each.view.shape != seen.shape for each in known):
                self._unowned[seen.shape].put(rank, item)
            known.append(item)

    def _redacted(self, request: Request) -> View | None:
        return view(self.redactor.request(request, Way.TO_GRAPH)) if self.redactor is not None else None

    def _find_ours(self, redacted: View, sent: View, call: str) -> Match | None:
        """With the key of the file: what is the same after redaction is the same."""
        exact = self._left.under(shelves.exact(redacted.exact, ours=True))
        item = next(iter(exact), None) or self._find_called_anew(redacted, call)
        return self._match_ours(item, sent, call) if item is not None else None

    def _match_ours(self, item: Item, sent: View, call: str, *, again: bool = False) -> Match:
        renaming = self._known(call).copy()
        if item.view.shape == sent.shape:
            for masked, real in zip(item.view.texts, sent.texts, strict=True):
                renaming.pair(masked, real)
        return Match(item, renaming, call, again)

    def _find_called_anew(self, redacted: View, call: str) -> Item | None:
        """What is the same but for the id of a call that the recording does not name: of the recorded call
        that it stands for, or of one that is nobody's yet.
        """
        recorded = self._renamings[call][0] if call in self._renamings else None
        if not call or (recorded is None and canonical_id(redacted.call) in self._calls):
            return None
        for item in self._left.under(shelves.but_for_call(redacted)):
            if item.call == recorded or (recorded is None and item.call not in self._owners):
                return item
        return None

    def _find_exact(self, sent: View, call: str) -> Match | None:
        found = self._left.under(shelves.exact(sent.exact, ours=False))
        return self._first_renamed(((item, self._renaming(item, call)) for item in found), sent, call)

    def _find_renamed(self, sent: View, call: str) -> Match | None:
        """By renaming, among the requests of the call it is known to be, else of calls that are nobody's."""
        recorded = self._recorded_call(call)
        firsts = self._unowned[sent.shape].values() if sent.shape in self._unowned else ()
        calls = (each.call for each in firsts) if recorded is None else (recorded,)
        items = chain.from_iterable(self._left.under(shelves.shaped(sent, name)) for name in calls)
        return self._first_renamed(((item, self._renaming(item, call)) for item in items), sent, call)

    def _find_again(self, ours: View | None, sent: View, call: str) -> Match | None:
        """What was taken last of all that it matches: of the call it is known to be, else of any."""
        recorded = self._recorded_call(call)
        if ours is not None:
            labels = shelves.exact(ours.exact, ours=True), shelves.but_for_call(ours)
            for item in chain.from_iterable(map(self._taken.last_under, labels)):
                if recorded in (None, item.call) or item.call == canonical_id(ours.call):
                    return self._match_ours(item, sent, call, again=True)
        labels = shelves.exact(sent.exact, ours=False), shelves.shaped(sent, recorded)
        items = chain.from_iterable(map(self._taken.last_under, labels))
        tried = (
            (item, self._known(call).copy() if item.call == recorded else Renaming(masked_only=True))
            for item in items
        )
        return self._first_renamed(tried, sent, call, again=True)

    def _first_renamed(
        self, tried: Iterable[tuple[Item, Renaming]], sent: View, call: str, *, again: bool = False
    ) -> Match | None:
        for item, renaming in tried:
            pairs = zip(item.view.texts, sent.texts, strict=True)
            if not item.ours and all(renaming.pair(old, new) for old, new in pairs):
                return Match(item, renaming, call, again)
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

    def _renaming(self, item: Item, call: str) -> Renaming:
        """A renaming to try out: what is known of the recorded call, else of the caller's."""
        return self._known(self._owners.get(item.call, call)).copy()

    def _miss(self, sent: View, ours: View | None, call: str) -> Miss:
        nearest, least = Miss(None), sys.maxsize
        for item in self._near(sent, ours, call):
            if least == 1 and not (item.ours or item.view.masked or item.call == call):
                continue  # another call is as much
            found = tuple(islice(self._real(item, sent, ours, call), least))
            if len(found) < least:
                nearest, least = Miss(item.entry, found), len(found)
        return nearest

    def _real(self, item: Item, sent: View, ours: View | None, call: str) -> Iterator[Difference]:
        """The differences that made `item` no match."""
        renaming = None if item.ours else self._renaming(item, call)
        shown = sent.tree
        if item.ours and ours is not None:
            stands_for = self._renamings[call][0] if call in self._renamings else item.call
            anew = stands_for == item.call and canonical_id(ours.call) not in self._calls
            shown = tree_about(ours, item.view.call) if anew else ours.tree
        found = differences(item.view.tree, shown, renaming=renaming)
        return (one for one in found if one.kind is not Kind.EQUIVALENT)

    def _near(self, sent: View, ours: View | None, call: str) -> list[Item]:
        """At most _RANKED recorded requests: of the same call, else the same action, else any."""
        pools = self._pools(sent, ours, call)
        return next((near for pool in pools if (near := list(islice(pool, _RANKED)))), [])

    def _pools(self, sent: View, ours: View | None, call: str) -> Iterator[Iterable[Item]]:
        recorded = self._recorded_call(call) or (canonical_id(ours.call) if ours is not None else "")
        yield self._calls.get(recorded, ()) if recorded else ()
        for label, queue in ((shelves.at(sent), asking(sent.route)), (shelves.ALL, ALL)):
            yield self._first_left(label, queue)
            yield self._taken.last_under(label)

    def _first_left(self, label: Label, queue: Queue) -> list[Item]:
        """The first _RANKED of a label that are left, all of which stand in that queue until looked into."""
        while True:
            near = list(islice(self._left.under(label), _RANKED))
            first = self._pending.first(queue)
            if first == len(self._listed) or (len(near) == _RANKED and near[-1].rank < first):
                return near
            for _ in range(max(1, _RANKED - len(near))):
                self._look_into(self._pending.following(queue))
