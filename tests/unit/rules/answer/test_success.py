"""The answer: its status, what a success holds beside it, and whether it can be traced."""

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange, Origin, Response, Way
from harness.headers import Headers
from harness.rules import judge
from tests.unit.rules.exchanges import (
    ERROR,
    HEADERS,
    alike,
    found,
    found_everywhere,
    redirect,
    severities,
)

MINE = "4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1"


def answer(status: int, body: bytes = b"") -> Exchange:
    return redirect(answer=Response(status, body=body))


def test_the_success_of_another_edition_is_information() -> None:
    assert severities("RDR001", answer(202), "response.status") == "info - -"
    assert severities("RDR001", answer(204), "response.status") == "- info info"


@pytest.mark.parametrize("status", [200, 201, 203, 206, 299])
def test_a_success_that_no_edition_documents_is_an_error(status: int) -> None:
    assert severities("RDR001", answer(status), "response.status") == "error error error"


@pytest.mark.parametrize("status", [100, 199])
def test_a_status_that_is_no_success_is_not_judged_as_one(status: int) -> None:
    assert found_everywhere(answer(status)) == alike()


@pytest.mark.parametrize(
    ("edition", "status", "message", "fix"),
    [
        (
            "reference",
            202,
            "v1.0 and beta document 202, this page 204",
            "For a live bot set contract = v1.0: `--contract v1.0`.",
        ),
        (
            "v1.0",
            204,
            "reference documents 204, this page 202",
            "If a stub that follows reference answered, judge it by that: `--contract reference`.",
        ),
        (
            "v1.0",
            200,
            "the answer is 200; v1.0 documents 202",
            "Find out what answered in place of the service, which answers 202.",
        ),
    ],
)
def test_the_message_says_who_documents_what(edition: str, status: int, message: str, fix: str) -> None:
    [finding] = judge(answer(status), documentation(edition))
    assert (finding.message, finding.fix) == (message, fix)
    assert finding.cite
    assert finding.cite.page == f"{edition}.md"


def test_a_body_after_202_is_a_warning() -> None:
    assert found(answer(202, b"{}"), "v1.0") == [("RDR002", "warning", "response.body")]


def test_a_body_after_204_is_an_error() -> None:
    assert found(answer(204, b"\n"), "reference") == [("RDR002", "error", "response.body")]


def test_the_body_of_another_success_is_not_judged() -> None:
    assert [code for code, _, _ in found(answer(200, b"{}"), "v1.0")] == ["RDR001"]


def test_an_http_redirect_is_a_warning_and_says_what_clients_make_of_it() -> None:
    for status, words in (
        (301, ", after which most clients send GET and no body"),
        (302, ", after which most clients send GET and no body"),
        (308, ", after which clients send the body again, to another host without the token"),
        (304, ""),
    ):
        assert severities("RDR003", answer(status), "response.status") == "warning warning warning"
        [finding] = judge(answer(status), documentation("v1.0"))
        assert finding.message == f"the answer is {status}, an HTTP redirect{words}"
        assert finding.cite
        assert finding.cite.page == "v1.0.md"


def traced(sent: str | None = MINE, status: int = 202, body: bytes = b"", **headers: str) -> Exchange:
    """A redirect with that client-request-id, and an answer with those headers."""
    named = {name: value for name, value in HEADERS.items() if name != "client-request-id"}
    named |= {} if sent is None else {"client-request-id": sent}
    fields = {name.replace("_", "-"): value for name, value in headers.items()} or {"Date": "today"}
    return redirect(headers=named, answer=Response(status, Headers.of(fields), body))


def test_an_answer_without_a_request_id_is_information() -> None:
    for status, body in ((202, b""), (404, ERROR)):
        exchange = traced(status=status, body=body)
        assert ("RDR009", "info", "response.headers.request-id") in found(exchange, "v1.0")
    assert found(traced(), "v1.0") == [("RDR009", "info", "response.headers.request-id")]


@pytest.mark.parametrize(("status", "body"), [(302, b""), (502, b"<h1>Bad Gateway</h1>")])
def test_what_does_not_answer_like_graph_need_not_be_traced(status: int, body: bytes) -> None:
    assert "RDR009" not in {code for code, _, _ in found(traced(status=status, body=body), "v1.0")}


def test_another_client_request_id_than_was_sent_is_information() -> None:
    exchange = traced(request_id="its", client_request_id=MINE.replace("4", "5"))
    assert found(exchange, "v1.0") == [("RDR009", "info", "response.headers.client-request-id")]


@pytest.mark.parametrize(
    ("sent", "echoed"), [(MINE, MINE.upper()), (MINE, f" {MINE}"), (MINE, ""), ("", MINE), (None, MINE)]
)
def test_an_id_that_is_repeated_or_stands_on_one_side_only_is_let_be(sent: str | None, echoed: str) -> None:
    seen = found(traced(sent, request_id="its", client_request_id=echoed), "v1.0")
    assert [code for code, _, _ in seen if code.startswith("RDR")] == []


@pytest.mark.parametrize("origin", [Origin.ENFORCED, Origin.FAULT])
def test_what_redial_answers_itself_is_not_judged(origin: Origin) -> None:
    assert found(redirect(answer=Response(200, body=b"x"), origin=origin), "v1.0") == []
    assert found(redirect(answer=Response(501, body=b"x"), origin=origin), "v1.0") == []


@pytest.mark.parametrize("origin", [Origin.LIVE, Origin.RECORDED, Origin.SIMULATED])
def test_what_is_live_recorded_or_simulated_is_judged(origin: Origin) -> None:
    exchange = redirect(answer=Response(200, body=b"x"), origin=origin)
    assert [code for code, _, _ in found(exchange, "v1.0")] == ["RDR001"]


def test_no_answer_is_no_finding_and_neither_is_another_way() -> None:
    assert found(redirect(), "v1.0") == []
    told = found(redirect(answer=Response(500), way=Way.TO_BOT), "v1.0")
    assert [code for code, _, _ in told if not code.startswith("RDN")] == []
