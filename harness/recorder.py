"""A recording of a live bot from start to end: the proxy, perhaps a simulated Graph behind it, and perhaps
the bot's own process before it.

What is recorded is the proxy's business, what the simulated Graph says the simulator's.
"""

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import randbits
from types import MappingProxyType

import httpcore

from harness.address import address, without_origin
from harness.configuration import configuration
from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.ports import free_ports, url
from harness.process import surroundings
from harness.process.command import Command, require
from harness.process.hosting import hosted
from harness.process.signals import SIGNALLED, Told
from harness.project import redactor
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.redaction.redactor import Redactor
from harness.report import live
from harness.responder import First, FollowUp
from harness.server.server import Server
from harness.simulator.simulator import RING, Simulator
from harness.tokens import signing_key
from harness.tokens.authority import Authority
from harness.tokens.platform_token import PlatformToken
from harness.tokens.signer import Signer
from harness.traffic import SERVICE
from harness.webhooks.webhook import Bot

_LOOK = 0.05  # seconds between two looks at who still runs
_SEED_BITS = 63


@dataclass(frozen=True, slots=True)
class Plan:
    """What to record, and with whom. As the options of `redial record`.

    command: the bot's own command line; empty: somebody else runs it. simulate: a simulated Graph behind the
    proxy, in place of `upstream`; seed: of its ids, None for others in each run. settings: further options of
    the addon by name.
    """

    cassette: Path
    append: bool = False
    only: str = "all"
    upstream: str | None = None
    bot: str | None = None
    host: str = "127.0.0.1"
    port: int = 0
    bot_port: int = 0
    modes: Sequence[str] = ()
    ui: str = "dump"
    simulate: bool = False
    seed: int | None = None
    command: Sequence[str] = ()
    settings: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a recording ended.

    tally: what the proxy did, None when it could not say. status: the command's, None without one.
    asked: whether it ended because it was to end. killed: whether the proxy had to be. ended_by: the signal
    that ended the proxy, None when it ended by itself.
    """

    tally: Tally | None
    status: int | None
    asked: bool
    killed: bool
    ended_by: signal.Signals | None = None


class Recorder:
    """Runs a Plan. say: told each line of whoever runs. Raises HarnessError for a plan that cannot be run."""

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        if plan.simulate and (plan.upstream is not None or plan.modes):
            raise HarnessError(
                "--simulate is the service itself", hint="leave out --upstream and --mode, or --simulate"
            )
        if plan.command:
            require(plan.command[0])
        self._plan = plan
        self._say = say
        self._bot = Bot.at(plan.bot) if plan.bot is not None else None
        if self._bot is not None and plan.command:
            self._bot.require_nobody()
        self._rung = not plan.simulate
        self._bot_port = plan.bot_port
        if plan.simulate and not self._bot_port:
            meant = {plan.port, self._bot.port if self._bot else 0}
            (self._bot_port,) = free_ports(plan.host, 1, but=meant)
        self._simulated = self._service() if plan.simulate else None
        self._command: Command | None = None

    def run(self, ready: Callable[[Proxy], None], told: Told) -> Outcome:
        """Record until the command ends, without one until we are told to end; `ready` is called before it
        starts. For the main thread only. Raises GivenUpError when we are told before the proxy listens.
        """
        with ExitStack() as stack:
            proxy = self._proxy(stack, told)
            ready(proxy)
            if self._plan.command and not told:
                self._command = hosted(
                    self._plan.command,
                    stack,
                    self._say,
                    authority=proxy.authority,
                    graph_url=proxy.graph_url,
                    proxy_url=proxy.proxy_url,
                )
            while proxy.alive and not told and (self._command is None or self._command.look()):
                self._ring()
                time.sleep(_LOOK)
            asked = bool(told)
            if self._command is not None:
                asked |= self._command.status is not None
                self._command.end()
        return Outcome(proxy.tally, self._status(told), asked, proxy.killed, proxy.ended_by)

    def _status(self, told: Told) -> int | None:
        if self._command is None and self._plan.command and told.by:
            return SIGNALLED + told.by
        return self._command.status if self._command is not None else None

    def _proxy(self, stack: ExitStack, told: Told) -> Proxy:
        plan = self._plan
        upstream, settings = plan.upstream, dict(plan.settings)
        if self._simulated is not None:
            stack.enter_context(self._simulated)
            upstream = self._simulated.url
            settings |= {"redial_login": self._simulated.url}
        proxy = Proxy(
            plan.cassette,
            append=plan.append,
            only=plan.only,
            upstream=upstream,
            bot=plan.bot,
            bot_later=bool(plan.command),
            host=plan.host,
            port=plan.port,
            bot_port=self._bot_port,
            modes=plan.modes,
            beside=bool(plan.command) and not plan.modes,
            ui=plan.ui,
            settings=settings,
            say=self._say,
            given_up=lambda: bool(told),
        )
        return stack.enter_context(proxy)

    def _service(self) -> Server:
        """The simulated Graph and its login side. Webhooks go through the proxy, to be recorded."""
        plan = self._plan
        mask = redactor(Path(), lasting=True)
        settings = configuration(Path())
        choices = settings.simulator
        simulator = Simulator(
            settings.documentation(),
            seed=plan.seed if plan.seed is not None else randbits(_SEED_BITS),
            bot=plan.bot,
            choices=choices,
            noted=lambda note: self._say(live.note(note.at, _masked(mask, note.call), note.words)),
        )
        webhooks = None
        if plan.bot is not None:
            webhooks = url(plan.host, self._bot_port) + without_origin(plan.bot)
        signer = Signer(signing_key.made())
        token = PlatformToken(signer.sign, surroundings.application(os.environ))
        return Server(
            First(simulator, Authority(signer, choices.roles)),
            bot=webhooks,
            signed=token.on,
            delivered=self._delivered,
        )

    def _ring(self) -> None:
        """Let the simulated Graph ring, once, when the bot listens."""
        if (
            self._rung
            or self._simulated is None
            or self._bot is None
            or not self._bot.wait_until_listening(0)
        ):
            return
        self._rung = True
        httpcore.request("POST", f"{self._simulated.url}{RING}")

    def _delivered(self, _: FollowUp, exchange: Exchange) -> None:
        if exchange.error:
            self._say(exchange.error)


def _masked(mask: Redactor, call: str) -> str | None:
    """The id of a call as the cassette has it."""
    named = address(mask.url(f"{SERVICE}/v1.0/communications/calls/{call}"))
    return named.call if named else None
