"""A tape: one cassette played to the code in this process, and an account of what that did.

Clients are reached through vcrpy, which knows how to patch them; which answer they get, the Playback says.
The bot is reached by the tape itself.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from threading import RLock
from typing import Any

from harness import notification
from harness.address import address, is_graph
from harness.body import value_of
from harness.cassette import Entry, Unread, changed
from harness.drawn import Drawn, Seen
from harness.errors import HarnessError
from harness.exchange import Exchange, Request, Way
from harness.findings import Finding
from harness.matching import Match, Miss, in_order, told_miss
from harness.pytest_plugin import tokens, told
from harness.pytest_plugin.accounted import accounted
from harness.pytest_plugin.bots import door
from harness.pytest_plugin.guard import Guard
from harness.pytest_plugin.patience import Kiota, hurried
from harness.pytest_plugin.performance import Cues, Performance, alone
from harness.pytest_plugin.service import Service
from harness.pytest_plugin.terms import Terms
from harness.redaction.redactor import Redactor
from harness.replay.account import Departure, Replayed
from harness.replay.playback import Playback
from harness.responder import Answer, FollowUp

PATIENCE_S = 5.0
"""Seconds that a bot may do nothing while something is left to play to it."""

HOPELESS = 0.2
"""How much of it a bot has when the test fails whatever it does: it may be about to try again."""


class Tape:
    """A recorded conversation while a test runs.

    path: the cassette. exchanges: all that is recorded. calls: the ids of the calls, in order.
    notifications: the webhooks as JSON, in order. incoming: those of them that tell of an incoming call.
    recorded_at: when it began, UTC; None in a cassette that keeps no time. requests_made: what the code
    under test sent and the tape saw. teller: masks what is told of a miss. guard: what else may be
    connected to. service: who answers what is not recorded; None where nobody does. It rings once, at the
    path `rings_at`, where nothing is recorded: that call is then all.
    """

    def __init__(
        self,
        path: Path,
        entries: Sequence[Entry | Unread],
        redactor: Redactor | None,
        terms: Terms | None = None,
        service: Service | None = None,
        rings_at: str = "",
    ) -> None:
        self.path = path
        self.service = service
        self.exchanges: Sequence[Exchange] = Seen(entries, attrgetter("exchange"))
        self.calls: Sequence[str] = Drawn(told.calls(entries))
        self.notifications: Sequence[Any] = Drawn(told.webhooks(entries))
        self.incoming: Sequence[Any] = Drawn(told.incoming(entries))
        self._rung: FollowUp | None = None
        if not entries:
            self._ring(rings_at)
        self.recorded_at = min((at for one in entries if (at := one.started_at)), default=None)
        self.requests_made: list[Request] = []
        self.told = self.failed = False
        self.playable = [entry for entry in entries if entry.answered]
        self.places = {entry.number: place for place, entry in enumerate(self.playable)}
        self._terms = terms or Terms()
        shown = [entry for entry in entries if entry.way is Way.TO_BOT or entry.answered]
        self.kiota = Kiota(self._terms.pace)
        self._playback = Playback(
            [(path.name, changed(shown, partial(hurried, pace=self._terms.pace)))],
            self._terms.documentation,
            redactor=redactor,
            told=self._terms.teller,
            pace=self._terms.pace,
            strict=self._terms.strict,
            repeats=self._terms.repeats,
            codes=self._terms.codes,
        )
        self.teller = self._playback.teller
        self._cues = Cues(entry.number for entry in in_order(shown))
        self.guard = Guard(self._cues.acted)
        self._lock = RLock()

    @property
    def played(self) -> tuple[Exchange, ...]:
        """What was played so far, in order."""
        return tuple(self.exchanges[one.interaction - 1] for one in self.replayed.played)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with what the bot did so far, at any severity, by its place in the recording."""
        return tuple(placed.finding for placed in self.replayed.findings)

    @property
    def differences(self) -> tuple[Departure, ...]:
        """How what the bot sent so far differs from what is recorded, where that made no miss."""
        return self.replayed.differences

    def play(self, bot: Any, *, signed: bool | str = False, timeout: float = PATIENCE_S) -> Any:
        """Give the recorded webhooks to a bot, in order, each when what it followed has happened.

        bot: a function of one argument, the notification as JSON, which returns a status or nothing and may
        be asynchronous; a WSGI or ASGI application; or a URL. signed: whether each webhook carries a token of
        its own, signed by a key that the tape's login side tells; a text: for the application of that id.
        timeout: seconds that the bot may do nothing while something is left; see HOPELESS.

        Returns what came of each webhook, as Exchanges; in a running event loop, what to await for it.
        """
        try:
            way_in = door(bot)
            if signed and not way_in.tells_headers:
                raise HarnessError(
                    "a function is given no headers, and so no signed token",
                    hint="play to an application or a URL",
                )
            if not self.notifications:
                platform = "what rings the bot is the platform behind the upstream", "ring it there"
                without = f"{self.path.name} holds no webhook to play to a bot", "send its requests yourself"
                words, hint = platform if self.online else without
                raise HarnessError(words, hint=hint)
        except HarnessError as error:
            raise ValueError(f"redial: {error}") from None
        if self._rung is not None and way_in.path:
            self._ring(way_in.path)
        performance = Performance(
            self._cues,
            way_in,
            sent=tokens.signing(signed),
            complete=self._complete,
            delivered=self._delivered,
            patience=lambda: timeout * (HOPELESS if self._hopeless() else 1),
            looped=(looped := _in_loop()) or way_in.awaits,
        )
        with self._lock:
            self._cues.ready(self._playback.webhooks(datetime.now(UTC)))
            rung, self._rung = self._rung, None
            self._cues.ready([rung] if rung is not None else [])
        if looped:
            return performance.run()
        return asyncio.run(performance.run()) if way_in.awaits else alone(performance.run())

    def can_answer(self, request: Request) -> bool:
        """Whether there is an answer to `request`, without giving it."""
        if self._logged_in(request) is not None or isinstance(self.find(request), Match):
            return True
        return self.service is not None and _is_graphs(request)

    def find(self, request: Request) -> Match | Miss:
        """The recorded request that `request` is."""
        with self._lock:
            return self._playback.find(request)

    def answer(self, request: Request) -> tuple[int | None, Answer] | None:
        """The number of the entry that answers `request`, None for the login side, and the answer; None, and
        counted, without one.
        """
        self._cues.acted()
        with self._lock:
            self.requests_made.append(request)
            if (token := self._logged_in(request)) is not None:
                return None, token
            found = self._playback.find(request)
            if isinstance(found, Miss) and (answer := self._asked(request)) is not None:
                return None, answer
            answer = self._playback.answer(found, request, datetime.now(UTC))
            if not isinstance(found, Match) or answer is None:
                return None
        if answer.response is not None:
            self.kiota.heed(answer.response)
        self._cues.ready(answer.then)
        self._cues.happened(found.entry.number)
        return found.entry.number, answer

    def miss(self, request: Request) -> Miss:
        """Count a request that is not recorded; the miss as it may be told."""
        with self._lock:
            self.requests_made.append(request)
            miss = found if isinstance(found := self._playback.find(request), Miss) else Miss(found.entry)
            self._playback.answer(miss, request, datetime.now(UTC))
        self._cues.acted()
        return told_miss(miss, request, self.teller)

    def lets_pass(self, request: Request) -> bool:
        """Whether a request is none of ours: not recorded, names no call, and for neither Graph nor login.

        So a test may talk to the bot itself, in-process or on a loopback port.
        """
        host = request.host
        if not host or _is_graphs(request) or (tokens.is_ours(host) and not self.online):
            return False
        if isinstance(self.find(request), Match):
            return False
        self.guard.open(request.url)
        return True

    @property
    def online(self) -> bool:
        """Whether the service is beyond a socket."""
        return self.service is not None and self.service.online

    def account(self) -> str:
        """What is wrong, a line each, under one sentence; empty when all is well or was told."""
        if self.told:
            return ""
        service, terms, edition = self.service, self._terms, self._terms.documentation.chosen.edition
        lacking = service.lacking(known=self._playback.answers > 0) if service is not None else ()
        what = self.replayed, self.path.name, self.guard.blocked
        lines = [*accounted(*what, terms.level, edition, lacking)]
        if service is not None and (lines or self.failed):
            lines += service.unwritten()
        return "\n".join(lines)

    @property
    def replayed(self) -> Replayed:
        """What came of it so far."""
        with self._lock:
            return self._playback.result()

    def _logged_in(self, request: Request) -> Answer | None:
        return None if self.online else tokens.logged_in(request)

    def _ring(self, path: str) -> None:
        """Let the service ring; then that call is all that there is to see."""
        self._rung = self.service.ring(datetime.now(UTC), path) if self.service is not None else None
        if self._rung is not None:
            self.incoming = self.notifications = (value_of(self._rung.request.body),)
            self.calls = tuple(told.call for told in notification.read(self._rung.request.body))

    def _hopeless(self) -> bool:
        """Whether the test fails whatever the bot does now."""
        refused = self.service is not None and self.service.refused
        return refused or self._playback.failed or bool(self.guard.blocked)

    def _complete(self) -> bool:
        with self._lock:  # an answer and the webhooks that follow it are counted one after the other
            return self._playback.complete and (self.service is None or self.service.over)

    def _asked(self, request: Request) -> Answer | None:
        """What the service answers to a request that is not recorded."""
        now = datetime.now(UTC)
        if self.service is None or (answer := self.service.respond(request, now)) is None:
            return None
        asked = Exchange(request, answer.response, Way.TO_GRAPH, answer.origin, now, answer.delivery.delay)
        self._playback.happened(asked)
        self._cues.ready(answer.then)
        return answer

    def _delivered(self, webhook: FollowUp, exchange: Exchange) -> None:
        with self._lock:
            if webhook.number is not None or self.service is None:
                self._playback.delivered(webhook, exchange)
            else:
                self._playback.happened(exchange)
                self.service.delivered(webhook, exchange)
        self._cues.happened(webhook.number)


def _in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _is_graphs(request: Request) -> bool:
    return address(request.url) is not None or is_graph(request.host)
