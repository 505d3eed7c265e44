"""Says which listener nothing has reached for a while, and what to look at; to `redial doctor`, when it asks;
and at once when a client does not trust the proxy's certificate.

A bot that is told the wrong address is silent, and so is a proxy that nobody uses: here it speaks up.
"""

import asyncio
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

from mitmproxy.connection import Client
from mitmproxy.http import HTTPFlow, Response
from mitmproxy.tls import TlsData
from mitmproxy.utils import asyncio_utils

from harness.address import is_graph
from harness.traffic import STATUS
from harness.urls import is_loopback
from proxy_addons.distrust import Distrust
from proxy_addons.failure import Tally, counted
from proxy_addons.listeners import Listener, listener, listening
from proxy_addons.options import Settings

LOOK_AT = {
    Listener.GRAPH: "is it the bot's base URL, and has a call come in?",
    Listener.BOT: "does the tunnel, and the webhook in the bot's registration, lead there?",
    Listener.LOGIN: "is it the bot's authority?",
    Listener.PROXY: "is HTTPS_PROXY set in the bot's environment, and does its HTTP client heed it? that of"
    " Node does from 22.21 and 24.5 on",
}
NAMES = {
    Listener.GRAPH: "the listener that stands for Graph",
    Listener.BOT: "the listener in front of the bot",
    Listener.LOGIN: "the listener that stands for login",
    Listener.PROXY: "the proxy",
}
_NOT_ASKED = {Listener.PROXY: "for Graph"}
"""What was not asked of a listener that somebody found; of the others it is anything. A bot may fetch its
tokens through a proxy, and ask Graph past it."""
_TO_GRAPH = {Listener.GRAPH, Listener.PROXY}
"""Two ways to Graph, of which a bot takes one."""

NOTICE = "tell which listener is silent"

log = logging.getLogger("redial")


class Silence:
    """Counts what reaches each listener."""

    name = "redial.silence"

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self._settings = Settings()
        self._connected: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._distrust = Distrust()
        self._watch: asyncio.Task[None] | None = None

    def open(self, settings: Settings) -> None:
        """Watch from now on, if that is wanted; for the event loop."""
        self.close()
        self._settings = settings
        if settings.silence:
            self._watch = asyncio_utils.create_task(
                self._listen(settings.silence), name="redial silence", keep_ref=True
            )

    def close(self) -> None:
        """Watch no longer."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    @counted(NOTICE)
    def client_connected(self, client: Client) -> None:
        """Somebody has found the listener."""
        self._connected.add(client.proxy_mode.full_spec)

    @counted(NOTICE)
    def requestheaders(self, flow: HTTPFlow) -> None:
        """Somebody speaks HTTP to it, to a proxy for Graph; or asks, from here, how each of them fares."""
        mode = flow.client_conn.proxy_mode
        if flow.request.path == STATUS and is_loopback(flow.client_conn.peername[0]):
            told = {"pid": os.getpid(), "listeners": list(self._status())}
            flow.response = Response.make(200, json.dumps(told), {"Content-Type": "application/json"})
        elif listener(mode, None) is not Listener.PROXY or is_graph(flow.request.pretty_host):
            self._asked[mode.full_spec] += 1

    def _status(self) -> Iterator[dict[str, Any]]:
        for mode, (host, port) in listening():
            role = listener(mode, self._settings.bot).value
            yield {"for": role, "host": host, "port": port, "requests": self._asked[mode.full_spec]}

    @counted(NOTICE)
    def tls_failed_client(self, data: TlsData) -> None:
        """Say at once, for each host once, what a client does that trusts the public authorities alone."""
        if self._settings.silence and (sentence := self._distrust.of(data)):
            log.warning("%s", sentence)

    async def _listen(self, seconds: int) -> None:
        await asyncio.sleep(seconds)
        with self.tally.counting(NOTICE):
            self._name_silent(seconds)

    def _name_silent(self, seconds: int) -> None:
        roles = {mode.full_spec: listener(mode, self._settings.bot) for mode, _ in listening()}
        served = {role for mode, role in roles.items() if mode in self._asked}
        for mode, address in listening():
            role = roles[mode.full_spec]
            if role in served or (role in _TO_GRAPH and served & _TO_GRAPH):
                continue
            found = mode.full_spec in self._connected
            asked = _NOT_ASKED.get(role, "anything")
            heard = f"connected to, but not asked {asked}" if found else "not reached"
            where = (NAMES[role], *address)
            log.warning("%s, http://%s:%s, was %s for %s s: %s", *where, heard, seconds, LOOK_AT[role])
