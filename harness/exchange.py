"""What crosses the proxy: a request, its response, and which way they went.

Everything redial records, judges, replays or compares is an Exchange. Bodies are decoded bytes: nothing here
reads JSON.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from harness.headers import Headers
from harness.remembering import remembered

_USUAL = re.compile(r"https?://[A-Za-z0-9.\-]+(?::[0-9]+)?(/[!-\"$->@-~]*)?(?:[?#][!-~]*)?\Z")
"""A URL whose path is seen by a look: of its parts only the path is asked for with each request."""

type FactValue = str | int | bool
"""What one fact taken before redaction may be: nothing that could hold a secret in clear."""


class Way(Enum):
    """Who called whom."""

    TO_GRAPH = "to_graph"
    TO_BOT = "to_bot"
    TO_LOGIN = "to_login"


class Origin(Enum):
    """Who answered. LIVE is only what an upstream answered."""

    LIVE = "live"
    RECORDED = "recorded"
    SIMULATED = "simulated"
    ENFORCED = "enforced"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request: absolute `url` as sent (doubled slashes stay), decoded `body`."""

    method: str
    url: str
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    @property
    def scheme(self) -> str:
        """`https`, in lower case."""
        return split(self.url).scheme.lower()

    @property
    def host(self) -> str:
        """Host without port, lower case; empty when the URL has none."""
        return _host(self.url)

    @property
    def path(self) -> str:
        """Path as sent, percent-encoding kept."""
        usual = _USUAL.match(self.url)
        return usual[1] or "" if usual is not None else split(self.url).path

    @property
    def segments(self) -> tuple[str, ...]:
        """Path segments, percent-decoded, with the empty ones of doubled slashes left out."""
        return tuple(unquote(part) for part in self.path.split("/") if part)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response with a decoded `body`; `reason` is empty where the wire carried none (HTTP/2)."""

    status: int
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    reason: str = ""

    @property
    def phrase(self) -> str:
        """The reason phrase: as sent, else the one RFC 9110 gives the status, else empty."""
        if self.reason:
            return self.reason
        return HTTPStatus(self.status).phrase if self.status in HTTPStatus else ""


LONGEST_S = 366 * 86_400.0
"""Seconds beyond which no exchange takes: what says more is a mistake, and no date to add it to."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it.

    response: None when nothing answered; then `error` says why in one sentence.
    started_at: when the request began, UTC; None in a cassette that keeps no time.
    seconds: from the start of the request to the end of the response; None where unknown.
    http: "1.1" or "2"; None where unknown.
    facts: what only the wire bytes or the unredacted values could show (names in harness.facts.FACTS).
    """

    request: Request
    response: Response | None
    way: Way
    origin: Origin = Origin.LIVE
    started_at: datetime | None = None
    seconds: float | None = None
    http: str | None = None
    error: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))

    def __reduce__(self) -> tuple[Callable[..., "Exchange"], tuple[object, ...]]:
        """As Python pickles any value, but for the facts, which it cannot."""
        *values, _ = (getattr(self, each.name) for each in fields(self))
        return _again, (dict(self.facts), *values)


def _again(facts: dict[str, FactValue], *values: Any) -> Exchange:
    return replace(Exchange(*values), facts=MappingProxyType(facts))


def split(url: str) -> SplitResult:
    """The parts of a URL; one that cannot be split, such as `https://[/x`, is all path: it was sent."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


@remembered
def _host(url: str) -> str:
    return (split(url).hostname or "").lower()
