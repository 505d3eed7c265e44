"""Any Responder on a port: a socket of its own, a thread, a clean end, and what follows from answers.

How bytes become requests is in connection.py, when a webhook is sent in deliveries.py.
"""

import asyncio
import atexit
import socket
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import uvloop

from harness import ports
from harness.exchange import Exchange, Request
from harness.process.signals import stop_signals
from harness.responder import FollowUp, Responder
from harness.server.connection import Connection
from harness.server.desk import Desk
from harness.webhooks.deliveries import Deliveries

_BACKLOG = 1024
_TICK = 0.05  # seconds between two looks at what time alone brings
_LOOK = 0.1  # seconds between two looks at whether it is to end
_GRACE = 0.5  # seconds a client has to take its answer when the server stops
_PATIENCE = 10.0  # seconds after which a Responder that does not return is left behind


class Server:
    """A Responder on a port, while the context is open: `with Server(responder) as server: server.url`.

    The Responder is called on the server's own thread, one request at a time, and must be quick.
    port: 0 for a free one. bot: URL that webhooks go to; without one they are counted in `undelivered`.
    signed: gives a webhook its token at the moment it is sent.
    answered: told each exchange after its answer, on the server's thread. refused: told there each request
    that the Responder did not answer, such as one that is no HTTP, and why: a clause. delivered: told each
    webhook and what came of it, on a thread of the deliveries.

    Entering raises HarnessError when the port cannot be had.
    """

    def __init__(
        self,
        responder: Responder,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        bot: str | None = None,
        signed: Callable[[Request, datetime], Request] | None = None,
        answered: Callable[[Exchange], None] | None = None,
        refused: Callable[[Request, str], None] | None = None,
        delivered: Callable[[FollowUp, Exchange], None] | None = None,
    ) -> None:
        self.responder = responder
        self.undelivered = 0
        self.deliveries = Deliveries(bot, delivered or _unheard, signed=signed) if bot is not None else None
        self._address = (host, port)
        self._answered = answered
        self._refused = refused
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._desk: Desk | None = None
        self._running = threading.Event()
        self._failure: BaseException | None = None

    @property
    def port(self) -> int:
        """The port listened on, once the context is open."""
        return int(self._socket.getsockname()[1]) if self._socket else self._address[1]

    @property
    def url(self) -> str:
        """`http://127.0.0.1:8080`, once the context is open: a way there from this machine."""
        return ports.url(self._address[0], self.port)

    @property
    def busy(self) -> bool:
        """Whether an answer is still on its way."""
        return self._desk is not None and self._desk.answering > 0

    def __enter__(self) -> Self:
        self._socket = ports.listening(*self._address, _BACKLOG)
        self._address = (self._address[0], self.port)
        if self.deliveries:
            self.deliveries.__enter__()
        self._thread = threading.Thread(target=self._run, name="redial-server", daemon=True)
        atexit.register(self.stop)  # an interrupt may come before anybody could: no thread may outlive Python
        self._thread.start()
        self._running.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End within about a second: idle connections are closed, late answers and webhooks are dropped."""
        if self._thread is None:
            return
        atexit.unregister(self.stop)
        if self._loop and self._desk:
            with suppress(RuntimeError):  # the loop is closed: it failed, and says so below
                self._loop.call_soon_threadsafe(self._desk.stopping.set)
        self._thread.join(_PATIENCE)
        self._thread, self._socket = None, None
        if self.deliveries:
            self.deliveries.stop()
        if self._failure:
            raise self._failure

    def run(self, ready: Callable[[], None], finished: Callable[[], bool] = lambda: False) -> None:
        """Serve until SIGINT, SIGTERM, SIGHUP, or `finished`, which is asked ten times a second.

        `ready` is called once the port listens. For the main thread only.
        """
        with stop_signals() as told, self:
            ready()
            while not finished() and self._thread and self._thread.is_alive() and not told:
                time.sleep(_LOOK)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(self._serve())
        except BaseException as failure:  # noqa: BLE001 - raised again by stop(), on the thread of the owner
            self._failure = failure
        finally:
            self._running.set()
            if self._socket:
                self._socket.close()

    async def _serve(self) -> None:
        if self._socket is None:
            return
        loop, connections = asyncio.get_running_loop(), set[Connection]()
        desk = Desk(self.responder, self._follow, self._answered, self._refused)
        self._loop, self._desk = loop, desk
        listening = await loop.create_server(lambda: Connection(desk, connections), sock=self._socket)
        self._running.set()
        try:
            await self._wait(desk, connections)
        finally:
            desk.stopping.set()
            listening.close()
            await _ended(connections)

    async def _wait(self, desk: Desk, connections: Collection[Connection]) -> None:
        """Follow what is due, and let connections rest, until told to stop."""
        while not desk.stopping.is_set():
            for follow_up in self.responder.due(datetime.now(UTC)):
                self._follow(follow_up)
            for connection in tuple(connections):
                connection.rest()
            with suppress(TimeoutError):
                await asyncio.wait_for(desk.stopping.wait(), _TICK)

    def _follow(self, follow_up: FollowUp) -> None:
        if self.deliveries is None:
            self.undelivered += 1
        else:
            self.deliveries.add(follow_up)


async def _ended(connections: Collection[Connection]) -> None:
    """End connections, those that hang on in the end without asking."""
    for connection in tuple(connections):
        connection.end()
    waits = [asyncio.ensure_future(connection.gone.wait()) for connection in connections]
    if waits:
        await asyncio.wait(waits, timeout=_GRACE)
    for connection in tuple(connections):
        connection.abort()
    await asyncio.gather(*waits)


def _unheard(follow_up: FollowUp, exchange: Exchange) -> None:
    """What came of a webhook when nobody asked."""
