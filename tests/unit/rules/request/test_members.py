"""Names of members: what nobody documents, and annotations with a slip in them."""

import json
from typing import Any

import pytest

from harness.body import child
from harness.contract.editions import documentation
from harness.rules import judge
from harness.rules.request.members import OWNED
from tests.unit.rules.exchanges import USER, found, members, own_documentation, redirect, severities


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("callback-uri", "Call it `callbackUri`."),
        ("target", "Call it `targets`."),
        ("callbackUrl", "Call it `callbackUri`."),
        ("clientContext", None),
        ("tenantId", None),
    ],
)
def test_an_unknown_member_is_a_warning_and_a_near_name_is_offered(name: str, fix: str | None) -> None:
    exchange = redirect(members(**{name: None}))
    where = child("request.body", name)
    assert severities("RDQ064", exchange, where) == "warning warning warning"
    [finding] = judge(exchange, documentation("v1.0"))
    leave_out = "Leave it out; the parameters are `targets`, `timeout` and `callbackUri`."
    assert finding.fix == (fix or leave_out)


@pytest.mark.parametrize("name", ["odd name", 'quoted"', "\ud800", "x" * 500, ""])
def test_an_odd_name_is_quoted_short_and_in_ascii(name: str) -> None:
    exchange = redirect(members(**{name: 1}))
    [finding] = judge(exchange, documentation())
    assert finding.where == f"request.body[{json.dumps(name)}]" or name == "x" * 500
    assert finding.message.isascii()
    assert len(finding.message) < 120


@pytest.mark.parametrize(("name", "code"), OWNED.items())
def test_a_member_with_a_rule_of_its_own_is_left_to_it(name: str, code: str) -> None:
    exchange = redirect(members(**{name: None}))
    assert [each for each, _, _ in found(exchange, "v1.0")] == [code]


@pytest.mark.parametrize("name", ["@odata.type", "@odata.context", "targets@odata.count", "@my.annotation"])
def test_an_annotation_is_no_member(name: str) -> None:
    assert found(redirect(members(**{name: "x"})), "v1.0") == []


def test_what_stands_inside_a_target_is_not_looked_at() -> None:
    target = USER | {"endpointType": "default", "region": "emea", "anything": 1}
    assert found(redirect(members(targets=[target])), "v1.0") == []


def test_a_page_that_lists_no_parameters_leaves_it_to_the_others() -> None:
    [finding] = judge(redirect(members(colour="red")), own_documentation())
    assert (finding.where, finding.fix, finding.cite and finding.cite.page) == (
        "request.body.colour",
        "Leave it out.",
        "reference.md",
    )


@pytest.mark.parametrize("value", [["disableForwarding"], [], None, "none"])
def test_routing_policies_are_a_warning(value: Any) -> None:
    exchange = redirect(members(routingPolicies=value))
    assert severities("RDQ063", exchange, "request.body.routingPolicies") == "warning warning warning"


def test_routing_policies_that_a_page_of_ones_own_lists_are_accepted() -> None:
    own = own_documentation("|routingPolicies|String collection|How.|")
    body = members(timeout=..., callbackUri=..., routingPolicies=["none"])
    assert list(judge(redirect(body), own)) == []


SLIPS = [
    ("RDQ072", "Timeout", "timeout"),
    ("RDQ072", "timeOut", "timeout"),
    ("RDQ072", "callbackURI", "callbackUri"),
    ("RDQ072", "maskcaller", "maskCaller"),
    ("RDQ072", "targetdisposition", "targetDisposition"),
    ("RDQ073", "callback_uri", "callbackUri"),
    ("RDQ073", "CALLBACK_URI", "callbackUri"),
    ("RDQ073", "mask_caller", "maskCaller"),
    ("RDQ073", "target_disposition", "targetDisposition"),
    ("RDQ073", "time_out_", "timeout"),
]


@pytest.mark.parametrize(("code", "name", "right"), SLIPS)
@pytest.mark.parametrize("value", [None, 5, "x"])
def test_a_parameter_with_a_slip_is_an_error_of_one_rule(
    code: str, name: str, right: str, value: Any
) -> None:
    exchange = redirect(members(**{name: value}))
    assert severities(code, exchange, f"request.body.{name}") == "error error error"
    [finding] = judge(exchange, documentation())
    assert finding.fix == f"Call it `{right}`."


ADA = "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"


@pytest.mark.parametrize(
    ("code", "target", "where"),
    [
        ("RDQ072", {"Identity": {"user": {"id": ADA}}}, "Identity"),
        ("RDQ072", {"identity": {"User": {"id": ADA}}}, "identity.User"),
        ("RDQ072", {"identity": {"applicationinstance": {"id": ADA}}}, "identity.applicationinstance"),
        ("RDQ072", {"identity": {"user": {"ID": ADA}}}, "identity.user.ID"),
        ("RDQ072", {"identity": {"user": {"id": ADA, "tenantID": ADA}}}, "identity.user.tenantID"),
        ("RDQ072", USER | {"EndpointType": "default"}, "EndpointType"),
        ("RDQ073", {"identity": {"application_instance": {"id": ADA}}}, "identity.application_instance"),
        ("RDQ073", {"identity": {"user": {"id": ADA, "display_name": "Ada"}}}, "identity.user.display_name"),
        ("RDQ073", USER | {"replaces_call_id": "x"}, "replaces_call_id"),
        ("RDQ073", {"identity": USER["identity"] | {"endpoint_type": "x"}}, "identity.endpoint_type"),
    ],
)
def test_a_slip_inside_a_target_is_an_error_of_one_rule(code: str, target: Any, where: str) -> None:
    exchange = redirect(members(targets=[target]))
    assert severities(code, exchange, f"request.body.targets[0].{where}") == "error error error"


@pytest.mark.parametrize("name", ["Targets", "TARGETS"])
def test_targets_in_another_case_are_told_once(name: str) -> None:
    exchange = redirect(members(targets=..., **{name: [USER]}))
    assert severities("RDQ072", exchange, f"request.body.{name}") == "error error error"


def test_dynamic_members_of_an_open_type_are_no_slips() -> None:
    target = {"region_code": "emea", "identity": {"user": {"id": ADA, "Extension": {"my_name": 1}}}}
    assert found(redirect(members(targets=[target])), "v1.0") == []


def test_a_name_that_a_page_of_ones_own_lists_is_no_slip() -> None:
    own = own_documentation("|Timeout|Int32|How long.|")
    body = members(timeout=..., callbackUri=..., Timeout=30)
    assert list(judge(redirect(body), own)) == []
