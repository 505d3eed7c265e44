"""How a target is to be reached."""

from typing import Any

import pytest

from harness.contract.editions import documentation
from harness.rules import judge
from tests.unit.rules.exchanges import (
    PHONE,
    USER,
    USERS,
    alike,
    found_everywhere,
    members,
    redirect,
    severities,
)

TARGET = "request.body.targets[0]"


@pytest.mark.parametrize(
    ("targets", "at"), [([PHONE, USER], 0), ([USER, PHONE], 1), ([USER, PHONE, USERS[1]], 1)]
)
def test_a_phone_among_several_targets_is_information(targets: list[Any], at: int) -> None:
    where = f"request.body.targets[{at}].identity.phone"
    assert severities("RDQ032", redirect(members(targets=targets)), where) == "info info info"


@pytest.mark.parametrize("targets", [[PHONE], USERS[:2]])
def test_a_phone_alone_and_users_together_are_accepted(targets: list[Any]) -> None:
    assert found_everywhere(redirect(members(targets=targets))) == alike()


def endpoint(value: Any) -> dict[str, bytes]:
    """Where an endpointType may stand -> a body that has it there."""
    identity = USER["identity"] | {"endpointType": value}
    return {
        f"{TARGET}.endpointType": members(targets=[USER | {"endpointType": value}]),
        f"{TARGET}.identity.endpointType": members(targets=[{"identity": identity}]),
    }


@pytest.mark.parametrize("value", ["Default", "VOICEMAIL", "desk", "", 1, True, [], {}])
def test_an_endpoint_type_that_is_none_of_its_values_is_a_warning(value: Any) -> None:
    for where, body in endpoint(value).items():
        assert severities("RDQ033", redirect(body), where) == "warning warning warning"


def test_what_to_send_instead_lists_the_values() -> None:
    (body, *_) = endpoint("desk").values()
    [finding] = judge(redirect(body), documentation())
    values = "`default`, `voicemail`, `skypeForBusiness` and `skypeForBusinessVoipPhone`"
    assert finding.fix == f"Send one of {values}, or leave it out."
    assert finding.cite


@pytest.mark.parametrize(
    "value", [None, "default", "skypeForBusiness", "skypeForBusinessVoipPhone", "unknownFutureValue"]
)
def test_an_endpoint_type_with_one_of_its_values_is_accepted_in_every_edition(value: Any) -> None:
    for body in endpoint(value).values():
        assert found_everywhere(redirect(body)) == alike()


def test_voicemail_is_information() -> None:
    for where, body in endpoint("voicemail").items():
        assert severities("RDQ034", redirect(body), where) == "info info info"


MEMBERS = ("replacesCallId", "participantId", "hidden", "removeFromDefaultAudioRoutingGroup")


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("value", [True, "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4", 0, ""])
def test_a_member_of_invitations_is_information(name: str, value: Any) -> None:
    exchange = redirect(members(targets=[USER | {name: value}]))
    assert severities("RDQ035", exchange, f"{TARGET}.{name}") == "info info info"
    [finding] = judge(exchange, documentation())
    assert finding.cite


@pytest.mark.parametrize("name", [*MEMBERS, "region"])
@pytest.mark.parametrize("value", [None, False])
def test_a_member_of_invitations_that_asks_for_nothing_is_let_be(name: str, value: Any) -> None:
    assert found_everywhere(redirect(members(targets=[USER | {name: value}]))) == alike()
