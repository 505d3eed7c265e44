"""Graph's error envelope."""

import json
from datetime import UTC, datetime

from harness.exchange import Request
from harness.findings import Finding, Severity
from harness.headers import Headers
from harness.refusal import answered, broken, refusal

NOW = datetime(2026, 3, 1, 12, 30, 15, 250000, tzinfo=UTC)


def test_a_refusal_has_graphs_envelope_and_echoes_the_clients_id() -> None:
    request = Request("POST", "https://graph.microsoft.com/x", Headers.of({"Client-Request-Id": "mine"}))
    response = refusal(
        404,
        "8522",
        "Call not found.",
        request=request,
        now=NOW,
        request_id="its",
        extra=Headers.of({"A": "b"}),
    )
    assert response.status == 404
    assert json.loads(response.body) == {
        "error": {
            "code": "8522",
            "message": "Call not found.",
            "innerError": {"date": "2026-03-01T12:30:15", "request-id": "its", "client-request-id": "mine"},
        }
    }
    assert list(response.headers) == [
        ("Content-Type", "application/json"),
        ("request-id", "its"),
        ("client-request-id", "mine"),
        ("Date", "Sun, 01 Mar 2026 12:30:15 GMT"),
        ("A", "b"),
    ]


def test_without_a_clients_id_the_services_own_stands_in() -> None:
    assert (
        answered(Request("GET", "https://graph.microsoft.com/"), NOW, "its").get("client-request-id") == "its"
    )


def test_what_is_broken_many_times_is_named_a_few_times_and_counted() -> None:
    told = broken([Finding("RDQ030", Severity.ERROR, "request.body", "no", "do")] * 500)

    assert told.count("RDQ030: no. do") == 10
    assert told.endswith(" and 490 more of RDQ030.")
