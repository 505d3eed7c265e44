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
    """Groups the exchanges of one recording. Token fetches belong to no call and are left out."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, _Open] = OrderedDict()  # longest silent first
        self._group: dict[str, str] = {}  # canonical call -> key of its chain in _open
        self._named: dict[str, str] = {}  # callChainId -> key of its chain in _open
        self._ended: dict[str, State] = {}  # where the calls of chains that are over stood
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
            elif self._until - group.heard <= SILENCE:
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
            began = self._ended.get(name, State.UNSEEN)
            whole = Conversation(
                call, began, began=began, until=self._until, ways=frozenset(self._ways)
            ).after_all(in_order(exchanges))
            if call is not None and whole.state is not State.UNSEEN:
                self._ended[name] = whole.state
            yield whole


def chains(exchanges: Iterable[Exchange]) -> Iterator[Chain]:
    """The chains of a recording, each as soon as it is over."""
    grouped = Chains()
    for exchange in exchanges:
        yield from grouped.add(exchange)
    yield from grouped.rest()
