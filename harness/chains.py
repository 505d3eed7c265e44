"""Which calls belong together: exchanges are grouped by call and chain while they stream.

One ring of a telephone can be several calls for the bot: the platform offers it anew under another id and
the same callChainId. A chain that has been silent for long is given back and forgotten, so that a recording
of any length takes little memory.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from harness.address import canonical_id
from harness.conversation import Conversation, State, calls_of, in_order, notices
from harness.exchange import Exchange, Way

SILENCE = timedelta(minutes=10)
"""A chain that nothing was said of for so long is over: redirected calls end within minutes, and voicemail,
the longest end seen, took five."""

UNTIMED = 1000
"""Chains that may go on where a recording keeps no times: beyond that the one heard least lately is over."""

REMEMBERED = 10_000
"""Calls of chains that are over of which it is known where they stood; the oldest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The calls of one chain, in order of first appearance. id: its callChainId; None where untold."""

    id: str | None
    calls: tuple[Conversation, ...]


@dataclass(slots=True)
class _Open:
    """A chain that may go on: each of its calls with its exchanges so far."""

    id: str | None = None
    calls: dict[str, tuple[str | None, list[Exchange]]] = field(default_factory=dict)
    heard: datetime | None = None


class Chains:
    """Groups the exchanges of one recording. Token fetches belong to no call and are left out.

    limit: chains that may go on at once, whatever the times say; None for any number of them.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._open: OrderedDict[str, _Open] = OrderedDict()  # longest silent first
        self._group: dict[str, str] = {}  # canonical call -> key of its chain in _open
        self._named: dict[str, str] = {}  # callChainId -> key of its chain in _open
        self._ended: OrderedDict[str, State] = OrderedDict()  # where the calls of chains that are over stood
        self._until: datetime | None = None
        self._ways: set[Way] = set()
        self._count = 0

    def add(self, exchange: Exchange) -> Iterator[Chain]:
        """Take one more exchange; gives the chains that are over by now."""
        self._count += 1
        self._ways.add(exchange.way)
        if exchange.started_at is not None:
            self._until = max(exchange.started_at, self._until or exchange.started_at)
        if exchange.way is not Way.TO_LOGIN:
            self._take(exchange)
        yield from self._silent()

    def rest(self) -> Iterator[Chain]:
        """The chains that are left when the recording is over, in order of first appearance."""
        for key in list(self._open):
            yield self._close(key)

    def replace(self, exchange: Exchange, by: Exchange) -> bool:
        """Put what an exchange has become, now that it is answered, in the place of one that was added.

        False when that one belongs to no chain that may go on.
        """
        found = False
        for call in calls_of(exchange):
            name = canonical_id(call)
            group = self._open.get(self._group.get(name, ""))
            if group is not None:
                exchanges = group.calls[name][1]
                exchanges[:] = [by if each is exchange else each for each in exchanges]
                found = True
        return found

    def so_far(self, call: str) -> Conversation | None:
        """A call that may go on, as far as it went; None for one of which nothing was said lately."""
        name = canonical_id(call)
        group = self._open.get(self._group.get(name, ""))
        return self._conversation(name, *group.calls[name]) if group is not None else None

    def _take(self, exchange: Exchange) -> None:
        chains = {
            canonical_id(told.call): told.chain for told in notices(exchange) if told.call and told.chain
        }
        for call in calls_of(exchange) or (None,):
            name = canonical_id(call) if call else f"\0{self._count}"
            key = self._group.setdefault(name, name)
            group = self._open.setdefault(key, _Open())
            group.calls.setdefault(name, (call, []))[1].append(exchange)
            if (chain := chains.get(name)) is not None:
                key = self._join(key, chain)
                group = self._open[key]
            group.heard = exchange.started_at or self._until
            self._open.move_to_end(key)

    def _join(self, key: str, chain: str) -> str:
        """Make a group known by its chain, and one with the group that is known by it already."""
        known = self._named.setdefault(chain, key)
        if known not in self._open:
            known = self._named[chain] = key
        if known != key:
            moved = self._open.pop(key)
            self._open[known].calls.update(moved.calls)
            self._group.update(dict.fromkeys(moved.calls, known))
        self._open[known].id = chain
        return known

    def _silent(self) -> Iterator[Chain]:
        while self._open:
            key, group = next(iter(self._open.items()))
            if group.heard is None or self._until is None:
                if len(self._open) <= UNTIMED:
                    return
            elif self._until - group.heard <= SILENCE and len(self._open) <= (self._limit or len(self._open)):
                return
            yield self._close(key)

    def _close(self, key: str) -> Chain:
        group = self._open.pop(key)
        if group.id is not None:
            self._named.pop(group.id, None)
        return Chain(group.id, tuple(self._folded(group)))

    def _folded(self, group: _Open) -> Iterator[Conversation]:
        for name, (call, exchanges) in group.calls.items():
            self._group.pop(name, None)
            whole = self._conversation(name, call, exchanges)
            if call is not None and whole.state is not State.UNSEEN:
                self._ended[name] = whole.state
                if len(self._ended) > REMEMBERED:
                    self._ended.popitem(last=False)
            yield whole

    def _conversation(self, name: str, call: str | None, exchanges: Iterable[Exchange]) -> Conversation:
        began = self._ended.get(name, State.UNSEEN)
        empty = Conversation(call, began, began=began, until=self._until, ways=frozenset(self._ways))
        return empty.after_all(in_order(exchanges))


def chains(exchanges: Iterable[Exchange]) -> Iterator[Chain]:
    """The chains of a recording, each as soon as it is over."""
    grouped = Chains()
    for exchange in exchanges:
        yield from grouped.add(exchange)
    yield from grouped.rest()
