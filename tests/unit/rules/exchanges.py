"""A redirect that no edition finds fault with, and the ways to spoil it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from harness.contract.compiler import compile_page
from harness.contract.editions import EDITIONS, documentation, edition
from harness.contract.precedence import Documentation
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.facts import Wire, facts_of
from harness.headers import Headers
from harness.rules import judge

CALL = "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52"
URL = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"
HEADERS = {
    "Authorization": "Bearer REDACTED",
    "Content-Type": "application/json",
    "client-request-id": "3f8e1c62-9b07-4d15-a6e4-58c2d0b7f931",
}
USER = {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}
PHONE = {"identity": {"phone": {"id": "+12025550143"}}}
USERS = [{"identity": {"user": {"id": f"5e93a1c8-f04d-4762-9bd8-{each:012x}"}}} for each in range(200)]
STATUS = {"reference": 204, "v1.0": 202, "beta": 202}
ERROR = b'{"error": {"code": "NotFound", "message": "There is no such call."}}'
TRACED = Headers.of({"request-id": "4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1"})
"""What Graph puts on every answer."""

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

PAGE = """# call: redirect

## HTTP request

``` http
POST /communications/calls/{{id}}/redirect
```

{rows}
"""
TABLE = """## Request body

|Parameter|Type|Description|
|:---|:---|:---|
|targets|x collection|Who.|
"""

type Seen = tuple[str, str, str]
"""Code, severity, where."""


def members(**changes: Any) -> bytes:
    """A valid body with some members changed; Ellipsis takes one out, `at_x` stands for `@x`."""
    whole = {"targets": [USER], "timeout": 30, "callbackUri": "https://bot.example/api/calls"} | changes
    return json.dumps({name: value for name, value in whole.items() if value is not ...}).encode()


def redirect(
    body: bytes | None = None,
    *,
    method: str = "POST",
    url: str = URL,
    headers: dict[str, str] | None = None,
    answer: Response | None = None,
    way: Way = Way.TO_GRAPH,
    origin: Origin = Origin.LIVE,
    started_at: datetime | None = NOON,
) -> Exchange:
    """A redirect; what is not given is as it should be, and nobody answers. An answer without any header gets
    those of Graph.
    """
    if answer is not None and not answer.headers:
        answer = replace(answer, headers=TRACED)
    request = Request(
        method, url, Headers.of(HEADERS if headers is None else headers), members() if body is None else body
    )
    error = None if answer else "nobody answered"
    return Exchange(request, answer, way, origin, started_at, 0.25 if answer else None, "1.1", error)


def untimed(exchange: Exchange) -> Exchange:
    """The same exchange as a recorder keeps it that keeps no times."""
    return replace(exchange, started_at=None, seconds=None)


def but(name: str, value: str | None = None) -> dict[str, str]:
    """The headers of a valid redirect with another value for one, or without it."""
    return {each: sent for each, sent in HEADERS.items() if each != name} | (
        {} if value is None else {name: value}
    )


def recorded(exchange: Exchange, wire: Wire | None = None) -> Exchange:
    """The exchange with the facts that are taken when it is recorded."""
    return replace(exchange, facts=facts_of(exchange, wire))


def answered(name: str) -> Response:
    """The answer to a redirect that edition documents."""
    return Response(STATUS[name])


def own_documentation(*rows: str) -> Documentation:
    """A page of one's own beside the shipped ones, with a parameter table when there are rows for it."""
    page = PAGE.format(rows=TABLE + "\n".join(rows) if rows else "")
    others = tuple(map(edition, EDITIONS))
    return Documentation(compile_page(page, edition="mine", page="mine.md"), others, documentation().schema)


def found(exchange: Exchange, name: str) -> list[Seen]:
    """What all rules find under an edition."""
    return [
        (finding.rule, str(finding.severity), finding.where)
        for finding in judge(exchange, documentation(name))
    ]


def found_everywhere(exchange: Exchange) -> dict[str, list[Seen]]:
    """What all rules find, by edition."""
    return {name: found(exchange, name) for name in EDITIONS}


def alike(*seen: Seen) -> dict[str, list[Seen]]:
    """The same in every edition."""
    return {name: list(seen) for name in EDITIONS}


def severities(code: str, exchange: Exchange, where: str) -> str:
    """The severities a rule finds in the editions, in order: `error warning -`; it alone finds anything."""
    seen = found_everywhere(exchange)
    assert {(rule, place) for each in seen.values() for rule, _, place in each} <= {(code, where)}
    assert all(len(each) < 2 for each in seen.values())
    return " ".join(each[0][1] if each else "-" for each in seen.values())
