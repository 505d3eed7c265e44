"""The message as a whole: method, scheme, headers, and a JSON object in the body."""

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
    URL,
    alike,
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


@pytest.mark.parametrize(
    "origin", ["http://graph.microsoft.com", "http://graph.microsoft.us:80", "ftp://graph.microsoft.com"]
)
def test_a_scheme_other_than_https_is_an_error(origin: str) -> None:
    exchange = redirect(url=URL.replace("https://graph.microsoft.com", origin))
    assert severities("RDQ008", exchange, "request.uri") == "error error error"


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8080",
        "http://graph.localhost",
        "http://127.0.0.1:3000",
        "http://127.8.8.8",
        "http://[::1]:80",
        "https://graph.microsoft.us",
        "HTTPS://graph.microsoft.com",
    ],
)
def test_a_server_on_the_loopback_interface_may_speak_plain_http(origin: str) -> None:
    assert found(redirect(url=URL.replace("https://graph.microsoft.com", origin)), "v1.0") == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example", "localhost.example", "128.0.0.1", "graph.microsoft.com.localhost.example"]
)
def test_a_host_that_only_looks_like_loopback_may_not(host: str) -> None:
    exchange = redirect(url=URL.replace("https://graph.microsoft.com", f"http://{host}"))
    assert severities("RDQ008", exchange, "request.uri") == "error error error"


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer ", "Basic REDACTED", "REDACTED"])
def test_a_request_without_a_bearer_token_is_an_error(value: str | None) -> None:
    headers = {"Content-Type": "application/json"} | ({} if value is None else {"Authorization": value})
    exchange = redirect(headers=headers)
    assert severities("RDQ011", exchange, "request.headers.authorization") == "error error error"


@pytest.mark.parametrize("value", ["Bearer REDACTED", "bearer REDACTED", "Bearer  REDACTED", "Bearer a b"])
def test_a_token_may_be_redacted_and_its_scheme_in_any_case(value: str) -> None:
    assert found(redirect(headers=HEADERS | {"Authorization": value}), "v1.0") == []


@pytest.mark.parametrize("value", [None, "", "DUMMY"])
def test_a_foreign_cassette_may_have_had_its_token_filtered(value: str | None) -> None:
    headers = {"content-type": "application/json"} | ({} if value is None else {"authorization": value})
    assert found(redirect(headers=headers, started_at=None), "v1.0") == []


def test_a_foreign_cassette_with_another_scheme_is_judged() -> None:
    exchange = redirect(headers=HEADERS | {"Authorization": "Basic REDACTED"}, started_at=None)
    assert severities("RDQ011", exchange, "request.headers.authorization") == "error error error"


@pytest.mark.parametrize(
    "value", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "\n"]
)
def test_a_content_type_that_is_no_json_contradicts_reference_alone(value: str | None) -> None:
    headers = {"Authorization": "Bearer REDACTED"} | ({} if value is None else {"Content-Type": value})
    exchange = redirect(headers=headers)
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
    spoilt = redirect(b"[]", method="GET", headers={"Content-Type": "text/plain"})
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


@pytest.mark.parametrize(
    ("origin", "host", "let_be"),
    [
        (Origin.RECORDED, "graph.microsoft.com", True),
        (Origin.SIMULATED, "graph.microsoft.com", True),
        (Origin.FAULT, "graph.microsoft.com", True),
        (Origin.LIVE, "graph.microsoft.com", False),
        (Origin.ENFORCED, "graph.microsoft.com", False),
        (Origin.RECORDED, "proxy.example", False),
    ],
)
def test_a_server_that_stands_in_for_graph_may_speak_plain_http(
    origin: Origin, host: str, let_be: bool
) -> None:
    exchange = redirect(url=URL.replace("https://graph.microsoft.com", f"http://{host}"), origin=origin)
    assert ("RDQ008" in [code for code, _, _ in found(exchange, "v1.0")]) is not let_be
