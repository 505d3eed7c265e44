"""Bodies as real clients send them, and a valid one with one thing changed at a time."""

import json
from typing import Any

import pytest
from kiota_serialization_json.json_serialization_writer import JsonSerializationWriter
from msgraph.generated.communications.calls.item.redirect.redirect_post_request_body import (
    RedirectPostRequestBody,
)
from msgraph.generated.models.communications_identity_set import CommunicationsIdentitySet
from msgraph.generated.models.identity import Identity
from msgraph.generated.models.identity_set import IdentitySet
from msgraph.generated.models.invitation_participant_info import InvitationParticipantInfo

from harness.contract.editions import EDITIONS
from harness.exchange import Exchange, Response
from harness.facts import Wire
from tests.unit.rules.exchanges import (
    CALL,
    HEADERS,
    PHONE,
    URL,
    USER,
    USERS,
    alike,
    answered,
    but,
    found,
    found_everywhere,
    members,
    recorded,
    redirect,
)

ADA = "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"


def sent_by_sdk(body: RedirectPostRequestBody) -> bytes:
    writer = JsonSerializationWriter()
    writer.write_object_value(None, body)
    return bytes(writer.get_serialized_content())


@pytest.mark.parametrize(
    "identity",
    [
        IdentitySet(odata_type="#microsoft.graph.identitySet", user=Identity(id=ADA, display_name="Ada")),
        IdentitySet(user=Identity(id=ADA, additional_data={"tenantId": ADA})),
        CommunicationsIdentitySet(phone=Identity(id="+12025550143")),
        CommunicationsIdentitySet(application_instance=Identity(id=ADA)),
    ],
)
def test_what_msgraph_sdk_sends_is_accepted_by_every_edition(identity: IdentitySet) -> None:
    target = InvitationParticipantInfo(
        odata_type="#microsoft.graph.invitationParticipantInfo", identity=identity
    )
    body = RedirectPostRequestBody(targets=[target], timeout=30, callback_uri="https://bot.example/api")
    assert found_everywhere(redirect(sent_by_sdk(body))) == alike()


def test_an_empty_body_of_msgraph_sdk_has_no_targets() -> None:
    assert found(redirect(sent_by_sdk(RedirectPostRequestBody())), "v1.0") == [
        ("RDQ021", "error", "request.body.targets")
    ]


def test_the_published_python_snippet_misspells_an_annotation() -> None:
    phone = {"phone": {"@odata_type": "#microsoft.graph.identity", "id": "+12025550143"}}
    target = InvitationParticipantInfo(identity=IdentitySet(additional_data=phone))
    body = sent_by_sdk(RedirectPostRequestBody(targets=[target], timeout=30))
    where = "request.body.targets[0].identity.phone.@odata_type"
    assert found_everywhere(redirect(body)) == alike(("RDQ070", "error", where))


def test_the_c_sharp_snippet_of_2021_sends_a_phone_as_text() -> None:
    phone = json.dumps({"@odata.type": "#microsoft.graph.identity", "id": "+12025550143"})
    body = members(targets=[{"identity": {"phone": phone}}], callbackUri=None)
    where = "request.body.targets[0].identity.phone"
    assert found_everywhere(redirect(body)) == alike(("RDQ026", "error", where))


def test_the_timeout_of_the_2018_pages_lies_outside_of_the_later_range() -> None:
    assert found_everywhere(redirect(members(timeout=99))) == {
        "reference": [("RDQ041", "warning", "request.body.timeout")],
        "v1.0": [("RDQ041", "error", "request.body.timeout")],
        "beta": [("RDQ041", "error", "request.body.timeout")],
    }


def test_the_nulls_of_the_javascript_client_are_no_more_than_information() -> None:
    body = members(timeout=None, callbackUri=None)
    assert found_everywhere(redirect(body)) == alike(("RDQ042", "info", "request.body.timeout"))


def test_the_masks_that_the_beta_sdk_always_sends_are_errors_in_v1() -> None:
    assert found_everywhere(redirect(members(maskCallee=False, maskCaller=False))) == {
        "reference": [],
        "v1.0": [
            ("RDQ062", "error", "request.body.maskCallee"),
            ("RDQ062", "error", "request.body.maskCaller"),
        ],
        "beta": [],
    }


def test_the_example_of_the_generated_reference_is_no_redirect_that_works() -> None:
    body = {
        "targets": [{"@odata.type": "microsoft.graph.invitationParticipantInfo"}],
        "targetDisposition": "String",
        "timeout": "Integer",
        "maskCallee": "Boolean",
        "maskCaller": "Boolean",
        "callbackUri": "String",
    }
    exchange = redirect(
        json.dumps(body, indent=2).replace("\n", "\r\n").encode(),
        url="https://graph.microsoft.com/v1.0/app/calls/{callId}/redirect",
        headers=but("Authorization") | {"Content-length": "248"},
        answer=Response(204),
    )
    assert found(exchange, "reference") == [
        ("RDQ003", "info", "request.uri"),
        ("RDQ009", "error", "request.uri"),
        ("RDQ011", "error", "request.headers.authorization"),
        ("RDQ023", "error", "request.body.targets[0].identity"),
        ("RDQ040", "error", "request.body.timeout"),
        ("RDQ050", "warning", "request.body.callbackUri"),
        ("RDQ060", "warning", "request.body.targetDisposition"),
        ("RDQ062", "error", "request.body.maskCallee"),
        ("RDQ062", "error", "request.body.maskCaller"),
        ("RDQ071", "info", 'request.body.targets[0]["@odata.type"]'),
    ]


def test_the_member_that_only_a_published_example_sends_is_no_parameter() -> None:
    body = members(routingPolicies=["disableForwarding"])
    where = "request.body.routingPolicies"
    assert found_everywhere(redirect(body)) == alike(("RDQ063", "warning", where))


MUTATIONS: list[tuple[dict[str, Any], str]] = [
    ({"method": "PUT"}, "RDQ001 RDQ001 RDQ001"),
    ({"url": URL.replace("communications/", "")}, "RDQ002 RDQ002 RDQ002"),
    ({"url": URL.replace("communications", "app")}, "RDQ003 RDQ003 RDQ003"),
    ({"url": URL.replace("communications", "applications/1")}, "RDQ004 RDQ004 RDQ004"),
    (
        {"url": URL.replace(f"communications/calls/{CALL}", "participantLeftNotification/call")},
        "RDQ005 RDQ005 RDQ005",
    ),
    ({"url": URL.replace("redirect", "microsoft.graph.redirect")}, "RDQ006 RDQ006 RDQ006"),
    ({"url": URL.replace("graph.microsoft.com", "graph.example")}, "RDQ007 RDQ007 RDQ007"),
    ({"url": URL.replace("https", "http")}, "RDQ008 RDQ008 RDQ008"),
    ({"url": URL.replace(CALL, "{id}")}, "RDQ009 RDQ009 RDQ009"),
    ({"headers": but("Authorization")}, "RDQ011 RDQ011 RDQ011"),
    ({"headers": but("Content-Type")}, "RDQ012 RDQ012 RDQ012"),
    ({"headers": HEADERS | {"Content-Type": "text/json"}}, "RDQ012 RDQ012 RDQ012"),
    ({"body": b""}, "RDQ020 RDQ020 RDQ020"),
    ({"body": members(targets=...)}, "RDQ021 RDQ021 RDQ021"),
    ({"body": members(targets=[])}, "RDQ022 RDQ022 RDQ022"),
    ({"body": members(targets=USERS[:26])}, "RDQ022 RDQ022 RDQ022"),
    ({"body": members(targets=[USER, {}])}, "RDQ023 RDQ023 RDQ023"),
    ({"body": members(targets=[{"identity": USER["identity"] | PHONE["identity"]}])}, "RDQ024 RDQ024 RDQ024"),
    ({"body": members(targets=[{"identity": {}}])}, "RDQ024 RDQ024 RDQ024"),
    ({"body": members(targets=[{"identity": {"group": {"id": ADA}}}])}, "RDQ025 RDQ025 RDQ025"),
    ({"body": members(targets=[{"identity": {"user": ADA}}])}, "RDQ026 RDQ026 RDQ026"),
    ({"body": members(targets=[{"identity": {"user": {"id": ""}}}])}, "RDQ027 RDQ027 RDQ027"),
    ({"body": members(targets=[{"identity": {"phone": {"id": ""}}}])}, "RDQ027 RDQ027 RDQ027"),
    ({"body": members(targets=[{"identity": {"phone": {"id": "112"}}}])}, "RDQ028 RDQ028 RDQ028"),
    ({"body": members(targets=[{"identity": {"user": {"id": "ada"}}}])}, "RDQ029 RDQ029 RDQ029"),
    ({"body": members(targets=[USER, USER])}, "RDQ030 RDQ030 RDQ030"),
    ({"body": members(targets=[USER, PHONE])}, "RDQ032 RDQ032 RDQ032"),
    ({"body": members(targets=[USER | {"endpointType": "desk"}])}, "RDQ033 RDQ033 RDQ033"),
    ({"body": members(targets=[USER | {"endpointType": "voicemail"}])}, "RDQ034 RDQ034 RDQ034"),
    ({"body": members(targets=[USER | {"hidden": True}])}, "RDQ035 RDQ035 RDQ035"),
    ({"body": members(targets=[PHONE])}, "- - -"),
    ({"body": members(timeout="30")}, "RDQ040 RDQ040 RDQ040"),
    ({"body": members(timeout=91)}, "RDQ041 RDQ041 RDQ041"),
    ({"body": members(timeout=None)}, "RDQ042 RDQ042 RDQ042"),
    ({"body": members(callbackUri="bot.example")}, "RDQ050 RDQ050 RDQ050"),
    ({"body": members(callbackUri="https://bot.example/api#x")}, "RDQ051 RDQ051 RDQ051"),
    ({"body": members(callbackUri="https://localhost/api")}, "RDQ052 RDQ052 RDQ052"),
    ({"body": members(callbackUri="https://bot.example/api?code=4f9a0c27")}, "RDQ054 RDQ054 RDQ054"),
    ({"body": members(targetDisposition="default")}, "RDQ060 RDQ060 RDQ060"),
    (
        {"body": members(targetDisposition="simultaneousRing")},
        "RDQ060+RDQ061 RDQ060+RDQ061 RDQ060+RDQ061",
    ),
    ({"body": members(maskCaller=True)}, "- RDQ062 -"),
    ({"body": members(maskCaller="true")}, "RDQ062 RDQ062 RDQ062"),
    ({"body": members(routingPolicies=[])}, "RDQ063 RDQ063 RDQ063"),
    ({"body": members(colour="red")}, "RDQ064 RDQ064 RDQ064"),
    ({"body": members(odata_type="x")}, "RDQ070 RDQ070 RDQ070"),
    ({"body": members(targets=[USER | {"@odata.type": "x"}])}, "RDQ071 RDQ071 RDQ071"),
    ({"body": members(targets=..., Targets=[USER])}, "RDQ072 RDQ072 RDQ072"),
    ({"body": members(timeout=..., time_out=30)}, "RDQ073 RDQ073 RDQ073"),
    ({"body": members()[:-1] + b', "timeout": 60}'}, "RDQ074 RDQ074 RDQ074"),
    ({"headers": but("client-request-id")}, "RDQ080 RDQ080 RDQ080"),
    ({"answer": Response(200)}, "RDR001 RDR001 RDR001"),
    ({"answer": Response(202)}, "RDR001 - -"),
    ({"answer": Response(204)}, "- RDR001 RDR001"),
    ({"answer": Response(404)}, "RDR004 RDR004 RDR004"),
    ({"answer": None}, "- - -"),
]


@pytest.mark.parametrize(("change", "expected"), MUTATIONS)
def test_one_change_breaks_exactly_the_rules_that_are_about_it(change: dict[str, Any], expected: str) -> None:
    def spoilt(name: str) -> Exchange:
        return recorded(redirect(**({"answer": answered(name)} | change)))

    codes = (sorted({code for code, _, _ in found(spoilt(name), name)}) for name in EDITIONS)
    assert " ".join("+".join(each) or "-" for each in codes) == expected


@pytest.mark.parametrize("name", EDITIONS)
def test_a_body_after_a_success_breaks_one_rule(name: str) -> None:
    answer = Response(answered(name).status, body=b"{}")
    assert [code for code, _, _ in found(redirect(answer=answer), name)] == ["RDR002"]


WIRES = [
    (Wire(248, 248), "-"),
    (Wire(None, 248), "-"),
    (Wire(248, 237), "RDQ014"),
    (Wire(248, 248, "gzip"), "-"),
    (Wire(248, 248, "gzip", decodes=False), "RDQ013"),
    (Wire(248, 237, complete=False), "-"),
]


@pytest.mark.parametrize(("wire", "code"), WIRES)
@pytest.mark.parametrize("name", EDITIONS)
def test_one_fault_on_the_wire_breaks_one_rule(wire: Wire, code: str, name: str) -> None:
    seen = {each for each, _, _ in found(recorded(redirect(answer=answered(name)), wire), name)}
    assert ("+".join(seen) or "-") == code
