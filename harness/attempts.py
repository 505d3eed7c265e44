"""Attempts: which requests of a call are one redirect sent several times, by an SDK or by the bot itself."""

from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from harness.conversation import accepted
from harness.diff import Exact, content, said
from harness.exchange import Exchange, Response

type Attempts = tuple[Exchange, ...]
"""One logical redirect: the request and its repeats, in the order they began."""

LONGEST_WAIT_S = 2.0**31
"""Seconds. Any digits may be asked for; what is longer counts as this (RFC 9111 section 1.2.2, on ages)."""

_ID = "client-request-id"


def logical(redirects: Iterable[Exchange]) -> list[Attempts]:
    """The redirects of a call as logical ones.

    A request is a repeat of the one before when it says the same and that one was not accepted, or when it
    carries its client-request-id or counts itself as a retry (Retry-Attempt of Graph's SDKs).
    """
    groups: list[list[Exchange]] = []
    for exchange in redirects:
        if groups and _repeats(groups[-1][-1], exchange):
            groups[-1].append(exchange)
        else:
            groups.append([exchange])
    return [tuple(group) for group in groups]


def _repeats(before: Exchange, exchange: Exchange) -> bool:
    if not says_the_same(before, exchange):
        return False
    identifier = exchange.request.headers.get(_ID)
    counted = exchange.request.headers.get("retry-attempt") or "0"
    return not accepted(before) or counted != "0" or identifier == (before.request.headers.get(_ID) or "")


def says_the_same(one: Exchange, other: Exchange) -> bool:
    """Whether two requests say the same, in whatever spelling."""
    return _said(one) == _said(other)


def _said(exchange: Exchange) -> Exact:
    return said(content(exchange.request.body)).exact


def challenged(response: Response) -> bool:
    """Whether a 401 asks for a token with other claims: the one resend that it calls for (CAE)."""
    fields = response.headers.get_all("www-authenticate")
    return response.status == 401 and any("claims=" in field for field in fields)


def retry_after_s(exchange: Exchange) -> float | None:
    """Seconds that an answer asks the client to wait (RFC 9110 section 10.2.3); None when it does not say.

    A date counts from the answer's own Date, else from the time at which the answer was there.
    """
    response = exchange.response
    value = (response.headers.get("retry-after") or "").strip() if response else ""
    if not value or response is None:
        return None
    if value.isascii() and value.isdecimal():
        return min(float(value), LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(value)
        said = response.headers.get("date")
        now = parsedate_to_datetime(said) if said else exchange.started_at
        return max((until - now).total_seconds(), 0.0) if now else None
    except (ValueError, TypeError, OverflowError):
        return None
