"""The message as a whole: method, headers, and a JSON object in the body."""

import gzip
import json
from dataclasses import replace

import pytest

from harness.contract.editions import documentation
from harness.exchange import Origin
from harness.rules import judge
from tests.unit.rules.exchanges import (
    CALL,
    HEADERS,
    alike,
    but,
    found,
    found_everywhere,
    members,
    redirect,
    severities,
)


@pytest.mark.parametrize("method", ["GET", "PATCH", "post", "", "\ud800"])
def test_a_method_other_than_post_is_an_error(method: str) -> None:
    exchange = redirect(method=method)
    assert severities("RDQ001", exchange, "request.method") == "error error error"


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer ", "Basic REDACTED", "REDACTED"])
def test_a_request_without_a_bearer_token_is_an_error(value: str | None) -> None:
    exchange = redirect(headers=but("Authorization", value))
    assert severities("RDQ011", exchange, "request.headers.authorization") == "error error error"


@pytest.mark.parametrize("value", ["Bearer REDACTED", "bearer REDACTED", "Bearer  REDACTED", "Bearer a b"])
def test_a_token_may_be_redacted_and_its_scheme_in_any_case(value: str) -> None:
    assert found(redirect(headers=HEADERS | {"Authorization": value}), "v1.0") == []


@pytest.mark.parametrize("value", [None, "", "DUMMY"])
def test_a_foreign_cassette_may_have_had_its_token_filtered(value: str | None) -> None:
    assert found(redirect(headers=but("Authorization", value), started_at=None), "v1.0") == []


def test_a_foreign_cassette_with_another_scheme_is_judged() -> None:
    exchange = redirect(headers=HEADERS | {"Authorization": "Basic REDACTED"}, started_at=None)
    assert severities("RDQ011", exchange, "request.headers.authorization") == "error error error"


@pytest.mark.parametrize(
    "value", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "\n"]
)
def test_a_content_type_that_is_no_json_contradicts_reference_alone(value: str | None) -> None:
    exchange = redirect(headers=but("Content-Type", value))
    assert severities("RDQ012", exchange, "request.headers.content-type") == "error warning warning"


@pytest.mark.parametrize(
    "value",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x=1"],
)
def test_a_content_type_may_have_parameters_and_any_case(value: str) -> None:
    assert found(redirect(headers=HEADERS | {"Content-Type": value}), "reference") == []


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"\xef\xbb\xbf" + members(), "opens with a byte order mark"),
        (gzip.compress(members()), "is still compressed"),
        (members().decode().encode("utf-16"), "is text in UTF-16"),
        (b"targets=1&timeout=30", "is not JSON"),
        (b'{"targets": [],}', "is not JSON"),
        (b"{'targets': []}", "is not JSON"),
        (members()[:-1], "is not JSON"),
        (b'{"targets": "\xff"}', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[" + members() + b"]", "is an array"),
        (json.dumps(members().decode()).encode(), "is a string"),
        (b"30", "is a number"),
        (b"true", "is a boolean"),
        (b"null", "is null"),
    ],
)
def test_a_body_that_is_no_object_is_an_error_and_no_other_rule_looks_into_it(body: bytes, flaw: str) -> None:
    exchange = redirect(body)
    assert severities("RDQ020", exchange, "request.body") == "error error error"
    assert [finding.message.partition(",")[0] for finding in judge(exchange, documentation("v1.0"))] == [
        f"the body {flaw}"
    ]


def test_each_finding_names_the_line_that_says_so() -> None:
    spoilt = redirect(b"[]", method="GET", headers=but("Authorization") | {"Content-Type": "text/plain"})
    for edition in ("reference", "v1.0", "beta"):
        cited = {finding.rule: finding.cite for finding in judge(spoilt, documentation(edition))}
        assert {code: cite.page if cite else None for code, cite in cited.items()} == {
            "RDQ001": f"{edition}.md",
            "RDQ011": f"{edition}.md",
            "RDQ012": "reference.md",
            "RDQ020": f"{edition}.md",
        }
        assert {finding.call for finding in judge(spoilt, documentation(edition))} == {CALL}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"targets": [', members(timeout="5")])
def test_the_body_of_a_request_that_broke_off_is_not_judged(body: bytes) -> None:
    broken = replace(redirect(body), facts={"request_complete": False})
    assert found_everywhere(broken) == alike()


@pytest.mark.parametrize("body", [b"", b"\x1f\x8b", members(timeout="5")])
def test_a_body_that_is_not_in_its_coding_is_told_once(body: bytes) -> None:
    garbled = replace(redirect(body), facts={"encoding": "gzip", "encoding_valid": False})
    assert found_everywhere(garbled) == alike(("RDQ013", "error", "request.body"))


@pytest.mark.parametrize("value", [None, "", "redirect-7", "3f8e1c62-9b07-4d15-a6e4"])
def test_a_client_request_id_that_is_missing_or_no_guid_is_information(value: str | None) -> None:
    exchange = redirect(headers=but("client-request-id", value))
    assert severities("RDQ080", exchange, "request.headers.client-request-id") == "info info info"


@pytest.mark.parametrize(
    "value", ["3F8E1C62-9B07-4D15-A6E4-58C2D0B7F931", "3f8e1c629b074d15a6e458c2d0b7f931 "]
)
def test_a_client_request_id_may_be_spelt_as_any_guid(value: str) -> None:
    assert found(redirect(headers=HEADERS | {"client-request-id": value}), "v1.0") == []


@pytest.mark.parametrize("origin", [Origin.RECORDED, Origin.SIMULATED, Origin.FAULT])
def test_what_stands_in_for_graph_is_sent_no_client_request_id(origin: Origin) -> None:
    assert found_everywhere(redirect(headers=but("client-request-id"), origin=origin)) == alike()
    spoilt = redirect(headers=but("client-request-id", "redirect-7"), origin=origin)
    assert severities("RDQ080", spoilt, "request.headers.client-request-id") == "info info info"
