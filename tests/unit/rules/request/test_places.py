"""Where the objects of a body stand whose type the schema knows, and which names they may have."""

import pytest

from harness.contract.editions import documentation, schema
from harness.rules.request.places import Place, kinds, meant, parties, places, slipped
from harness.rules.subject import BODY, Body, redirect_body
from tests.unit.rules.exchanges import PHONE, USER, members, own_documentation, redirect

IDENTITY = "request.body.targets[{}].identity"


def shown(**changes: object) -> Body:
    """The body of a redirect, as rules are shown it."""
    found = redirect_body(redirect(members(**changes)))
    assert found
    return found


def test_the_kinds_of_parties_are_those_that_the_schema_has() -> None:
    assert sorted(kinds(schema())) == [
        *("application", "applicationInstance", "assertedIdentity", "azureCommunicationServicesUser"),
        *("device", "encrypted", "guest", "onPremises", "phone", "user"),
    ]


def test_parties_come_in_the_order_sent_with_their_place() -> None:
    identity = {
        "phone": {"id": " "},
        "user": None,
        "guest": "Ada",
        "telephone": {},
        "endpointType": "default",
    }
    found = parties(shown(targets=[USER, 7, {"identity": identity}]), schema())
    assert [(each.target, each.where, each.kind, each.id) for each in found] == [
        ("request.body.targets[0]", IDENTITY.format(0) + ".user", "user", USER["identity"]["user"]["id"]),
        ("request.body.targets[2]", IDENTITY.format(2) + ".phone", "phone", None),
        ("request.body.targets[2]", IDENTITY.format(2) + ".guest", "guest", None),
    ]


def test_every_object_of_a_known_place_is_shown_from_the_outside_in() -> None:
    body = shown(targets=[PHONE, 7, {"identity": None, "extension": {}}])
    assert [(place.where, place.type) for place in places(body, schema())] == [
        (BODY, ""),
        ("request.body.targets[0]", "invitationParticipantInfo"),
        ("request.body.targets[2]", "invitationParticipantInfo"),
        (IDENTITY.format(0), "identitySet"),
        (IDENTITY.format(0) + ".phone", "identity"),
    ]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("", {"targets", "maskCaller"}),
        ("invitationParticipantInfo", {"identity", "endpointType"}),
        ("identitySet", {"user", "phone", "endpointType"}),
        ("identity", {"id", "displayName", "tenantId", "email"}),
    ],
)
def test_the_names_of_a_place_are_those_of_every_type_that_may_stand_there(
    kind: str, names: set[str]
) -> None:
    assert names <= set(Place("", kind, {}).declared(documentation()))


def test_the_body_also_has_the_parameters_of_the_chosen_edition() -> None:
    own = own_documentation("|colour|String|Which.|")
    assert "colour" in Place(BODY, "", {}).declared(own)
    assert "colour" not in Place(BODY, "", {}).declared(documentation())


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("callbackURI", "callbackUri"),
        ("callback_uri", "callbackUri"),
        ("_timeout", "timeout"),
        ("TIME_OUT", "timeout"),
        ("callbackUri", None),
        ("callback-uri", None),
        ("callbackUrl", None),
        ("", None),
        ("_", None),
    ],
)
def test_a_slip_is_a_matter_of_case_and_underscores(name: str, right: str | None) -> None:
    assert meant(name, ("timeout", "callbackUri")) == right
    assert slipped(["x", name], "callbackUri") is (right == "callbackUri")
