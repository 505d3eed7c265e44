"""Failing as told: what redial could not do is counted and logged at once, and the client hears of it instead
of an answer, unless traffic is to go on.

mitmproxy itself fails open: it logs an addon's exception and lets the traffic go on. Nothing that a message
carries gets into the log.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from uuid import uuid4

from mitmproxy.http import HTTPFlow

from harness.errors import HarnessError
from harness.exchange import Request, Response
from harness.findings import Finding
from harness.headers import Headers
from harness.refusal import broken, refusal
from proxy_addons import flows

CLIENT_ID = "client-request-id"

log = logging.getLogger("redial")


@dataclass(slots=True)
class Tally:
    """What a run of the proxy did so far. go_on: whether traffic passes that redial has failed at."""

    kept: int = 0
    redirects: int = 0
    failures: int = 0
    go_on: bool = False

    @contextmanager
    def counting(self, doing: str) -> Iterator[None]:
        """Count and log what goes wrong inside, and go on: there is nobody left to tell."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and not thrown
            self._count(doing, error)

    @contextmanager
    def closing(self, flow: HTTPFlow, doing: str, *, always: bool = False) -> Iterator[None]:
        """Count and log what goes wrong inside, and answer the flow with a refusal instead of what it had.

        always: also where traffic is to go on.
        """
        try:
            yield
        except Exception as error:  # noqa: BLE001 - as above
            self._count(doing, error)
            if always or not self.go_on:
                flow.response = flows.answer(refused(flow, doing, reason(error)))

    def _count(self, doing: str, error: Exception) -> None:
        self.failures += 1
        log.error("redial could not %s: %s", doing, reason(error))


def reason(error: Exception) -> str:
    """Why, in words that quote no message: those of our own errors, the system's, else the place in our
    code.
    """
    if isinstance(error, HarnessError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    trace = extract_tb(error.__traceback__)
    where = f" at {Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else ""
    return f"{type(error).__name__}{where}"


def refused(flow: HTTPFlow, doing: str, why: str) -> Response:
    """A 502 in Graph's shape that says whose it is."""
    return _refusal(flow, 502, "redialFailed", f"redial could not {doing}: {why}")


def enforced(flow: HTTPFlow, errors: Iterable[Finding]) -> Response:
    """A 400 in Graph's shape that names each rule that a request breaks, and what to send instead."""
    return _refusal(flow, 400, "redialEnforced", broken(errors))


def _refusal(flow: HTTPFlow, status: int, code: str, message: str) -> Response:
    known = ((CLIENT_ID, value) for value in flow.request.headers.get_all(CLIENT_ID))
    return refusal(
        status,
        code,
        f"This answer is redial's, not the service's: {message}",
        request=Request(flow.request.method, "", Headers(tuple(known))),
        now=datetime.now(UTC),
        request_id=str(uuid4()),
    )
