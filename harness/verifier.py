"""A verification from start to end: recorded requests sent to a service one after the other, within bounds.

Which requests, and what their answers come to, is for harness.verification. No token is ever told to anybody
but the service.
"""

import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from harness import client
from harness.attempts import retry_after_s
from harness.client import NoAnswerError, Outside
from harness.errors import HarnessError
from harness.exchange import Exchange, Request, Way
from harness.process.signals import ENDING, taken
from harness.service import Service
from harness.verification import Account, Planned, Step, masked, sent, unsent

TIMEOUT_S = 20.0
"""Seconds that a service has for one answer, from the connection to its last byte."""

RATE = 10
"""Requests a second to another machine. Graph's own limit is far above: 50,000 requests in 15 s ("Microsoft
Graph service-specific throttling limits"); each of these may ring a telephone.
"""

REPEATS = 3
"""How often a request is sent again that was throttled."""

LONGEST_WAIT_S = 60.0
"""Seconds. Who asks for a longer wait than this has answered."""

TOTAL_S = 3600.0
"""Seconds after which no further request is sent."""

IN_VAIN = 3
"""After so many requests in a row without an answer no further one is sent."""

THROTTLED = (429, 503)

_FIRST_WAIT_S = 1.0  # where nobody says how long, or no time at all; doubled each time


@dataclass(slots=True)
class Verifier:
    """Sends to a service. say: told a line when something is waited for. For the main thread.

    token: of the requests; empty: they carry none. timeout, total: as TIMEOUT_S and TOTAL_S.
    steps: what came of the requests, in order. ended_by: the signal that ended it, None for none.
    """

    service: Service
    account: Account
    say: Callable[[str], None]
    token: str = field(default="", repr=False)
    timeout: float = TIMEOUT_S
    total: float = TOTAL_S
    steps: list[Step] = field(default_factory=list)
    ended_by: signal.Signals | None = None
    _times: int = 0

    def run(self, requests: Sequence[Planned]) -> None:
        """Send them in order. What cannot be sent any more has a step, too, that says why.

        Raises HarnessError when nobody is there for the first one.
        """
        outside = _outside(self.service.place.host)
        with taken(ENDING, self._end):
            try:
                self._send(requests, outside)
            except KeyboardInterrupt:
                if self.ended_by is None:
                    raise
        for each in requests[len(self.steps) :]:
            self.steps.append(replace(unsent(each, "it was interrupted"), times=self._times))
            self._times = 0

    def refusal(self, each: Planned) -> str:
        """Why a request is kept back: a sentence; empty where it may be sent."""
        if not self.service.near and "number" in masked(each.entry.exchange.request):
            return "it rings a masked telephone number, which off this machine is nobody's, or a stranger's"
        return ""

    def _end(self, number: int) -> None:
        """Ctrl-C: the first one ends what goes on."""
        if self.ended_by is None:
            self.ended_by = signal.Signals(number)
            raise KeyboardInterrupt

    def _send(self, requests: Iterable[Planned], outside: Outside) -> None:
        end, in_vain, why, last = time.monotonic() + self.total, 0, "", 0.0
        for each in requests:
            if time.monotonic() > end:
                why = why or f"the {self.total:g} s that all of it may take were over"
            if kept_back := why or self.refusal(each):
                self.steps.append(unsent(each, kept_back))
                continue
            if not self.service.near:
                time.sleep(max(0.0, last + 1 / RATE - time.monotonic()))
            last = time.monotonic()
            exchange, gone = self._asked(each, outside, end)
            if gone and not any(step.times for step in self.steps):
                raise HarnessError(f"{exchange.error}", hint="see that it is there, or correct --against")
            self.steps.append(self.account.answered(each, exchange, self._times))
            self._times = 0
            in_vain = in_vain + 1 if exchange.response is None else 0
            if gone or in_vain == IN_VAIN:
                why = f"{self.service.place.authority} had ceased to answer"

    def _asked(self, each: Planned, outside: Outside, end: float) -> tuple[Exchange, bool]:
        """What a request comes to, sent again as long as it is throttled; and whether nobody is there."""
        request = sent(each.entry, self.service.url, self.token)
        while True:
            self._times += 1
            exchange, gone = self._exchanged(request, outside)
            wait = self._wait(each, exchange)
            if wait is None or time.monotonic() + wait > end:
                return exchange, gone
            self.say(f"{self.service.place.authority} is busy: {each.request} is sent again in {wait:.2g} s")
            time.sleep(wait)

    def _exchanged(self, request: Request, outside: Outside) -> tuple[Exchange, bool]:
        began, start = datetime.now(UTC), time.monotonic()
        exchange = Exchange(request, None, Way.TO_GRAPH, started_at=began, http="1.1")
        try:
            with outside.pool(self.service.place.host, within=self.timeout) as pool:
                response = client.answer(pool, request, self.service.place, self.timeout)
        except NoAnswerError as failure:
            why = f"{self.service.place.authority} {failure.why}"
            return replace(exchange, error=why), failure.gone
        return replace(exchange, response=response, seconds=round(time.monotonic() - start, 6)), False

    def _wait(self, each: Planned, exchange: Exchange) -> float | None:
        """Seconds until a request is sent again; None where what came is its answer."""
        status = exchange.response.status if exchange.response is not None else 0
        if status not in THROTTLED or status == each.recorded or self._times > REPEATS:
            return None
        told = retry_after_s(exchange)
        wait = told or _FIRST_WAIT_S * 2 ** (self._times - 1)
        return wait if wait <= LONGEST_WAIT_S else None


def _outside(host: str) -> Outside:
    try:
        outside = Outside.of(os.environ)
        outside.pool(host).close()
    except OSError as error:
        raise HarnessError(
            f"SSL_CERT_FILE names no certificates: {error.strerror or 'they cannot be read'}",
            hint="correct it, or unset it",
        ) from None
    except ValueError:
        raise HarnessError("HTTPS_PROXY is no URL of a proxy", hint="correct it, or unset it") from None
    return outside
