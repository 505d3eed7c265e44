"""Deliveries: FollowUps sent when they are due, in the order of their call, by a few threads.

How one webhook travels is in webhook.py; where FollowUps come from is not known here.
"""

import heapq
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from harness import notification
from harness.address import canonical_id
from harness.exchange import Exchange, Request
from harness.responder import FollowUp
from harness.webhooks.webhook import TIMEOUT, Bot, deliver

type _Item = tuple[datetime, int, FollowUp]
"""When it is due, its number in order of arrival, and itself: items compare by the first two."""


class Deliveries:
    """Delivers FollowUps when they are due, those of one call one after the other, calls beside each other.

    A webhook that hangs holds back its own call only. `delivered` is told each FollowUp and what came of it,
    on a thread of this object, one at a time. Use as a context manager; leaving it drops what is not yet due.
    """

    def __init__(
        self,
        bot: str,
        delivered: Callable[[FollowUp, Exchange], None],
        *,
        signed: Callable[[Request, datetime], Request] | None = None,
        timeout: float = TIMEOUT,
        workers: int = 8,
        limit: int = 10_000,
    ) -> None:
        """bot: its URL, HarnessError when it is none. limit: how many FollowUps may wait.

        signed: gives a webhook its token at the moment it is sent; without it each travels as it is.
        """
        self.bot = Bot.at(bot)
        self.dropped = 0
        self._delivered = delivered
        self._signed = signed or _as_it_is
        self._timeout = timeout
        self._limit = limit
        self._queue: list[_Item] = []
        self._count = 0
        self._pending = 0
        self._busy: dict[str, list[_Item]] = {}
        self._stopped = False
        self._changed = threading.Condition()
        self._telling = threading.Lock()
        self._workers = [
            threading.Thread(target=self._work, name=f"redial-webhook-{number}", daemon=True)
            for number in range(workers)
        ]

    def __enter__(self) -> Self:
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pending(self) -> int:
        """How many FollowUps wait or are on their way."""
        return self._pending

    def add(self, follow_up: FollowUp) -> bool:
        """Deliver it when it is due; False, and counted in `dropped`, when too many wait already."""
        with self._changed:
            if self._stopped or self._pending >= self._limit:
                self.dropped += 1
                return False
            self._count += 1
            self._pending += 1
            heapq.heappush(self._queue, (follow_up.due, self._count, follow_up))
            self._changed.notify_all()
            return True

    def settle(self, timeout: float) -> bool:
        """Wait until everything is delivered, what is due later included; False when that takes too long."""
        with self._changed:
            return (
                self._changed.wait_for(lambda: not self._pending or self._stopped, timeout)
                and not self._pending
            )

    def stop(self, grace: float = 1.0) -> None:
        """Start no further delivery; wait at most `grace` seconds for those on their way."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        end = time.monotonic() + grace
        for worker in self._workers:
            worker.join(max(0.0, end - time.monotonic()))

    def _work(self) -> None:
        while (follow_up := self._next()) is not None:
            try:
                webhook = replace(follow_up, request=self._signed(follow_up.request, datetime.now(UTC)))
                exchange = deliver(webhook, self.bot, timeout=self._timeout)
                with self._telling:
                    self._delivered(follow_up, exchange)
            finally:
                self._done(follow_up)

    def _next(self) -> FollowUp | None:
        """The next FollowUp that is due and whose call is not busy; None when stopped."""
        with self._changed:
            while not self._stopped:
                wait = self._set_aside()
                if wait == 0.0:
                    follow_up = heapq.heappop(self._queue)[2]
                    self._busy[_call(follow_up)] = []
                    return follow_up
                self._changed.wait(wait)
            return None

    def _set_aside(self) -> float | None:
        """Move what is due but belongs to a busy call behind that call.

        Gives the seconds until the first one that is left: 0 when it is due, None when there is none.
        """
        while self._queue:
            due, _, follow_up = self._queue[0]
            if (wait := (due - datetime.now(UTC)).total_seconds()) > 0:
                return wait
            if (call := _call(follow_up)) not in self._busy:
                return 0.0
            self._busy[call].append(heapq.heappop(self._queue))
        return None

    def _done(self, follow_up: FollowUp) -> None:
        """Give the call free: what was set aside is due again, in its old order."""
        with self._changed:
            self._pending -= 1
            for item in self._busy.pop(_call(follow_up)):
                heapq.heappush(self._queue, item)
            self._changed.notify_all()


def _call(follow_up: FollowUp) -> str:
    told = notification.read(follow_up.request.body)
    return canonical_id(told[0].call) if told else ""


def _as_it_is(webhook: Request, _now: datetime) -> Request:
    return webhook
