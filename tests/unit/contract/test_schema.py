"""The schema answers what a type declares, with what it inherits."""

import pytest

from harness.contract.editions import schema


def test_the_action_is_closed_and_only_targets_may_not_be_null() -> None:
    action = schema().action
    assert not action.open
    assert [member.name for member in action.members if not member.nullable] == ["targets"]
    assert {member.name: (member.type, member.collection) for member in action.members} == {
        "targets": ("invitationParticipantInfo", True),
        "targetDisposition": ("callDisposition", False),
        "timeout": ("Edm.Int32", False),
        "maskCallee": ("Edm.Boolean", False),
        "maskCaller": ("Edm.Boolean", False),
        "callbackUri": ("Edm.String", False),
    }


def test_what_only_beta_declares_is_marked_so() -> None:
    beta_only = [member.name for member in schema().action.members if member.versions == ("beta",)]
    assert beta_only == ["targetDisposition", "maskCallee", "maskCaller"]
    assert {root.name: root.versions for root in schema().roots} == {
        "communications": ("v1.0", "beta"),
        "app": ("beta",),
    }


def test_a_target_must_have_an_identity_and_may_have_more_than_is_declared() -> None:
    identity = schema().member("invitationParticipantInfo", "identity")
    assert identity is not None
    assert (identity.type, identity.nullable) == ("identitySet", False)
    target = schema().type("invitationParticipantInfo")
    assert target is not None
    assert target.open


def test_an_identity_set_of_calls_has_the_members_of_the_plain_one_first() -> None:
    names = [member.name for member in schema().members("communicationsIdentitySet")]
    assert names == [
        "application",
        "device",
        "user",
        "applicationInstance",
        "assertedIdentity",
        "azureCommunicationServicesUser",
        "encrypted",
        "guest",
        "onPremises",
        "phone",
        "endpointType",
    ]
    assert schema().member("communicationsIdentitySet", "user") == schema().member("identitySet", "user")
    assert schema().members("nonsense") == ()


@pytest.mark.parametrize("spelling", ["identity", "microsoft.graph.identity", "#microsoft.graph.identity"])
def test_a_type_is_found_with_or_without_its_namespace(spelling: str) -> None:
    found = schema().type(spelling)
    assert found is not None
    assert found.name == "identity"
    assert schema().derives("#microsoft.graph.communicationsPhoneIdentity", spelling)


def test_a_type_does_not_derive_from_a_stranger() -> None:
    assert schema().derives("identity", "identity")
    assert not schema().derives("identity", "identitySet")
    assert not schema().derives("nonsense", "identity")


def test_an_enumeration_lists_its_names_in_order() -> None:
    disposition = schema().enumeration("callDisposition")
    assert disposition is not None
    assert disposition.values == ("default", "simultaneousRing", "forward")
    assert schema().enumeration("nonsense") is None


def test_only_the_beta_schema_has_a_call_ring() -> None:
    states = schema().enumeration("callState")
    assert states is not None
    assert [each.name for each in states.members if each.versions == ("beta",)] == ["ringing"]
    assert states.value("ringing") == states.members[2]
    assert states.value("Ringing") is None


def test_a_name_is_near_to_one_that_differs_in_capitals_only() -> None:
    states = schema().enumeration("callState")
    assert states is not None
    assert [states.near(each) for each in ("TransferAccepted", "hold", "held", "", None, 3)] == [
        *("transferAccepted", "hold", None, None, None, None),
    ]


def test_a_result_is_two_numbers_and_may_have_a_message() -> None:
    result = schema().type("resultInfo")
    assert result is not None
    assert not result.open
    assert {each.name: (each.type, each.nullable) for each in result.members} == {
        "code": ("Edm.Int32", False),
        "message": ("Edm.String", True),
        "subcode": ("Edm.Int32", False),
    }


def test_a_notification_says_what_changed_and_where_and_carries_the_rest_undeclared() -> None:
    notification = schema().type("commsNotification")
    assert notification is not None
    assert notification.open
    assert [(each.name, each.nullable) for each in notification.members] == [
        ("changeType", False),
        ("resourceUrl", False),
    ]
