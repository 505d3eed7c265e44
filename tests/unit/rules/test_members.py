"""Names of members: what nobody documents, and annotations with a slip in them."""

import json
from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from harness.rules.members import ANNOTATIONS, OWNED, misspelt
from harness.rules.registry import rule
from tests.unit.rules.exchanges import USER, found, members, own_documentation, redirect, severities


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("callback_uri", "Call it `callbackUri`."),
        ("callbackURI", "Call it `callbackUri`."),
        ("Timeout", "Call it `timeout`."),
        ("timeOut", "Call it `timeout`."),
        ("target", "Call it `targets`."),
        ("Targets", "Call it `targets`."),
        ("routingPolicies", None),
        ("clientContext", None),
        ("tenantId", None),
    ],
)
def test_an_unknown_member_is_a_warning_and_a_near_name_is_offered(name: str, fix: str | None) -> None:
    exchange = redirect(members(**{name: None}))
    assert severities("RDQ064", exchange, f"request.body.{name}") == "warning warning warning"
    fixes = {edition: [each.fix for each in judge(exchange, documentation(edition))] for edition in ("v1.0",)}
    leave_out = "Leave it out; the parameters are `targets`, `timeout` and `callbackUri`."
    assert fixes == {"v1.0": [fix or leave_out]}


@pytest.mark.parametrize("name", ["odd name", 'quoted"', "\ud800", "x" * 500, ""])
def test_an_odd_name_is_quoted_short_and_in_ascii(name: str) -> None:
    exchange = redirect(members(**{name: 1}))
    [finding] = judge(exchange, documentation())
    assert finding.where == f"request.body[{json.dumps(name)}]" or name == "x" * 500
    assert finding.message.isascii()
    assert len(finding.message) < 120


@pytest.mark.parametrize("name", ["maskCallee", "maskCaller"])
@pytest.mark.parametrize("value", [True, False, None])
def test_a_mask_is_an_error_in_v1_alone(name: str, value: Any) -> None:
    exchange = redirect(members(**{name: value}))
    assert severities("RDQ064", exchange, f"request.body.{name}") == "- error -"
    [finding] = judge(exchange, documentation("v1.0"))
    assert (
        finding.message == f"`{name}` is no parameter of a redirect in v1.0; reference and beta document it"
    )


def test_a_mask_that_a_page_of_ones_own_lacks_is_information() -> None:
    own = own_documentation("|timeout|Int32|How long.|")
    [finding] = judge(redirect(members(callbackUri=..., maskCaller=True)), own)
    assert (finding.rule, str(finding.severity)) == ("RDQ064", "info")


def test_a_member_with_a_rule_of_its_own_is_left_to_it() -> None:
    exchange = redirect(members(targetDisposition="forward"))
    assert [code for code, _, _ in found(exchange, "v1.0")] == ["RDQ060"]
    assert all(rule(code).code == code for code in OWNED.values())


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


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("@odata_type", "@odata.type"),
        ("@odata:type", "@odata.type"),
        ("@odata-type", "@odata.type"),
        ("@odataType", "@odata.type"),
        ("@OData.Type", "@odata.type"),
        ("odata.type", "@odata.type"),
        ("odata_type", "@odata.type"),
        ("odatatype", "@odata.type"),
        ("phone@odata_type", "phone@odata.type"),
        ("@odata_id", "@odata.id"),
        ("@odata_etag", "@odata.etag"),
    ],
)
def test_a_misspelt_annotation_is_an_error_and_no_unknown_member_beside(name: str, right: str) -> None:
    exchange = redirect(members(**{name: "#microsoft.graph.call"}))
    [(code, severity, where)] = found(exchange, "v1.0")
    assert (code, severity) == ("RDQ070", "error")
    assert where in (f"request.body.{name}", f'request.body["{name}"]')
    [finding] = judge(exchange, documentation("beta"))
    assert finding.fix == f"Spell it `{right}`."


@pytest.mark.parametrize(
    "name",
    [*ANNOTATIONS.values(), "phone@odata.type", "type", "@type", "@odata.typ", "odata", "", "@", "data.type"],
)
def test_a_name_that_is_right_or_something_else_is_not_misspelt(name: str) -> None:
    assert misspelt(name) is None


def test_annotations_are_found_at_any_depth_in_the_order_sent() -> None:
    body = members(
        targets=[
            {"@odata_type": "a", "identity": {"user": {"id": "1", "odata.type": "b"}, "@odata_type": "c"}},
            {
                "identity": {
                    "phone": {"@odata_type": "d", "id": "+12025550143"},
                    "x": [[{"@odata:type": "e"}]],
                }
            },
        ],
        odata_type="f",
    )
    assert [where for code, _, where in found(redirect(body), "v1.0") if code == "RDQ070"] == [
        "request.body.targets[0].@odata_type",
        'request.body.targets[0].identity.user["odata.type"]',
        "request.body.targets[0].identity.@odata_type",
        "request.body.targets[1].identity.phone.@odata_type",
        'request.body.targets[1].identity.x[0][0]["@odata:type"]',
        "request.body.odata_type",
    ]


def test_a_body_as_deep_as_json_reads_is_walked() -> None:
    depth = 900
    body = members(deep=...).replace(b"{", b'{"targets@x": ' + b"[" * depth + b"]" * depth + b", ", 1)
    assert found(redirect(body), "v1.0") == []
