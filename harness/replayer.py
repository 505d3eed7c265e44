"""A replay from start to end: a recording on a port, perhaps a proxy that leads there, and perhaps the bot's
own process, to which the webhooks are played.

What is answered is the playback's business; what became of it, its account tells.
"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from harness.errors import HarnessError
from harness.exchange import Exchange, Request
from harness.process import surroundings
from harness.process.command import Command, ended, require, shown
from harness.process.hosting import hosted
from harness.process.signals import SIGNALLED, Told
from harness.proxy.closed import ClosedProxy
from harness.replay.playback import Playback
from harness.responder import First, FollowUp
from harness.server.server import Server
from harness.tokens.authority import Authority
from harness.tokens.platform_token import PlatformToken
from harness.tokens.signer import Signer
from harness.webhooks.webhook import Bot

PATIENCE_S = 30.0
"""Seconds that a command has to listen for webhooks, and a bot for what is left after the last event."""

FAILED_S = 5.0
"""The same, at most, for a replay that has failed: the bot can do nothing now that makes it well."""

_LOOK = 0.05  # seconds between two looks at who still runs
_QUIET = 0.3  # seconds in which a bot that has played all may still ask for more


@dataclass(frozen=True, slots=True)
class Plan:
    """How to replay, and to whom. As the options of `redial replay`.

    command: the bot's own command line; empty: somebody else runs it. proxy: a proxy as well, which a command
    has always. patience: seconds that a command has to listen, and a bot for what is left.
    """

    bot: str | None = None
    host: str = "127.0.0.1"
    port: int = 0
    proxy: bool = False
    command: Sequence[str] = ()
    patience: float = PATIENCE_S


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a replay ended. status: of a command that ended of itself or was told to, None of any other.

    why: a sentence where it could not go on, or the command failed.
    """

    status: int | None = None
    why: str | None = None


class Replayer:
    """Runs a Plan. say: told each line of whoever runs. signer: signs the tokens of login side and platform.

    addressed: whether the tokens on webhooks are for somebody; None without such a token.
    Raises HarnessError for a plan that cannot be run.
    """

    def __init__(self, playback: Playback, plan: Plan, signer: Signer, say: Callable[[str], None]) -> None:
        if plan.command:
            require(plan.command[0])
        if plan.bot is not None and not playback.notifications:
            raise HarnessError(
                "nothing that is recorded is a webhook to play to a bot",
                hint="leave out --bot, and unset REDIAL_BOT_URL",
            )
        self._playback, self._plan, self._say = playback, plan, say
        self._bot = Bot.at(plan.bot) if plan.bot is not None else None
        if self._bot is not None:
            playback.await_bot()
            if plan.command:
                self._bot.require_nobody()
            else:
                self._bot.require_listening()
        token = PlatformToken(signer.sign, surroundings.application(os.environ))
        self.addressed = token.addressed(playback.webhooks_recorded)
        self._server = Server(
            First(Authority(signer), playback),
            host=plan.host,
            port=0 if plan.proxy and not plan.command else plan.port,
            bot=plan.bot,
            signed=token.on,
            answered=self._answered,
            refused=self._refused,
            delivered=self._delivered,
        )
        self._proxy: ClosedProxy | None = None
        self._command: Command | None = None
        self._heard = time.monotonic()

    @property
    def graph_url(self) -> str:
        """Where a bot of a base URL finds Graph, once it runs."""
        return self._server.url

    @property
    def proxy(self) -> ClosedProxy | None:
        """The proxy, once it runs; None where there is none."""
        return self._proxy

    def run(self, ready: Callable[[], None], told: Told) -> Outcome:
        """Replay until all is played, the command ends, or we are told to end; without bot and command until
        told. `ready` is called before the command starts. For the main thread only.
        """
        with ExitStack() as stack:
            stack.enter_context(self._server)
            if self._plan.proxy or self._plan.command:
                port = self._plan.port if self._plan.proxy and not self._plan.command else 0
                self._proxy = stack.enter_context(
                    ClosedProxy(
                        self._server.url, self._say, refused=self._refused, host=self._plan.host, port=port
                    )
                )
            ready()
            if self._plan.command and self._proxy is not None and not told:
                self._command = hosted(
                    self._plan.command,
                    stack,
                    self._say,
                    authority=self._proxy.authority,
                    graph_url=self._server.url,
                    proxy_url=self._proxy.url,
                    authority_url=self._proxy.tls_url,
                )
            return self._played(told)

    def _played(self, told: Told) -> Outcome:
        self._heard = time.monotonic()
        rung = self._bot is None
        while not told:
            if self._command is not None and not self._command.look():
                return Outcome(self._command.status, self._early(self._command.status))
            if self._command is not None and (number := self._command.deaf_to) is not None:
                return Outcome(SIGNALLED + number)
            if self._proxy is not None and not self._proxy.alive:
                return Outcome(why="the proxy ended by itself; its last lines above say why")
            if not rung and self._bot is not None and self._bot.wait_until_listening(0):
                rung = True
                self._ring()
            waited = time.monotonic() - self._heard
            if not rung and waited > self._plan.patience and self._bot is not None:
                patience = f"{self._plan.patience:g} s"
                return Outcome(why=f"no bot listened at {self._bot.authority} within {patience}")
            if rung and self._bot is not None and self._over(waited):
                return Outcome()
            time.sleep(_LOOK)
        return Outcome(SIGNALLED + told.by if self._plan.command and told.by else None)

    def _early(self, status: int | None) -> str | None:
        """What is to be said of a command that failed, or of a bot that ended before its time."""
        if status:
            return f"{shown(self._plan.command)} {ended(status)}"
        if self._bot is None or self._playback.complete:
            return None
        return f"{shown(self._plan.command)} ended, with status 0, before all was played to it"

    def _over(self, waited: float) -> bool:
        """Whether all is played, or what is left will not come. waited: seconds since anything did."""
        if self._server.busy:
            return False
        if self._playback.complete:
            return waited > _QUIET
        pending = self._server.deliveries.pending if self._server.deliveries else 0
        patience = min(self._plan.patience, FAILED_S if self._playback.failed else self._plan.patience)
        return not pending and waited > patience + self._playback.wait_s

    def _ring(self) -> None:
        self._heard = time.monotonic()
        if self._server.deliveries is not None:
            for follow_up in self._playback.webhooks(datetime.now(UTC)):
                self._server.deliveries.add(follow_up)

    def _answered(self, _exchange: Exchange) -> None:
        self._heard = time.monotonic()

    def _refused(self, request: Request, why: str) -> None:
        self._heard = time.monotonic()
        self._playback.refused(request, why)

    def _delivered(self, follow_up: FollowUp, exchange: Exchange) -> None:
        self._heard = time.monotonic()
        self._playback.delivered(follow_up, exchange)
