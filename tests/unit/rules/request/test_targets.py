"""The targets: an array, not too many, each naming somebody."""

import json
from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from tests.unit.rules.exchanges import (
    USER,
    USERS,
    alike,
    found,
    found_everywhere,
    members,
    redirect,
    severities,
)

TARGETS = "request.body.targets"


@pytest.mark.parametrize("value", [..., None, {}, USER, "ada@example.com", 1, True])
def test_targets_that_are_no_array_are_an_error(value: Any) -> None:
    exchange = redirect(members(targets=value))
    assert severities("RDQ021", exchange, TARGETS) == "error error error"
    [finding] = judge(exchange, documentation())
    assert finding.cite
    assert (finding.cite.page, finding.cite.words.split(" ")[0]) == ("schema.md", "targets")


def test_no_target_at_all_is_an_error() -> None:
    assert severities("RDQ022", redirect(members(targets=[])), TARGETS) == "error error error"


@pytest.mark.parametrize("number", [1, 2, 25])
def test_up_to_twenty_five_targets_are_accepted(number: int) -> None:
    assert found_everywhere(redirect(members(targets=USERS[:number]))) == alike()


@pytest.mark.parametrize("number", [26, 200])
def test_more_than_twenty_five_contradict_those_that_say_so(number: int) -> None:
    exchange = redirect(members(targets=USERS[:number]))
    assert severities("RDQ022", exchange, TARGETS) == "warning error error"
    [finding] = judge(exchange, documentation("reference"))
    assert finding.message == f"`targets` has {number} elements; v1.0 documents at most 25"
    assert finding.cite
    assert finding.cite.page == "v1.0.md"


@pytest.mark.parametrize("target", [None, "ada@example.com", 1, [USER]])
def test_a_target_that_is_no_object_is_an_error(target: Any) -> None:
    exchange = redirect(members(targets=[USER, target]))
    assert severities("RDQ023", exchange, f"{TARGETS}[1]") == "error error error"


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"@odata.type": "#microsoft.graph.invitationParticipantInfo"},
        {"identity": None},
        {"identity": "5e93a1c8"},
        {"identity": [USER["identity"]]},
        {"user": {"id": "5e93a1c8"}},
    ],
)
def test_a_target_without_an_identity_is_an_error(target: Any) -> None:
    exchange = redirect(members(targets=[target]))
    assert severities("RDQ023", exchange, f"{TARGETS}[0].identity") == "error error error"
    [finding] = judge(exchange, documentation())
    assert finding.cite
    assert finding.cite.words.startswith("identity ")


def test_each_bad_target_is_told_in_order() -> None:
    exchange = redirect(members(targets=[{}, USER, 7, {"identity": None}]))
    assert [where for _, _, where in found(exchange, "v1.0")] == [
        f"{TARGETS}[0].identity",
        f"{TARGETS}[2]",
        f"{TARGETS}[3].identity",
    ]


@pytest.mark.parametrize(
    "name",
    ["user", "application", "device", "applicationInstance", "phone", "guest", "encrypted", "onPremises"],
)
@pytest.mark.parametrize("value", [json.dumps({"id": "+12025550143"}), "", 7, True, []])
def test_an_identity_that_is_text_or_the_like_is_an_error(name: str, value: Any) -> None:
    exchange = redirect(members(targets=[{"identity": {name: value}}]))
    assert severities("RDQ026", exchange, f"{TARGETS}[0].identity.{name}") == "error error error"


def test_null_identities_annotations_and_dynamic_members_are_let_be() -> None:
    identity = USER["identity"] | {
        "@odata.type": "#microsoft.graph.identitySet",
        "application": None,
        "phone": None,
        "endpointType": "default",
        "somethingOfTheirOwn": "text",
    }
    assert found(redirect(members(targets=[{"identity": identity}])), "v1.0") == []


@pytest.mark.parametrize(
    "number", ["+12025550143", "+4955501", "+10", "+493055501234567", "+999555012345678"]
)
def test_a_number_in_e164_is_accepted_masked_or_not(number: str) -> None:
    assert found(redirect(members(targets=[{"identity": {"phone": {"id": number}}}])), "v1.0") == []


@pytest.mark.parametrize(
    "number",
    [
        "12025550143",
        "+1 202 555 0143",
        "(202) 555-0143",
        "+1-202-555-0143",
        "tel:+12025550143",
        "+02025550143",
        "+1",
        "+1234567890123456",
        "+1202555\u0660143",
        "+12025550143\n",
        12025550143,
        True,
        {},
    ],
)
def test_a_number_that_is_not_is_an_error_where_e164_is_documented(number: Any) -> None:
    exchange = redirect(members(targets=[{"identity": {"phone": {"id": number}}}]))
    assert severities("RDQ028", exchange, f"{TARGETS}[0].identity.phone.id") == "warning error error"


@pytest.mark.parametrize("phone", [{}, {"id": None}, {"id": ""}, {"id": " "}, {"ID": "112"}, None])
def test_a_phone_without_an_id_is_not_judged_by_its_notation(phone: Any) -> None:
    codes = [
        code for code, _, _ in found(redirect(members(targets=[{"identity": {"phone": phone}}])), "v1.0")
    ]
    assert codes
    assert "RDQ028" not in codes
