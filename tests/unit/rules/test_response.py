"""The answer: its status, its body, and how a failure is told."""

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange, Origin, Response, Way
from harness.rules import judge
from tests.unit.rules.exchanges import ERROR, alike, found, found_everywhere, redirect, severities


def answer(status: int, body: bytes = b"") -> Exchange:
    return redirect(answer=Response(status, body=body))


def test_the_success_of_another_edition_is_information() -> None:
    assert severities("RDR001", answer(202), "response.status") == "info - -"
    assert severities("RDR001", answer(204), "response.status") == "- info info"


@pytest.mark.parametrize("status", [200, 201, 203, 206, 299])
def test_a_success_that_no_edition_documents_is_an_error(status: int) -> None:
    assert severities("RDR001", answer(status), "response.status") == "error error error"


@pytest.mark.parametrize("status", [100, 199, 302, 307])
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


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 503, 599])
def test_an_error_in_the_form_of_graph_is_accepted(status: int) -> None:
    assert found_everywhere(answer(status, ERROR)) == alike()


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        (b"", "is empty"),
        (b"<h1>Not Found</h1>", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is an array"),
        (b'"gone"', "is a string"),
        (b"{}", "has no object `error`"),
        (b'{"error": null}', "has no object `error`"),
        (b'{"error": "invalid_client"}', "has no object `error`"),
        (b'{"error": {}}', "has no `code` and `message` in `error`"),
        (b'{"error": {"code": "8522"}}', "has no `message` in `error`"),
        (b'{"error": {"message": "gone"}}', "has no `code` in `error`"),
    ],
)
def test_a_failure_in_any_other_form_is_a_warning(body: bytes, flaw: str) -> None:
    exchange = answer(404, body)
    assert severities("RDR004", exchange, "response.body") == "warning warning warning"
    [finding] = judge(exchange, documentation())
    assert finding.message == f"the answer 404 does not say what went wrong: its body {flaw}"


def test_a_code_that_is_a_number_is_let_be_here() -> None:
    assert found(answer(404, b'{"error": {"code": 8522, "message": null}}'), "v1.0") == []


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
    assert found(redirect(b"", answer=Response(500), way=Way.TO_BOT), "v1.0") == []
