"""A script: what some attempts of a redirect are answered before anybody else is asked.

It stands for Graph, as the simulator does, and is recorded as what the simulator answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from harness.address import address, canonical_id, is_redirect
from harness.exchange import Origin, Request
from harness.headers import Headers
from harness.refusal import refusal
from harness.responder import Answer, FollowUp

_NAMESPACE = uuid5(NAMESPACE_URL, "https://redial.example/faults")
_CALLS = 10_000  # calls whose attempts are counted at a time


@dataclass(frozen=True, slots=True)
class Fault:
    """One canned refusal: status, `error.code`, `error.message`, and further headers."""

    status: int
    code: str
    message: str
    headers: Headers = field(default_factory=Headers)


def throttled(retry_after: int) -> Fault:
    """429 with Retry-After in seconds, as Graph throttles ("Microsoft Graph throttling guidance")."""
    headers = Headers.of({"Retry-After": str(retry_after)})
    return Fault(429, "TooManyRequests", "Too many requests.", headers)


CALL_GONE = Fault(404, "8522", "Call not found.")
"""The caller hung up, or the time to decide was over."""

TENANT_MISMATCH = Fault(403, "7505", "Request authorization tenant mismatch.")
"""The token is of another tenant than the call."""


class Scripted:
    """A Responder that answers the n-th redirect of each call from a script, and nothing else.

    script: attempt, counted from 1 for each call -> the fault it meets. It stands in front: First(it, other).
    """

    def __init__(self, script: Mapping[int, Fault]) -> None:
        self.script = script
        self._attempts: dict[str, int] = {}

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """The fault of this attempt, or None."""
        if request.method != "POST" or not is_redirect(request.url):
            return None
        named = address(request.url)
        call = canonical_id(named.call) if named else ""
        attempt = self._attempts.pop(call, 0) + 1
        self._attempts[call] = attempt
        if len(self._attempts) > _CALLS:
            del self._attempts[next(iter(self._attempts))]
        fault = self.script.get(attempt)
        if fault is None:
            return None
        response = refusal(
            fault.status,
            fault.code,
            fault.message,
            request=request,
            now=now,
            request_id=str(uuid5(_NAMESPACE, f"{call}/{attempt}")),
            extra=fault.headers,
        )
        return Answer(response, Origin.SIMULATED)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """Nothing: a script waits to be asked."""
        return iter(())
