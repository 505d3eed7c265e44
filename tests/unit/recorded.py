"""Recordings for the tests of matching, playing and comparing: small conversations, real or redacted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from harness import notification
from harness.address import canonical_id
from harness.conversation import call_of
from harness.diff import route
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.notification import Call, Party
from harness.redaction.redactor import Redactor

START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
GRAPH = "https://graph.microsoft.com/v1.0/communications/calls"
TENANT = "9f4b1c7e-3a52-4d0e-8b61-7c2d5e9f0a13"

CALLS = (
    "57dab8b1-894c-409a-b240-bd8beae78896",
    "0a0b0c0d-1111-4222-8333-444455556666",
    "2765eb15-011f-4c62-b8d3-bc0c8c8f9af1",
)
CALLER = "1f8c3e5a-6b7d-4e9f-8a0b-2c4d6e8f0a1b"
MEGAN = "8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a"

KEY = Redactor(b"the key of this project")
OTHER_KEY = Redactor(b"the key of another project")


@dataclass(frozen=True)
class Kept:
    """An entry of a recording, as matching sees one."""

    number: int
    exchange: Exchange
    key: str | None = None
    call: str | None = None

    @property
    def way(self) -> Way:
        return self.exchange.way

    @property
    def started_at(self) -> datetime | None:
        return self.exchange.started_at

    @property
    def about(self) -> str:
        return canonical_id(call_of(self.exchange) or "")

    @property
    def route(self) -> str:
        return route(self.exchange.request)["route"]


def redirect_body(user: str = MEGAN, name: str = "Megan Bowen", **members: Any) -> dict[str, Any]:
    identity = {"@odata.type": "#microsoft.graph.identity", "id": user, "displayName": name}
    target = {
        "@odata.type": "#microsoft.graph.invitationParticipantInfo",
        "identity": {"@odata.type": "#microsoft.graph.identitySet", "user": identity},
    }
    return {"targets": [target], "timeout": 45, "callbackUri": "https://bot.contoso.com/api/calls"} | members


def redirect(
    call: str = CALLS[0],
    body: Mapping[str, Any] | bytes | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Request:
    sent = {"Content-Type": "application/json", "Authorization": "Bearer eyJ.a.b"} | dict(headers or {})
    content = body if isinstance(body, bytes) else json.dumps(body or redirect_body()).encode()
    return Request("POST", f"{GRAPH}/{call}/redirect", Headers.of(sent), content)


def asked(
    request: Request, status: int | None = 202, at: float = 1, response: Response | None = None
) -> Exchange:
    answer = response or (Response(status) if status else None)
    return Exchange(request, answer, Way.TO_GRAPH, started_at=START + timedelta(seconds=at), seconds=0.1)


def told(change: str, state: str, call: str = CALLS[0], at: float = 0, caller: str = CALLER) -> Exchange:
    known = Call(
        call,
        "c7c0a1de-0d5b-4a86-8f0e-9d6c5b4a3f2e",
        TENANT,
        "https://bot.contoso.com/api/calls",
        Party("user", caller, "Adele Vance"),
        Party("applicationInstance", "3b2a1f0e-9d8c-4b7a-8f6e-5d4c3b2a1f0e", "Reception"),
    )
    url = "https://bot.contoso.com/api/calls"
    headers = Headers.of({"Content-Type": "application/json", "Host": "bot.contoso.com"})
    request = Request("POST", url, headers, notification.write(change, state, known))
    return Exchange(request, Response(202), Way.TO_BOT, started_at=START + timedelta(seconds=at), seconds=0.1)


def forward(call: str = CALLS[0], at: float = 0, **members: Any) -> list[Exchange]:
    """An incoming call, its redirect, its end."""
    return [
        told("created", "incoming", call, at),
        asked(redirect(call, redirect_body(**members)), at=at + 1),
        told("deleted", "terminated", call, at + 5),
    ]


def kept(exchanges: Iterable[Exchange], redactor: Redactor | None = None) -> list[Kept]:
    """The exchanges as a file holds them: numbered from 1, masked when there is a key."""
    return [
        Kept(
            number,
            redactor.exchange(exchange) if redactor else exchange,
            redactor.key_id if redactor else None,
        )
        for number, exchange in enumerate(exchanges, 1)
    ]
