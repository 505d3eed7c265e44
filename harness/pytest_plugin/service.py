"""The service of a tape that records: who answers what is not on it, and keeps what came of it.

That is the simulated Graph, which rings the bot once; or one behind a URL, which rings by itself or not.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from zlib import crc32

from harness import notification, traffic
from harness.address import is_graph, without_origin
from harness.contract.precedence import Documentation
from harness.exchange import Exchange, Origin, Request, Way
from harness.pytest_plugin.draft import Draft
from harness.pytest_plugin.guard import passing
from harness.pytest_plugin.unwritten import Given, lacking, unwritten
from harness.responder import Answer, FollowUp
from harness.simulator.choices import Choices
from harness.simulator.simulator import RING, Simulator
from harness.titles import title
from harness.webhooks.webhook import Bot, deliver

type Asked = Callable[[Request, datetime], Answer | None]
"""What is asked of a service; None when it does not know of such a thing."""

UNHEARD = "the test did not give it to a bot"


class Service:
    """Answers requests to Graph, and keeps in `draft` those that a call's conversation is made of.

    graph: gives a Graph that knows of no call yet. online: whether it is another machine's or process's, so
    that sockets must reach out. over: whether the call that it rang is over; True where it rang none.
    refused: whether the bot refused a webhook, so that the recording is none.
    """

    def __init__(self, draft: Draft, graph: Callable[[], Asked], *, online: bool = False) -> None:
        self._draft, self._graph = draft, graph
        self._asked = graph()
        self.online = online
        self._rung: FollowUp | None = None
        self._given: list[Given] = []
        self._requests: list[str] = []
        self.over = True
        self.refused = False

    def ring(self, now: datetime, path: str = "") -> FollowUp | None:
        """Ring the bot: the webhook that tells of it. None where somebody else rings.

        path: where; empty: where it is usual. To ring again is the same call, as if it had not rung before.
        """
        if self.online:
            return None
        self._asked = self._graph()
        answer = self._asked(Request("POST", RING, body=json.dumps({"path": path}).encode()), now)
        if answer is not None and answer.then:
            self._rung, self.over = answer.then[0], False
        return self._rung

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """The answer to a request; None when the service does not know of such a thing."""
        host = "" if is_graph(request.host) else traffic.SERVICE
        called = replace(request, url=f"{host}{without_origin(request.url)}") if host else request
        answer = self._asked(called, now)
        if answer is not None and traffic.asks(
            request.method, called.path, Way.TO_GRAPH, request.headers.get
        ):
            why = None if answer.response is not None else "the service sent no answer"
            seconds = answer.delivery.delay
            kept = Exchange(called, answer.response, Way.TO_GRAPH, answer.origin, now, seconds, "1.1", why)
            self._requests.append(f"{called.method} {called.path}, {title(kept)}")
            self._draft.keep(kept)
        return answer

    def delivered(self, webhook: FollowUp, exchange: Exchange) -> None:
        """Keep a webhook as the platform sent it, and what the bot made of it."""
        reply = exchange.response
        given = Given(exchange.request.path, reply.status if reply is not None else None, exchange.error)
        self._given.append(given)
        self.refused = self.refused or not given.taken
        told = notification.read(webhook.request.body)
        self.over = self.over or any(one.state == "terminated" for one in told)
        self._draft.keep(replace(exchange, request=webhook.request))

    def lacking(self, *, known: bool) -> Iterator[str]:
        """Why what was recorded is no conversation. known: whether the cassette holds requests already."""
        return lacking(self._given, asked=known or bool(self._requests), name=self._draft.path.name)

    def unwritten(self) -> Iterator[str]:
        """What is said of a recording that is not written."""
        return unwritten(self._requests, self._draft.path.name, added=self._draft.goes_on)

    def close(self, *, well: bool) -> None:
        """Keep what was recorded when all went well, and nothing else of it."""
        if self._rung is not None and not self._given:
            self._draft.keep(
                Exchange(
                    self._rung.request, None, Way.TO_BOT, Origin.LIVE, self._rung.due, None, "1.1", UNHEARD
                )
            )
        self._draft.close(well=well)


def simulated(draft: Draft, documentation: Documentation, name: str) -> Service:
    """The simulated Graph under a documentation. name: of the cassette; the same one gives the same ids."""
    seed, choices = crc32(name.encode()), Choices(ending=0.0)
    return Service(draft, lambda: Simulator(documentation, seed=seed, choices=choices).respond)


def upstream(draft: Draft, url: str) -> Service:
    """The Graph behind a URL. Raises HarnessError when that is none."""
    place = Bot.at(url)

    def asked(request: Request, now: datetime) -> Answer:
        sent = FollowUp(replace(request, url=without_origin(request.url)), now)
        with passing():
            exchange = deliver(sent, place)
        said = exchange.response.headers.get(traffic.ORIGIN) if exchange.response else None
        return Answer(exchange.response, traffic.origin(said))

    return Service(draft, lambda: asked, online=True)
