"""What a notification carries of its resource."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from tests.unit.rules.exchanges import alike, found, found_everywhere, severities
from tests.unit.rules.webhooks import DATA, webhook

TYPE = f'{DATA}["@odata.type"]'


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (..., "`resourceData` has no @odata.type"),
        (None, "`resourceData` has no @odata.type"),
        ("microsoft.graph.call", "`resourceData` has an @odata.type without `#`"),
        ("#microsoft.graph.commsOperation", "`resourceData` is no call"),
        ("#microsoft.graph.participant", "`resourceData` is no call"),
        ("", "`resourceData` is no call"),
        (3, "`resourceData` is no call"),
    ],
)
def test_a_resource_that_does_not_say_it_is_a_call_is_information(type_: Any, words: str) -> None:
    exchange = webhook(at_type=type_)
    assert severities("RDN006", exchange, TYPE) == "info info info"
    [finding] = judge(exchange, documentation())
    assert finding.message == words


def test_an_array_has_no_type_to_say() -> None:
    assert found_everywhere(webhook(element={"resourceData": []})) == alike()


def test_what_is_no_call_is_not_judged_as_one() -> None:
    exchange = webhook(at_type="#microsoft.graph.commsOperation", id="1", state="Gone", source=None)
    assert [code for code, _, _ in found(exchange, "v1.0")] == ["RDN006"]


RESULT = f"{DATA}.resultInfo"


@pytest.mark.parametrize(
    ("result", "where"),
    [
        ({"code": "200", "subcode": 5001}, f"{RESULT}.code"),
        ({"code": 200, "subcode": "5001"}, f"{RESULT}.subcode"),
        ({"code": 200, "subCode": 5001}, f"{RESULT}.subCode"),
        ({"Code": "200", "subcode": 5001}, f"{RESULT}.Code"),
        ({"code": 200}, f"{RESULT}.subcode"),
        ({"code": None, "subcode": 0}, f"{RESULT}.code"),
        ({"code": True, "subcode": 0}, f"{RESULT}.code"),
        ({"code": 200.5, "subcode": 0}, f"{RESULT}.code"),
        ("200", RESULT),
        ([], RESULT),
    ],
)
def test_a_result_that_is_not_two_numbers_is_a_warning(result: object, where: str) -> None:
    exchange = webhook("terminated", resultInfo=result)
    assert severities("RDN010", exchange, where) == "warning warning warning"


def test_both_numbers_are_looked_at() -> None:
    exchange = webhook("terminated", resultInfo={"code": "200", "subCode": "5001"})
    assert found(exchange, "v1.0") == [
        ("RDN010", "warning", f"{RESULT}.code"),
        ("RDN010", "warning", f"{RESULT}.subCode"),
    ]
    assert [each.message for each in judge(exchange, documentation())] == [
        "`code` is a string, not a whole number",
        "`subCode` is spelt `subcode`",
    ]


@pytest.mark.parametrize(
    "result", [None, ..., {"code": 0, "subcode": 7015}, {"code": 200, "subcode": 0, "message": "Ended."}]
)
def test_two_numbers_or_no_result_are_accepted(result: Any) -> None:
    assert found_everywhere(webhook("terminated", resultInfo=result)) == alike()


def test_the_result_of_an_operation_is_judged_too() -> None:
    exchange = webhook(at_type="#microsoft.graph.commsOperation", resultInfo={"code": "200", "subcode": 0})
    assert [code for code, _, _ in found(exchange, "v1.0")] == ["RDN006", "RDN010"]


USER = {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}
NOBODY: list[Any] = [..., None, {}, "x", {"identity": None}, {"identity": {}}, {"identity": {"user": None}}]


@pytest.mark.parametrize("source", NOBODY)
def test_an_incoming_call_without_a_source_is_information(source: Any) -> None:
    assert severities("RDN011", webhook(source=source), f"{DATA}.source") == "info info info"


@pytest.mark.parametrize("targets", [..., None, [], "x", [USER, {}], [None]])
def test_an_incoming_call_without_targets_is_information(targets: Any) -> None:
    assert severities("RDN011", webhook(targets=targets), f"{DATA}.targets") == "info info info"


def test_an_encrypted_source_hints_at_the_permission() -> None:
    exchange = webhook(source={"identity": {"encrypted": {"id": "redacted-5c09e7a1"}, "user": None}})
    assert severities("RDN011", exchange, f"{DATA}.source.identity.encrypted") == "info info info"
    [finding] = judge(exchange, documentation())
    assert "Calls.Initiate.All" in finding.fix


@pytest.mark.parametrize("kind", ["user", "phone", "applicationInstance", "guest", "onPremises"])
def test_a_source_of_any_other_kind_is_accepted(kind: str) -> None:
    assert found_everywhere(webhook(source={"identity": {kind: {"id": "x"}}})) == alike()


@pytest.mark.parametrize("state", ["established", "terminated"])
def test_only_an_incoming_call_has_to_name_its_parties(state: str) -> None:
    assert found_everywhere(webhook(state, source=None, targets=None)) == alike()
