"""What a redirect meets in place of its answer, or on the way of it: a function for each fault."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.refusal import refusal
from harness.responder import Answer, Delivery, Ending

_CODES = {429: "TooManyRequests", 503: "ServiceUnavailable"}
"""Status -> `error.code`; of any other its phrase in one word."""

_PAGE = b"<html><head><title>Error</title></head><body><h1>The service is unavailable.</h1></body></html>"

_CHALLENGE = (
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize",'
    ' error="insufficient_claims", claims="%s"'
)
"""Microsoft identity platform, "Claims challenges, claims requests, and client capabilities"."""

_REVOKED = (
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code:"
    " TokenIssuedBeforeRevocationTimestamp"
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A redirect that a fault meets. settings: of the fault. id: the request-id of what is said instead.

    ask: gives the answer that it would have had, which then is spent.
    """

    request: Request
    now: datetime
    settings: Mapping[str, float]
    id: str
    ask: Callable[[], Answer | None]

    @property
    def status(self) -> int:
        """The status that the fault answers with."""
        return int(self.settings["status"])


def refused(met: Occasion) -> Answer:
    """The status in Graph's envelope, with Retry-After where the fault has one."""
    wait = met.settings.get("retry-after")
    return _answer(_refusal(met, Headers.of({} if wait is None else {"Retry-After": f"{wait:g}"})))


def challenged(met: Occasion) -> Answer:
    """401 that asks for a token issued from now on (continuous access evaluation)."""
    claims = {"access_token": {"nbf": {"essential": True, "value": str(int(met.now.timestamp()))}}}
    asked = base64.b64encode(json.dumps(claims, separators=(",", ":")).encode()).decode()
    headers = Headers.of({"WWW-Authenticate": _CHALLENGE % asked})
    return _answer(_refusal(met, headers, "InvalidAuthenticationToken", _REVOKED))


def silent(met: Occasion) -> Answer:
    """No answer until the client gives up, at the latest after so many seconds."""
    return Answer(None, Origin.FAULT, delivery=Delivery(met.settings["seconds"]))


def reset(_met: Occasion) -> Answer:
    """No answer: the connection is reset."""
    return Answer(None, Origin.FAULT, delivery=Delivery(ending=Ending.RESET))


def truncated(met: Occasion) -> Answer:
    """A body of which the first half comes."""
    response = _refusal(met)
    return replace(_answer(response), delivery=Delivery(cut_at=len(response.body) // 2))


def malformed(met: Occasion) -> Answer:
    """A page of HTML that calls itself JSON."""
    response = _refusal(met)
    return _answer(replace(response, body=_PAGE))


def slow(met: Occasion) -> Answer | None:
    """Its own answer, which trickles."""
    answer = met.ask()
    if answer is None:
        return None
    return replace(answer, delivery=replace(answer.delivery, rate=met.settings["rate"]))


def _answer(response: Response) -> Answer:
    return Answer(response, Origin.FAULT)


def _refusal(
    met: Occasion, extra: Headers | None = None, code: str = "", message: str = "redial injected this fault."
) -> Response:
    phrase = HTTPStatus(met.status).phrase if met.status in HTTPStatus else "Unknown Error"
    return refusal(
        met.status,
        code or _CODES.get(met.status, phrase.replace(" ", "")),
        message,
        request=met.request,
        now=met.now,
        request_id=met.id,
        extra=extra or Headers(),
    )
