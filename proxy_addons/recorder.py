"""Keeps the conversation of a call as it happens, and lets no answer pass that was not kept.

Every hook fails closed: what cannot be recorded is answered with a 502 that says so. What a flow says is read
in harness terms by flows; where it is kept is the Recording's business. What takes long happens on threads;
what mitmproxy holds is touched on its event loop only.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from mitmproxy import ctx
from mitmproxy.http import HTTPFlow

from harness import traffic
from harness.address import is_redirect
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.facts import Wire, facts_of
from harness.library import Recording
from harness.parties import KnownParties
from harness.redaction import Redactor
from proxy_addons import flows
from proxy_addons.failure import Tally
from proxy_addons.keeping import Keeping
from proxy_addons.options import Settings, read

RECORD = "record an exchange"
JUDGE = "judge an exchange"
STOPPED = "the proxy was stopped before an answer came"

_PATIENCE = 10.0
"""Seconds for what is being kept at the end: `harness.proxy` waits longer before it kills."""

type Telling = Callable[[HTTPFlow], None]
"""Says of a flow what was found, on the event loop."""

log = logging.getLogger("redial")


@dataclass(slots=True)
class Watch:
    """A flow on its way. `request` stands once its body has arrived, as the client sent it: later addons may
    edit the flow. `origin` is set by whoever answers in the service's place.
    """

    flow: HTTPFlow
    way: Way
    request: Request | None = None
    wire: Wire | None = None
    origin: Origin | None = None


class Recorder:
    """Records, and hands on what was recorded: `seen(exchange, number)`, on a thread, number None when none
    is kept. What that returns is then told of the flow.
    """

    name = "redial.recorder"
    _begun: ClassVar[set[Path]] = set()
    """Cassettes that this process created: mitmproxy may load the script, or set an option, a second time."""

    def __init__(self, tally: Tally, seen: Callable[[Exchange, int | None], Telling]) -> None:
        self.tally = tally
        self._seen = seen
        self._settings: Settings | None = None
        self._recording: Recording | None = None
        self._watched: dict[str, Watch] = {}
        self._parties = KnownParties()
        self._keeping = Keeping()

    @property
    def settings(self) -> Settings:
        """The settings in force; before the proxy runs, those that will be."""
        return self._settings or read(ctx.options)

    def open(self, settings: Settings, redactor: Redactor) -> None:
        """Record as the settings say from now on. Raises HarnessError when the cassette cannot be had."""
        self._let_go()
        self._settings = self._recording = None
        if settings.cassette is not None:
            path = settings.cassette.absolute()
            append = settings.append or path in self._begun
            self._recording = Recording(path, redactor, append=append)
            self._begun.add(path)
            if (torn := self._recording.cut_off) is not None:
                log.warning("%s was torn at its end; what is left of its last exchange is in %s", path, torn)
        self._settings = settings

    @property
    def busy(self) -> bool:
        """Whether anything is being kept at this moment."""
        return self._keeping.busy

    async def finish(self) -> None:
        """Wait for what is being kept."""
        await self._keeping.finish(_PATIENCE)

    def close(self) -> None:
        """Keep what is still on its way, without an answer, and let go of the cassette. Hooks may come even
        now.
        """
        for watch in list(self._watched.values()):
            with self.tally.counting(RECORD):
                if self._counts(watch):
                    exchange, number = self._job(watch, None, STOPPED)()
                    self._count(exchange, number)
                    with self.tally.counting(JUDGE):
                        self._seen(exchange, number)(watch.flow)
        self._watched.clear()
        self._let_go()

    def _let_go(self) -> None:
        self._keeping.wait()
        if self._recording is not None:
            self._recording.close()

    def watch(self, flow: HTTPFlow) -> Watch | None:
        """The watch kept on a flow, or None when it is no part of a call's conversation."""
        return self._watched.get(flow.id)

    def requestheaders(self, flow: HTTPFlow) -> None:
        """Decide whether the flow concerns us, and have its body whole."""
        with self.tally.closing(flow, RECORD):
            way = flows.way(flow, self.settings.bot)
            if way is not None and flows.concerns(flow, way, self.settings.only):
                flow.request.stream = False
                self._watched[flow.id] = Watch(flow, way)

    def request(self, flow: HTTPFlow) -> None:
        """Take down what the client sent, before other addons edit it."""
        if (watch := self._watched.pop(flow.id, None)) is None:
            return
        with self.tally.closing(flow, RECORD):
            if not flows.concerns(flow, watch.way, self.settings.only):
                return
            if flow.request.raw_content is None:
                raise HarnessError("the body was streamed past the recorder", hint="do not stream redirects")
            self._take_down(watch, whole=True)
            self._watched[flow.id] = watch

    def responseheaders(self, flow: HTTPFlow) -> None:
        """Have the answer whole."""
        if self.watch(flow) is not None and flow.response is not None:
            flow.response.stream = False

    async def response(self, flow: HTTPFlow) -> None:
        """Keep the exchange; the client gets its answer only when this has returned."""
        if (watch := self._watched.pop(flow.id, None)) is not None:
            await self._keeping.see_through(self._answered(watch))

    async def error(self, flow: HTTPFlow) -> None:
        """Keep the request that got no answer. What may stand in flow.response is no answer of the
        service.
        """
        if (watch := self._watched.pop(flow.id, None)) is not None:
            await self._keeping.see_through(self._unanswered(watch))

    async def _answered(self, watch: Watch) -> None:
        with self.tally.closing(watch.flow, RECORD):
            watch.origin = watch.origin or origin_of(watch.flow)
            await self._keep(watch, self._job(watch, flows.response(watch.flow)))

    async def _unanswered(self, watch: Watch) -> None:
        with self.tally.counting(RECORD):
            if self._counts(watch):
                why = flows.failure(watch.flow, whole=watch.request is not None)
                await self._keep(watch, self._job(watch, None, why))

    async def _keep(self, watch: Watch, job: Callable[[], tuple[Exchange, int | None]]) -> None:
        exchange, number = await self._keeping.done(job)
        self._count(exchange, number)
        with self.tally.counting(JUDGE):
            (await self._keeping.done(partial(self._seen, exchange, number)))(watch.flow)

    def _count(self, exchange: Exchange, number: int | None) -> None:
        self.tally.kept += number is not None
        if exchange.way is Way.TO_GRAPH and is_redirect(exchange.request.url):
            self.tally.redirects += 1

    def _counts(self, watch: Watch) -> bool:
        """Whether a flow that got no answer is ours, also when its body, which would tell, never came."""
        return watch.request is not None or watch.way is not Way.TO_BOT or flows.is_webhook(watch.flow)

    def _take_down(self, watch: Watch, *, whole: bool) -> Request:
        watch.request = flows.request(watch.flow, watch.way, self.settings.bot)
        watch.wire = replace(flows.wire(watch.flow), complete=whole)
        # a bot may redirect before it has acknowledged
        self._parties.note(Exchange(watch.request, None, watch.way))
        return watch.request

    def _job(
        self, watch: Watch, response: Response | None, error: str | None = None
    ) -> Callable[[], tuple[Exchange, int | None]]:
        """What is to be done for an exchange off the event loop: its facts, and its block in the cassette.
        Everything of the flow is read here and now.
        """
        if self._settings is None:
            raise HarnessError("the recorder is not open", hint="start the proxy again")
        recording = self._recording if watch.flow.live else None
        told = flows.answer_facts(watch.flow) if response else {}
        exchange = Exchange(
            request=watch.request or self._take_down(watch, whole=False),
            response=response,
            way=watch.way,
            origin=watch.origin if watch.origin and response else Origin.LIVE,
            started_at=flows.started(watch.flow),
            seconds=flows.seconds(watch.flow),
            http=flows.http(watch.flow),
            error=error,
        )

        def kept() -> tuple[Exchange, int | None]:
            facts = {**facts_of(exchange, watch.wire, self._parties.of(exchange)), **told}
            whole = replace(exchange, facts=facts)
            return whole, recording.keep(whole) if recording is not None else None

        return kept


def origin_of(flow: HTTPFlow) -> Origin:
    """Whose the answer is. Only a server on this machine is believed when it says so, and the client need not
    know; from anywhere else the same header is a stranger's and stays where it is.
    """
    if flow.response is None or not flows.answered_on_loopback(flow):
        return Origin.LIVE
    return traffic.origin(flow.response.headers.pop(traffic.ORIGIN, None))
