"""How a failure is told: its form, its code, and what is behind it."""

import json
from typing import Any

import pytest

from harness.contract.advice import ADVICE, HINTS
from harness.contract.editions import documentation
from harness.exchange import Exchange, Response
from harness.rules import judge
from tests.unit.rules.exchanges import (
    ERROR,
    TRACED,
    alike,
    found,
    found_everywhere,
    redirect,
    severities,
)

CODE = "response.body.error.code"
MESSAGE = "response.body.error.message"


def answer(status: int, body: bytes = b"") -> Exchange:
    return redirect(answer=Response(status, TRACED, body))


def error(code: Any, message: Any = "Refused.", status: int = 403) -> Exchange:
    return answer(status, json.dumps({"error": {"code": code, "message": message}}).encode())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500, 599])
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


@pytest.mark.parametrize(
    ("code", "kind"),
    [(400, "a number"), (None, "null"), (True, "a boolean"), ([], "an array"), (4.5, "a number")],
)
def test_a_code_that_is_no_string_is_information(code: object, kind: str) -> None:
    exchange = error(code)
    assert severities("RDR005", exchange, CODE) == "info info info"
    [finding] = judge(exchange, documentation())
    assert finding.message == f"the `code` of the error is {kind}, and Graph writes a string"


@pytest.mark.parametrize("code", ["BadRequest", "4000", "", "7506"])
def test_a_code_in_a_string_that_nothing_is_known_of_is_let_be(code: str) -> None:
    assert found_everywhere(error(code)) == alike()


@pytest.mark.parametrize("code", HINTS)
def test_a_code_known_from_a_sister_product_alone_comes_with_a_hint(code: str) -> None:
    assert severities("RDR005", error(code), CODE) == "info info info"
    [finding] = judge(error(code), documentation())
    assert (
        finding.message == f"no page says what {code} means; on a sister product it stands for {HINTS[code]}"
    )


@pytest.mark.parametrize("code", ADVICE)
def test_a_refusal_whose_cause_is_known_comes_with_its_advice(code: str) -> None:
    assert severities("RDR011", error(code), CODE) == "info info info"
    [finding] = judge(error(code), documentation())
    assert finding.message == f"{code} mostly means that {ADVICE[code].cause}"
    assert finding.fix == ADVICE[code].fix


def test_a_known_code_that_is_a_number_gets_the_same_advice_and_is_found_for_its_type_as_well() -> None:
    seen = found(error(8522), "v1.0")
    assert seen == [("RDR005", "info", CODE), ("RDR011", "info", CODE)]
    assert [each.fix for each in judge(error(8522), documentation())][1] == ADVICE["8522"].fix


@pytest.mark.parametrize("status", [200, 302])
def test_only_a_failure_is_read_as_an_error(status: int) -> None:
    codes = {code for code, _, _ in found(error("8522", status=status), "v1.0")}
    assert codes.isdisjoint({"RDR005", "RDR006", "RDR011"})


@pytest.mark.parametrize("inner", ["7503", 7503, " 7503 "])
def test_an_error_inside_a_message_is_unwrapped_and_gets_its_advice(inner: object) -> None:
    message = json.dumps({"errorCode": inner, "message": "No.", "instanceAnnotations": []})
    exchange = error("UnknownError", message)
    assert found(exchange, "v1.0") == [("RDR006", "info", MESSAGE), ("RDR011", "info", MESSAGE)]
    assert [each.fix for each in judge(exchange, documentation())][1] == ADVICE["7503"].fix


@pytest.mark.parametrize("message", ['{"errorCode": "1"}', '{"errorCode": true}', '{"a": 1}'])
def test_an_inner_error_that_nothing_is_known_of_is_unwrapped_all_the_same(message: str) -> None:
    assert severities("RDR006", error("UnknownError", message), MESSAGE) == "info info info"


@pytest.mark.parametrize("message", ["", "No.", "{", "{}", "[]", '"7503"', "7503", None, {}, "\ud800"])
def test_a_message_that_is_no_error_as_json_is_let_be(message: object) -> None:
    assert found_everywhere(error("UnknownError", message)) == alike()


def test_json_in_the_message_of_another_code_is_let_be() -> None:
    assert found_everywhere(error("Forbidden", '{"errorCode": "7503"}')) == alike()
