"""The stage: a simulated Graph, the small bot, and a recording proxy between them, all on loopback.

What is played on it, and what is said about it, is for the tour and for the shipped scenarios.
"""

import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import httpcore

from harness.contract import editions
from harness.conversation import call_of
from harness.demo.bot import WEBHOOK, Bot
from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.faults import Scripted
from harness.ports import free_ports
from harness.proxy.mitmdump import GivenUpError
from harness.proxy.recording import Proxy
from harness.responder import First, FollowUp, Responder
from harness.server.server import Server
from harness.simulator.simulator import RING, Simulator

HOST = "127.0.0.1"
TENANT = "3c1f6e0a-94b7-4d25-8e61-0a7b5d2c9f48"
"""Where the small bot is called."""

PATIENCE = 30.0
"""Seconds that a call may take from its ring to its end."""

_STATES = ("incoming", "terminated")


class Stage:
    """Everything a call needs, while the context is open.

    cassette: what the proxy records. directory: where the project key is found, or made.
    edition: the contract that the simulated Graph answers by and the proxy judges by.
    script: refusals to put before the simulated Graph's own answers.
    say: told each line that the proxy prints. given_up: asked now and then whether all is to end.
    """

    def __init__(
        self,
        cassette: Path,
        *,
        directory: Path,
        edition: str = editions.EDITIONS[0],
        seed: int = 1,
        script: Scripted | None = None,
        say: Callable[[str], None] | None = None,
        given_up: Callable[[], bool] = lambda: False,
    ) -> None:
        self._simulator = Simulator(editions.documentation(edition), seed=seed)
        self._script = script
        self._cassette, self._edition = cassette, edition
        self._directory, self._say, self._given_up = directory, say, given_up
        self._opened = ExitStack()
        self._answered: Counter[str | None] = Counter()
        self.bot = Bot(f"http://{HOST}")

    def __enter__(self) -> Self:
        responder: Responder = First(self._script, self._simulator) if self._script else self._simulator
        (bot_port,) = free_ports(HOST, 1)
        with ExitStack() as opened:
            webhooks = f"http://{HOST}:{bot_port}{WEBHOOK}"
            self.graph = opened.enter_context(Server(responder, bot=webhooks, delivered=self._delivered))
            opened.enter_context(self.bot)
            self.proxy = opened.enter_context(
                Proxy(
                    self._cassette,
                    contract=self._edition,
                    upstream=self.graph.url,
                    bot=self.bot.url,
                    bot_port=bot_port,
                    directory=self._directory,
                    say=self._say,
                    given_up=self._given_up,
                )
            )
            self.bot.graph = self.proxy.graph_url or ""
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def call(self, plan: str) -> str:
        """Ring the bot, which answers by `plan`; the call's id once it ended, or was refused for good.

        Raises HarnessError when neither happens in time, and GivenUpError where all is to end.
        """
        body = json.dumps({"path": f"{WEBHOOK}/{plan}", "tenant": TENANT}).encode()
        answer = httpcore.request("POST", f"{self.graph.url}{RING}", content=body)
        call = str(json.loads(answer.content)["call"])
        end = time.monotonic() + PATIENCE
        while not (self.bot.wait_settled(call, 0) and self._answered[call] == self._heard(call)):
            if self._given_up():
                raise GivenUpError("the stage was told to end", hint="start it again")
            if time.monotonic() > end:
                raise HarnessError(
                    f"the call {plan} did not come to its end", hint="try again on a machine less busy"
                )
            time.sleep(0.01)
        return call

    def _heard(self, call: str) -> int:
        """How many webhooks of a call the bot took. Graph has its answer to each a little later."""
        return sum(event.call == call and event.kind in _STATES for event in list(self.bot.events))

    def _delivered(self, _: FollowUp, exchange: Exchange) -> None:
        """The proxy has passed on what the bot answered, and so has recorded it."""
        self._answered[call_of(exchange)] += 1
