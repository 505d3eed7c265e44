"""A client's connection: its bytes become requests, and each has its answer in its turn (RFC 9112).

What an answer is, the desk says; how it looks on the wire, harness.server.wire.
"""

import asyncio
from collections import deque
from typing import cast

import httptools

from harness import ports
from harness.exchange import Origin, Request
from harness.responder import Answer
from harness.server import wire
from harness.server.desk import Desk
from harness.server.incoming import OPENING, Incoming

IDLE_S = 75.0
"""Seconds after which a connection is closed on which nothing comes."""


class Connection(asyncio.Protocol):
    """One connection. An answer that is ready is written at once; while one takes its time, or the client
    does not read, requests behind it wait, and no more of them are read.

    others: the connections of the server, among which it stands while it is open. gone: set when it is not.
    """

    def __init__(self, desk: Desk, others: set["Connection"]) -> None:
        self._desk = desk
        self._others = others
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._opening = b""  # what a request that cannot be read is told by
        self._coming: Incoming | None = None
        self._expecting = self._unreadable = self._ending = False
        self._waiting: deque[Incoming] = deque()
        self._late: asyncio.Task[None] | None = None
        self._full = self._paused = False
        self.gone = asyncio.Event()
        self._heard = self._loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        self._transport = cast(asyncio.Transport, transport)
        self._server = ports.url(*transport.get_extra_info("sockname")[:2])
        self._others.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone, or we have closed."""
        self._others.discard(self)
        self.gone.set()
        self._waiting.clear()
        if self._coming is not None and self._coming.begun:
            self._desk.broken_off(self._coming)

    def data_received(self, data: bytes) -> None:
        """Take what has come, and answer what is whole."""
        self._heard = self._loop.time()
        self._opening = self._opening or data[:OPENING]
        while data:
            try:
                self._parser.feed_data(data)
                data = b""
            except httptools.HttpParserUpgrade as other:  # it may not speak another protocol
                data = data[other.args[0] :]
            except httptools.HttpParserError:
                self._unreadable, self._coming, data = True, None, b""
        self._proceed()

    def pause_writing(self) -> None:
        """The client reads its answers more slowly than they come."""
        self._full = True

    def resume_writing(self) -> None:
        """It has caught up."""
        self._full = False
        self._proceed()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._coming = Incoming(self._server)

    def on_url(self, url: bytes) -> None:
        """Take some of its target."""
        if self._coming is not None:
            self._coming.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of its header."""
        if self._coming is not None:
            self._coming.fields.append((name.decode("latin-1").lower(), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        """Its header is whole. Raises what makes it unreadable, for a target that is none."""
        if (coming := self._coming) is not None:
            httptools.parse_url(coming.target)
            coming.method = self._parser.get_method().decode("ascii")
            coming.http = self._parser.get_http_version()
            coming.goes_on = coming.http != "1.0" and self._parser.should_keep_alive()
            self._expecting = coming.expects

    def on_body(self, body: bytes) -> None:
        """Take some of its body."""
        if self._coming is not None and self._coming.add(body):
            self.on_message_complete()

    def on_message_complete(self) -> None:
        """It is whole, or so long that it is answered before it is."""
        if self._coming is not None:
            self._waiting.append(self._coming)
            self._coming, self._opening, self._expecting = None, b"", False

    def end(self) -> None:
        """Close once what is under way is over."""
        self._ending = True
        if self._coming is None and self._late is None:
            self._transport.close()

    def abort(self) -> None:
        """Close, whatever is under way."""
        self._transport.abort()

    def rest(self) -> None:
        """Close where nothing has come for long."""
        idle = self._coming is None and self._late is None and not self._waiting
        if idle and self._loop.time() - self._heard > IDLE_S:
            self._transport.close()

    def _proceed(self) -> None:
        """Answer what is whole, as far as the answers are ready and the client reads them."""
        while self._waiting and self._free:
            self._answer(self._waiting.popleft())
        if self._transport.is_closing():
            return
        if self._free and self._unreadable:
            refused = self._desk.unreadable(self._opening)
            self._transport.write(wire.message(refused, Origin.FAULT, "", goes_on=False))
            self._transport.close()
        elif self._free and self._expecting:
            self._expecting = False
            self._transport.write(wire.CONTINUE)
        if self._paused != bool(self._waiting):
            self._paused = bool(self._waiting)
            (self._transport.pause_reading if self._paused else self._transport.resume_reading)()

    @property
    def _free(self) -> bool:
        return self._late is None and not self._full and not self._transport.is_closing()

    def _answer(self, incoming: Incoming) -> None:
        request, answer = self._desk.answer(incoming)
        if answer.response is not None and answer.delivery.at_once:
            self._send(incoming, answer)
            self._desk.sent(incoming, request, answer)
        else:
            self._late = self._loop.create_task(self._send_late(incoming, request, answer))

    def _send(self, incoming: Incoming, answer: Answer) -> None:
        """Write an answer that is whole and comes in one piece."""
        if answer.response is None or self._transport.is_closing():
            return
        goes_on = incoming.goes_on and not self._ending
        self._transport.write(wire.message(answer.response, answer.origin, incoming.method, goes_on=goes_on))
        if not goes_on:
            self._transport.close()

    async def _send_late(self, incoming: Incoming, request: Request, answer: Answer) -> None:
        """Write an answer that is put off, or that HTTP does not foresee."""
        try:
            if answer.delivery.delay and await self._stopped_within(answer):
                answer = Answer(None, answer.origin)
            if answer.response is not None and answer.delivery.plain:
                self._send(incoming, answer)
            else:
                await self._send_oddly(incoming, answer)
        finally:
            self._late = None
            self._desk.sent(incoming, request, answer)
        self._proceed()

    async def _stopped_within(self, answer: Answer) -> bool:
        """Wait as long as the answer is put off; where none comes, no longer than the client does."""
        waits = [self._desk.stopping.wait(), *([self.gone.wait()] if answer.response is None else [])]
        tasks = [asyncio.ensure_future(each) for each in waits]
        await asyncio.wait(tasks, timeout=answer.delivery.delay, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return self._desk.stopping.is_set()

    async def _send_oddly(self, incoming: Incoming, answer: Answer) -> None:
        """Write an answer that is slow, cut off, or none, and wait until the connection is closed."""
        delivery = answer.delivery
        if answer.response is not None:
            content = wire.message(
                answer.response, answer.origin, incoming.method, goes_on=False, cut_at=delivery.cut_at
            )
            await wire.write(self._transport, content, delivery.rate, self._desk.stopping)
        wire.end(self._transport, delivery.ending)
        await self.gone.wait()
