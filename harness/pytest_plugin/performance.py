"""A performance: the webhooks of a tape given to a bot one by one, each when what it followed has happened.

Cues know whose turn it is; a Performance gives it to the bot, in an event loop or without one.
"""

import asyncio
import heapq
import time
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime
from threading import Event, Lock
from typing import Any

from harness.exchange import Exchange, Origin, Way
from harness.pytest_plugin.bots import Door
from harness.responder import FollowUp


class Cues:
    """What of a recording has happened, and so whose turn it is: recorded numbers in their recorded order.

    Any thread may tell it what happened. acts: how often the bot did something of its own accord.
    """

    def __init__(self, order: Iterable[int]) -> None:
        self._order = list(order)
        self._rank = {number: rank for rank, number in enumerate(self._order)}
        self._next = 0
        self._happened: set[int] = set()
        self._ready: list[tuple[int, int, FollowUp]] = []
        self._count = 0
        self._lock = Lock()
        self.acts = 0
        self.changed = Event()

    def happened(self, number: int | None) -> None:
        """Take note of a recorded exchange that took place."""
        with self._lock:
            if number is not None:
                self._happened.add(number)
        self.changed.set()

    def acted(self) -> None:
        """Take note that the bot did something, whether or not it is recorded."""
        with self._lock:
            self.acts += 1
        self.changed.set()

    def ready(self, webhooks: Iterable[FollowUp]) -> None:
        """Take webhooks of which all that they followed has happened."""
        with self._lock:
            for webhook in webhooks:
                self._count += 1
                rank = self._rank.get(webhook.number or 0, len(self._order))
                heapq.heappush(self._ready, (rank, self._count, webhook))
        self.changed.set()

    def take(self, *, in_turn: bool) -> FollowUp | None:
        """The next webhook; in_turn: only when all that was recorded before it has happened."""
        with self._lock:
            while self._next < len(self._order) and self._order[self._next] in self._happened:
                self._next += 1
            if not self._ready or (in_turn and self._ready[0][0] > self._next):
                return None
            return heapq.heappop(self._ready)[2]


class Performance:
    """Gives the webhooks of `cues` to a bot, until all is played or the bot did nothing for its patience.

    When half of that is over, the webhooks that are ready are given without what was to come before them.

    sent: gives a webhook as it is sent. complete: whether all is played. delivered: told each webhook and
    what came of it. patience: how many seconds the bot may do nothing, as things stand. looped: whether it
    runs in an event loop, which it must not block.
    """

    def __init__(
        self,
        cues: Cues,
        door: Door,
        *,
        sent: Callable[[FollowUp], FollowUp],
        complete: Callable[[], bool],
        delivered: Callable[[FollowUp, Exchange], None],
        patience: Callable[[], float],
        looped: bool,
    ) -> None:
        self._cues, self._door, self._looped = cues, door, looped
        self._sent, self._complete, self._delivered = sent, complete, delivered
        self._patience = patience

    async def run(self) -> tuple[Exchange, ...]:
        """What came of each webhook, in order. Without an event loop it never waits for one: see `alone`."""
        done: list[Exchange] = []
        acts, waited = self._cues.acts, 0.0
        while True:
            self._cues.changed.clear()
            if acts != self._cues.acts:
                acts, waited = self._cues.acts, 0.0
            patience = self._patience()
            in_turn = waited < patience / 2
            if (webhook := self._cues.take(in_turn=in_turn)) is not None:
                await self._until(webhook.due)
                done.append(await self._give(webhook))
                waited = 0.0 if in_turn else waited
            elif self._complete() or waited >= patience:
                return tuple(done)
            else:
                step = patience / 2 if in_turn else patience - waited
                waited += 0.0 if await self._pause(step) else step

    async def _until(self, due: datetime) -> None:
        """Wait for a moment; a clock that stands still is waited for once."""
        while (wait := (due - datetime.now(UTC)).total_seconds()) > 0 and await self._pause(wait):
            self._cues.changed.clear()

    async def _pause(self, seconds: float) -> bool:
        """Wait so long for something to happen; whether it did."""
        happened = self._cues.changed.wait
        return await asyncio.to_thread(happened, seconds) if self._looped else happened(seconds)

    async def _give(self, webhook: FollowUp) -> Exchange:
        sent = self._sent(webhook)
        started_at, start = datetime.now(UTC), time.perf_counter()
        if self._looped and self._door.blocks:
            reply = await asyncio.to_thread(self._door.knock, sent)
        else:
            reply = self._door.knock(sent)
        if self._door.awaits:
            reply = await reply
        seconds = time.perf_counter() - start
        exchange = (
            reply
            if isinstance(reply, Exchange)
            else Exchange(sent.request, reply, Way.TO_BOT, Origin.LIVE, started_at, seconds, "1.1")
        )
        self._delivered(webhook, exchange)
        return exchange


def alone[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """Run what waits for no event loop, without one: so a function under test may run a loop of its own."""
    try:
        coroutine.send(None)
    except StopIteration as over:
        result: T = over.value
        return result
    raise RuntimeError("a coroutine waits for an event loop that is not there")
