"""A webhook as a message: POST, JSON, notifications."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.rules import judge
from tests.unit.rules.exchanges import alike, found, found_everywhere, severities
from tests.unit.rules.webhooks import LEGACY, WHERE, value, webhook

BODY = "request.body"
VALUE = "request.body.value"


@pytest.mark.parametrize("state", ["incoming", "establishing", "established", "redirecting", "terminated"])
def test_a_webhook_as_the_platform_sends_it_breaks_nothing(state: str) -> None:
    assert found_everywhere(webhook(state)) == alike()


def test_another_method_is_a_warning() -> None:
    assert severities("RDN001", webhook(method="PUT"), "request.method") == "warning warning warning"


@pytest.mark.parametrize("media", ["text/plain", "application/jsonp", "", ...])
def test_another_content_type_is_a_warning(media: Any) -> None:
    exchange = webhook(headers={"Content-Type": media})
    assert severities("RDN001", exchange, "request.headers.content-type") == "warning warning warning"


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", "Application/JSON"])
def test_the_content_type_may_have_parameters_and_capitals(media: str) -> None:
    assert found_everywhere(webhook(headers={"Content-Type": media})) == alike()


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        (b"", "is empty"),
        (b"\r\n", "is empty"),
        (b"[]", "is an array"),
        (b"null", "is null"),
        (b'{"value": [{"resourceData": {"region": "amer",}}]}', "is not JSON"),
        (b'[\n  "changeType": "updated",\n  "state": "Established"\n]', "is not JSON"),
        (b"value=1", "is not JSON"),
        (b"\xff\xfe{\x00}\x00", "is text in UTF-16"),
    ],
)
def test_a_body_that_is_no_json_object_is_a_warning_and_nothing_else(body: bytes, flaw: str) -> None:
    assert severities("RDN001", webhook(body=body), BODY) == "warning warning warning"
    [finding] = judge(webhook(body=body), documentation())
    assert finding.message.startswith(f"the body of the webhook {flaw}, ")


def test_an_empty_message_needs_no_content_type() -> None:
    exchange = webhook(body=b"", headers={"Content-Type": ...})
    assert severities("RDN001", exchange, BODY) == "warning warning warning"


def test_a_body_that_could_not_be_decoded_is_not_called_empty() -> None:
    [finding] = judge(webhook(body=b"", facts={"encoding_valid": False}), documentation())
    assert finding.message.startswith("the body of the webhook is not what its Content-Encoding says, ")


def test_a_message_that_broke_off_is_not_judged_by_its_body() -> None:
    broken = webhook(body=b'{"value": [', headers={"Content-Type": ...}, facts={"request_complete": False})
    assert found(broken, "v1.0") == []


MISSING: list[tuple[Exchange, str]] = [
    (webhook(body=b"{}"), VALUE),
    (webhook(body=b'{"value": null}'), VALUE),
    (webhook(body=b'{"value": {}}'), VALUE),
    (webhook(body=value()), VALUE),
    (webhook(body=b'{"callState": "incoming", "value": []}'), VALUE),
    (webhook(body=value("incoming")), WHERE),
    (webhook(element={"changeType": ...}), f"{WHERE}.changeType"),
    (webhook(element={"changeType": 0}), f"{WHERE}.changeType"),
    (webhook(element={"resourceUrl": ...}), f"{WHERE}.resourceUrl"),
    (webhook(element={"resourceUrl": " "}), f"{WHERE}.resourceUrl"),
    (webhook(element={"resourceData": ...}), f"{WHERE}.resourceData"),
    (webhook(element={"resourceData": "incoming"}), f"{WHERE}.resourceData"),
]


@pytest.mark.parametrize(("exchange", "where"), MISSING)
def test_a_notification_that_lacks_what_it_is_about_is_an_error(exchange: Exchange, where: str) -> None:
    assert severities("RDN003", exchange, where) == "error error error"


def test_each_notification_and_each_member_is_looked_at() -> None:
    seen = found(webhook(body=value({}, 3, {"changeType": "created", "resourceData": []})), "v1.0")
    assert seen == [
        ("RDN003", "error", "request.body.value[0].changeType"),
        ("RDN003", "error", "request.body.value[0].resourceUrl"),
        ("RDN003", "error", "request.body.value[0].resourceData"),
        ("RDN003", "error", "request.body.value[1]"),
        ("RDN003", "error", "request.body.value[2].resourceUrl"),
    ]


@pytest.mark.parametrize(
    "element",
    [
        {"resource": "/app/calls/9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", "resourceUrl": ...},
        {"resourceUrl": "/communications/calls/57/participants", "resourceData": [{"id": "a"}]},
    ],
)
def test_the_older_resource_and_arrays_of_participants_are_accepted(element: dict[str, Any]) -> None:
    assert found_everywhere(webhook(element=element)) == alike()


def test_the_cite_is_the_row_of_the_schema() -> None:
    [finding] = judge(webhook(element={"changeType": ...}), documentation())
    assert finding.cite
    assert (finding.cite.page, finding.cite.words.split(" | ")[0]) == ("schema.md", "changeType")


def test_the_older_format_lacks_no_value() -> None:
    assert [code for code, _, _ in found(webhook(body=LEGACY), "v1.0")] == ["RDN002"]
