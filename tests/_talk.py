"""A conversation with a simulated Graph, with a clock of its own."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from harness import notification
from harness.body import value_of
from harness.contract import editions
from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.responder import Answer, FollowUp
from harness.simulator.simulator import RING, Simulator

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TARGETS = [{"identity": {"user": {"id": "8d1f6f0e-51a4-4d0c-b6a2-2a9a3c1f7e55"}}}]
WELL = {"targets": TARGETS, "timeout": 30}
HEADERS = {"Authorization": "Bearer token", "Content-Type": "application/json"}
SPELLINGS = [
    "/v1.0/communications/calls/{}/redirect",
    "/v1.0//communications/calls/{}/redirect",
    "/v1.0/communications/calls('{}')/redirect",
    "/v1.0/communications/calls/{}/microsoft.graph.redirect",
    "/beta/communications/calls/{}/redirect",
    "/v1.0/app/calls/{}/redirect",
    "/beta/applications/0d2f8f3a-94a1-4a53-8f5c-7fd1c2d7a6b1/calls/{}/redirect",
]


class Talk:
    """A conversation with one simulated Graph, with a clock of its own."""

    def __init__(
        self, edition: str = "reference", *, records_by_policy: bool = False, **options: Any
    ) -> None:
        documentation = replace(editions.documentation(edition), records_by_policy=records_by_policy)
        self.notes: list[str] = []
        self.graph = Simulator(documentation, noted=lambda note: self.notes.append(str(note)), **options)
        self.now = NOW

    def wait(self, seconds: float) -> list[FollowUp]:
        self.now += timedelta(seconds=seconds)
        return list(self.graph.due(self.now))

    def say(self, method: str, path: str, body: object = None, headers: Any = None) -> Answer | None:
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        request = Request(method, f"http://127.0.0.1:8080{path}", Headers.of(headers or {}), content)
        return self.graph.respond(request, self.now)

    def ring(self, **wanted: object) -> tuple[str, FollowUp]:
        answer = self.say("POST", RING, wanted or None)
        assert answer is not None
        assert answer.response is not None
        assert answer.response.status == 201
        [told] = answer.then
        return value_of(answer.response.body)["call"], told

    def redirect(
        self, call: str, body: object = WELL, spelling: str = SPELLINGS[0], **headers: str
    ) -> Answer:
        answer = self.say("POST", spelling.format(call), body, {**HEADERS, **headers})
        assert answer is not None
        assert answer.origin is Origin.SIMULATED
        return answer

    def act(self, call: str, action: str) -> Answer:
        answer = self.say("POST", f"/v1.0/communications/calls/{call}/{action}", {}, HEADERS)
        assert answer is not None
        return answer


def status(answer: Answer | None) -> int:
    return said(answer).status


def said(answer: Answer | None) -> Response:
    assert answer is not None
    assert answer.response is not None
    return answer.response


def error(answer: Answer | None) -> tuple[int, str, str]:
    told = value_of(said(answer).body)["error"]
    return status(answer), told["code"], told["message"]


def heard(told: FollowUp) -> notification.Notification:
    [one] = notification.read(told.request.body)
    return one
