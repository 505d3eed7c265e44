"""A flow on its way, who is told of it, and whose its answer is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mitmproxy.http import HTTPFlow

from harness import traffic
from harness.exchange import Exchange, Origin, Request, Way
from harness.facts import Wire
from harness.findings import Finding
from proxy_addons import flows

ORIGIN = "redial.origin"
"""Key of a flow's metadata: whose its answer is, once that is known."""

type Told = tuple[Exchange, tuple[Finding, ...]]
"""A request that has arrived: as it is shown, and what keeps it from the service."""

type Done = tuple[Exchange, int | None, bool]
"""An exchange that was kept, its number, and whether it is masked; None when nothing is kept."""

type Telling = Callable[[HTTPFlow], None]
"""Marks a flow with what was found, on the event loop."""


class Watching(Protocol):
    """Who is told of what the recorder sees, on any thread: proxy_addons.checker.Checker."""

    def ask(self, exchange: Exchange, *, enforce: bool = False) -> Told:
        """Tell of a request that has arrived."""

    def judge(
        self, asked: Exchange, exchange: Exchange, number: int | None, *, redacted: bool = False
    ) -> Telling:
        """What came of it, kept under `number`; None when nothing is kept."""


@dataclass(slots=True)
class Watch:
    """A flow on its way. `request` stands once its body has arrived, as the client sent it: later addons may
    change the flow. `by_hand`: what a person then did to it. `asked` is how the checker knows it; `unjudged`:
    whether the checker failed at it. `origin` is set by whoever answers in the service's place.
    """

    flow: HTTPFlow
    way: Way
    request: Request | None = None
    wire: Wire | None = None
    by_hand: str | None = None
    asked: Exchange | None = None
    unjudged: bool = False
    origin: Origin | None = None


def origin_of(flow: HTTPFlow) -> Origin:
    """Whose the answer is. What came of no connection was made up in this proxy, by whatever addon. Only a
    server on this machine is believed when it says so, and the client need not know; from anywhere else the
    same header is a stranger's and stays where it is. Of a flow that is over it is known already.
    """
    if isinstance(known := flow.metadata.get(ORIGIN), str) and not flow.live:
        return traffic.origin(known)
    if flow.server_conn.peername is None and flow.live:
        return Origin.FAULT
    if flow.response is None or not flows.answered_on_loopback(flow):
        return Origin.LIVE
    return traffic.origin(flow.response.headers.pop(traffic.ORIGIN, None))
