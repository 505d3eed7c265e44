"""Keeps the conversation of a call as it happens, and lets no answer pass that was not kept.

Every hook fails as it is told to: what cannot be recorded is answered with a 502 that says so, unless traffic
is to go on. With `enforce`, a request that breaks the contract is answered here. What a flow says is read
in harness terms by flows; where it is kept is the Recording's business. What takes long happens on a thread,
one job for the request and one for its answer; what mitmproxy holds is touched on its event loop only.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from mitmproxy import ctx
from mitmproxy.http import HTTPFlow

from harness.address import is_redirect
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.facts import facts_of
from harness.library import Keeper, Watcher, begun
from harness.parties import KnownParties
from harness.redaction.redactor import Redactor
from harness.report.keeping import mended
from proxy_addons import flows
from proxy_addons.failure import Tally, closed, counted, enforced
from proxy_addons.keeping import Keeping, settled
from proxy_addons.options import Settings, read
from proxy_addons.watch import ORIGIN, Done, Telling, Told, Watch, Watching, origin_of

RECORD = "record an exchange"
JUDGE = "judge an exchange"
CLOSE = "close the cassette"
STOPPED = "the proxy was stopped before an answer came"

_PATIENCE = 45.0
"""Seconds for what is being kept at the end: `harness.proxy.recording` waits longer before it kills."""

log = logging.getLogger("redial")


class Recorder:
    """Records, and tells whoever watches of each request and of what came of it, on threads."""

    name = "redial.recorder"
    _begun: ClassVar[set[Path]] = set()
    """Cassettes that this process created: mitmproxy may load the script, or set an option, a second time."""

    def __init__(self, tally: Tally, watching: Watching) -> None:
        self.tally = tally
        self._watching = watching
        self._settings: Settings | None = None
        self._recording: Keeper | None = None
        self._watched: dict[str, Watch] = {}
        self._parties = KnownParties()
        self._keeping = Keeping()

    @property
    def settings(self) -> Settings:
        """The settings in force; before the proxy runs, those that will be."""
        return self._settings or read(ctx.options)

    def open(self, settings: Settings, mask: Redactor, watcher: Watcher | None = None) -> Keeper | None:
        """Record as the settings say from now on, or raise HarnessError. watcher: told of each file."""
        self._let_go()
        self._settings = self._recording = None
        if settings.cassette is not None:
            path = settings.cassette.absolute()
            append = settings.append or path in self._begun
            self._recording = begun(
                path, mask, redact=settings.redact, append=append, mended=_mended, watcher=watcher
            )
            self._begun.add(path)
        self._settings = settings
        self.tally.go_on = settings.on_error == "continue"
        return self._recording

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
                    self._take_down_by_hand(watch)
                    done = self._job(watch, None, STOPPED)()
                    self._count(done)
                    with self.tally.counting(JUDGE):
                        self._judge(watch, done)(watch.flow)
        self._watched.clear()
        with self.tally.counting(CLOSE):
            self._let_go()

    def _let_go(self) -> None:
        self._keeping.wait()
        if self._recording is not None:
            self.tally.lost = self._recording.lost() or self.tally.lost
            self._recording.close()

    def watch(self, flow: HTTPFlow) -> Watch | None:
        """The watch kept on a flow, or None when it is no part of a call's conversation."""
        return self._watched.get(flow.id)

    @closed(RECORD)
    def requestheaders(self, flow: HTTPFlow) -> None:
        """Decide whether the flow concerns us, and have its body whole."""
        with self.tally.closing(flow, RECORD, always=self.settings.enforce):
            way = flows.way(flow, self.settings.bot)
            if way is not None and flows.concerns(flow, way, self.settings.only):
                flow.request.stream = False
                self._watched[flow.id] = Watch(flow, way)

    @closed(RECORD)
    async def request(self, flow: HTTPFlow) -> None:
        """Take down what the client sent, before other addons change it, and tell of it; refuse it when it
        breaks the contract and that is enforced.
        """
        if (watch := self._watched.pop(flow.id, None)) is None:
            return
        with self.tally.closing(flow, RECORD, always=self._enforces(watch)):
            if not flows.concerns(flow, watch.way, self.settings.only):
                return
            flows.require_legible(flow, watch.way)
            self._take_down(watch, whole=True)
            await self._keeping.see_through(self._asked(watch))

    @counted(RECORD)
    def responseheaders(self, flow: HTTPFlow) -> None:
        """Have the answer whole."""
        if self.watch(flow) is not None and flow.response is not None:
            flow.response.stream = False

    @closed(RECORD)
    async def response(self, flow: HTTPFlow) -> None:
        """Keep the exchange; the client gets its answer only when this has returned."""
        if (watch := self._watched.pop(flow.id, None)) is not None:
            await self._keeping.see_through(self._answered(watch))

    @counted(RECORD)
    async def error(self, flow: HTTPFlow) -> None:
        """Keep the request that got no answer: what flow.response may hold is none of the service's."""
        if (watch := self._watched.pop(flow.id, None)) is not None:
            await self._keeping.see_through(self._unanswered(watch))

    async def _asked(self, watch: Watch) -> None:
        """Make sure that what comes of it can be kept, and that it may pass. It is watched once it does."""
        enforce = self._enforces(watch)
        with self.tally.closing(watch.flow, RECORD, always=enforce):
            self._watched[watch.flow.id] = watch
            try:
                asked = await self._keeping.done(self._asking(watch, enforce=enforce))
            except Exception:
                self._watched.pop(watch.flow.id, None)
                raise
            with self._judged(watch, always=enforce):
                watch.asked, errors = asked()
                if errors:
                    watch.flow.response = flows.answer(enforced(watch.flow, errors))
                    watch.origin = Origin.ENFORCED

    def _enforces(self, watch: Watch) -> bool:
        return self.settings.enforce and watch.way is Way.TO_GRAPH and watch.flow.live

    @contextmanager
    def _judged(self, watch: Watch, *, always: bool = False) -> Iterator[None]:
        """Let nothing pass unjudged, unless traffic is to go on; always: not even then."""
        watch.unjudged = True
        with self.tally.closing(watch.flow, JUDGE, always=always):
            yield
            watch.unjudged = False
        if watch.unjudged and watch.flow.response is not None:
            watch.origin = Origin.FAULT

    async def _answered(self, watch: Watch) -> None:
        with self.tally.closing(watch.flow, RECORD):
            self._take_down_by_hand(watch)
            watch.origin = watch.origin or origin_of(watch.flow)
            watch.flow.metadata[ORIGIN] = watch.origin.value
            await self._keep(watch, self._job(watch, flows.response(watch.flow)))

    async def _unanswered(self, watch: Watch) -> None:
        with self.tally.counting(RECORD):
            if self._counts(watch):
                self._take_down_by_hand(watch)
                why = flows.failure(watch.flow, whole=watch.request is not None)
                await self._keep(watch, self._job(watch, None, why))

    async def _keep(self, watch: Watch, job: Callable[[], Done]) -> None:
        def kept() -> tuple[Done, Callable[[], Telling] | None]:
            done = job()
            return done, None if watch.unjudged else settled(partial(self._judge, watch, done))

        done, telling = await self._keeping.done(kept)
        self._count(done)
        if telling is not None:
            with self._judged(watch):
                telling()(watch.flow)

    def _judge(self, watch: Watch, done: Done) -> Telling:
        exchange, number, redacted = done
        asked = watch.asked or self._watching.ask(replace(exchange, response=None))[0]
        return self._watching.judge(asked, exchange, number, redacted=redacted)

    def _count(self, done: Done) -> None:
        exchange, number, _ = done
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

    def _take_down_by_hand(self, watch: Watch) -> None:
        """Take down what somebody has made of the request while it was held up: that is what was sent on.
        Whoever answers in the service's place did so before.
        """
        if watch.request is not None and watch.origin is None:
            watch.by_hand = flows.by_hand(watch.flow)
            if watch.by_hand == "edited":
                self._take_down(watch, whole=True)

    def _recorded(self, flow: HTTPFlow) -> Keeper | None:
        """Where a flow is kept; one that was read from a file is judged alone."""
        if self._settings is None:
            raise HarnessError("the recorder is not open", hint="start the proxy again")
        return self._recording if flow.live else None

    def _asking(self, watch: Watch, *, enforce: bool) -> Callable[[], Callable[[], Told]]:
        """What is to be done, off the event loop, before a request may pass: look whether what comes of it
        can be kept, and tell of it. The flow is read here and now.
        """
        recording, exchange = self._recorded(watch.flow), self._exchange(watch)

        def ask() -> Told:
            if enforce:
                flows.require_kept(watch.wire)
            facts = facts_of(exchange, watch.wire, self._parties.of(exchange))
            return self._watching.ask(replace(exchange, facts=facts), enforce=enforce)

        def asking() -> Callable[[], Told]:
            if recording is not None and not self.tally.go_on:
                recording.require_able(exchange)
            return settled(ask)

        return asking

    def _exchange(self, watch: Watch) -> Exchange:
        request = watch.request or self._take_down(watch, whole=False)
        began, http = flows.started(watch.flow), flows.http(watch.flow)
        return Exchange(request, None, watch.way, started_at=began, http=http)

    def _job(self, watch: Watch, response: Response | None, error: str | None = None) -> Callable[[], Done]:
        """What is to be done for an exchange off the event loop: its facts, and its block in the cassette.
        Everything of the flow is read here and now.
        """
        recording = self._recorded(watch.flow)
        told = dict(flows.answer_facts(watch.flow)) if response else {}
        if watch.by_hand:
            told["by_hand"] = watch.by_hand
        exchange = replace(
            self._exchange(watch),
            response=response,
            origin=watch.origin if watch.origin and response else Origin.LIVE,
            seconds=flows.seconds(watch.flow),
            error=error,
        )

        def kept() -> Done:
            facts = facts_of(exchange, watch.wire, self._parties.of(exchange))
            whole = replace(exchange, facts={**facts, **told})
            if recording is None:
                return whole, None, False
            shown = recording.shown(whole)
            return shown, recording.write(shown), recording.redacts

        return kept


def _mended(path: Path, torn: Path) -> None:
    log.warning(mended(path, torn))
