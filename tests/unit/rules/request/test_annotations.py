"""Annotations: with their names spelt right, and types that fit."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from harness.rules.request.annotations import ANNOTATIONS, letters, misspelt
from tests.unit.rules.exchanges import USER, alike, found, found_everywhere, members, redirect, severities

ADA = "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"
TARGET = "request.body.targets[0]"


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


def test_the_letters_of_a_name_are_what_spelling_cannot_change() -> None:
    assert letters("@OData_Type") == letters("odata.type") == "odatatype"


def typed(**types: Any) -> bytes:
    """A body whose target, identity and user have these types."""
    annotated = {name: {"@odata.type": value} for name, value in types.items()}
    user = annotated.get("user", {}) | {"id": ADA}
    identity = annotated.get("identity", {}) | {"user": user}
    return members(targets=[annotated.get("target", {}) | {"identity": identity}])


WHERE = {
    "target": f'{TARGET}["@odata.type"]',
    "identity": f'{TARGET}.identity["@odata.type"]',
    "user": f'{TARGET}.identity.user["@odata.type"]',
}


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("target", "invitationParticipantInfo"),
        ("identity", "identitySet"),
        ("identity", "communicationsIdentitySet"),
        ("user", "identity"),
        ("user", "communicationsUserIdentity"),
        ("user", "communicationsPhoneIdentity"),
    ],
)
def test_a_type_that_fits_its_place_is_accepted_and_without_its_mark_is_information(
    place: str, name: str
) -> None:
    assert found_everywhere(redirect(typed(**{place: f"#microsoft.graph.{name}"}))) == alike()
    exchange = redirect(typed(**{place: f"microsoft.graph.{name}"}))
    assert severities("RDQ071", exchange, WHERE[place]) == "info info info"
    [finding] = judge(exchange, documentation())
    assert finding.fix == f"Send `#microsoft.graph.{name}`, or leave it out."


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("target", "#microsoft.graph.participantInfo"),
        ("target", "#microsoft.graph.identitySet"),
        ("target", "#invitationParticipantInfo"),
        ("target", "invitationParticipantInfo"),
        ("target", "#Microsoft.Graph.invitationParticipantInfo"),
        ("target", "#microsoft.graph.InvitationParticipantInfo"),
        ("target", ""),
        ("target", 7),
        ("identity", "#microsoft.graph.identity"),
        ("identity", "#microsoft.graph.phone"),
        ("user", "#microsoft.graph.identitySet"),
        ("user", ["#microsoft.graph.identity"]),
    ],
)
def test_a_type_that_does_not_fit_is_a_warning(place: str, value: Any) -> None:
    exchange = redirect(typed(**{place: value}))
    assert severities("RDQ071", exchange, WHERE[place]) == "warning warning warning"
    [finding] = judge(exchange, documentation())
    right = {"target": "invitationParticipantInfo", "identity": "identitySet", "user": "identity"}[place]
    assert finding.fix == f"Send `#microsoft.graph.{right}`, or leave it out."


@pytest.mark.parametrize("place", WHERE)
def test_a_type_that_is_null_is_let_be(place: str) -> None:
    assert found_everywhere(redirect(typed(**{place: None}))) == alike()


def test_a_type_where_the_schema_has_none_is_let_be() -> None:
    target = USER | {"extension": {"@odata.type": "#example.extension"}}
    assert found_everywhere(redirect(members(targets=[target], **{"@odata.type": "#x"}))) == alike()
