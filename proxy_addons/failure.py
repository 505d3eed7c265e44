"""Failing as told: what redial could not do is counted and logged at once, and the client hears of it instead
of an answer, unless traffic is to go on.

mitmproxy itself fails open: it logs an addon's exception, skips that hook of every script that is left, and
lets the traffic go on. So every hook of ours is `counted` or `closed`. Nothing that a message carries gets
into the log.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from inspect import iscoroutinefunction
from pathlib import Path
from traceback import extract_tb
from typing import Any, Protocol, cast
from uuid import uuid4

from mitmproxy.http import HTTPFlow

from harness.errors import HarnessError
from harness.exchange import Request, Response
from harness.findings import Finding
from harness.headers import Headers
from harness.refusal import broken, refusal
from proxy_addons import flows

CLIENT_ID = b"client-request-id"

log = logging.getLogger("redial")


@dataclass(slots=True)
class Tally:
    """What a run of the proxy did so far. lost: why what was kept is not there any more; empty when it is.
    go_on: whether traffic passes that redial has failed at. sent, unsent: recordings that were uploaded, and
    that are left for the next time.
    """

    kept: int = 0
    redirects: int = 0
    failures: int = 0
    lost: str = ""
    sent: int = 0
    unsent: int = 0
    go_on: bool = False

    @contextmanager
    def counting(self, doing: str) -> Iterator[None]:
        """Count and log what goes wrong inside, and go on: there is nobody left to tell."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and not thrown
            self.count(doing, error)

    @contextmanager
    def closing(self, flow: HTTPFlow, doing: str, *, always: bool = False) -> Iterator[None]:
        """Count and log what goes wrong inside, and answer the flow with a refusal instead of what it had.

        always: also where traffic is to go on.
        """
        try:
            yield
        except Exception as error:  # noqa: BLE001 - as above
            self.count(doing, error)
            if always or not self.go_on:
                flow.response = flows.answer(refused(flow, doing, reason(error)))
                flow.request.stream = False  # mitmproxy cannot answer what it streams

    @property
    def told(self) -> dict[str, int | str]:
        """It as harness.proxy.announced reads it."""
        counts = {name: getattr(self, name) for name in ("kept", "redirects", "failures", "sent", "unsent")}
        return {**counts, "lost": self.lost}

    def count(self, doing: str, error: Exception) -> None:
        """Count what went wrong, and say so at once."""
        self.failures += 1
        log.error("redial could not %s: %s", doing, reason(error))


class Counting(Protocol):
    """An addon that counts what it fails at."""

    tally: Tally


def counted[**Given, Result](doing: str) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """A hook of a Counting addon that holds nothing up when it fails: that is counted."""

    def guard(addon: Counting, *_: object) -> AbstractContextManager[None]:
        return addon.tally.counting(doing)

    return _guarded(guard)


def closed[**Given, Result](
    doing: str, *, always: bool = False
) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """A hook of a Counting addon whose flow gets a refusal when it fails, as in Tally.closing."""

    def guard(addon: Counting, flow: HTTPFlow) -> AbstractContextManager[None]:
        return addon.tally.closing(flow, doing, always=always)

    return _guarded(guard)


def _guarded[**Given, Result](
    guard: Callable[..., AbstractContextManager[None]],
) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    def guarded(hook: Callable[Given, Result]) -> Callable[Given, Result]:
        @wraps(hook)
        def at_once(*given: Any) -> None:
            with guard(*given):
                cast("Callable[..., None]", hook)(*given)

        @wraps(hook)
        async def awaited(*given: Any) -> None:
            with guard(*given):
                await cast("Callable[..., Any]", hook)(*given)

        return cast("Callable[Given, Result]", awaited if iscoroutinefunction(hook) else at_once)

    return guarded


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
    # byte by byte: mitmproxy's own reading of a value that is no UTF-8 fits no header
    known = [value for name, value in flow.request.headers.fields if name.lower() == CLIENT_ID]
    fields = Headers(tuple((CLIENT_ID.decode(), value.decode("latin-1")) for value in known))
    return refusal(
        status,
        code,
        f"This answer is redial's, not the service's: {message}",
        request=Request(flow.request.method, "", fields),
        now=datetime.now(UTC),
        request_id=str(uuid4()),
    )
