"""What the small bot does with its calls: made up people, and a plan for each line of its telephone."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

_PEOPLE = {
    "ines": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054", "displayName": "Ines Marlowe"},
    "tomas": {"id": "c27e6d18-40b9-4f5a-8a13-9d0e7b5c3f62", "displayName": "Tomas Aldergrove"},
}


def _user(person: str) -> Mapping[str, Any]:
    identity = {"@odata.type": "#microsoft.graph.identity", **_PEOPLE[person]}
    return {
        "@odata.type": "#microsoft.graph.invitationParticipantInfo",
        "identity": {"@odata.type": "#microsoft.graph.identitySet", "user": identity},
    }


def _phone(number: str) -> Mapping[str, Any]:
    identity = {"@odata.type": "#microsoft.graph.identity", "id": number}
    return {
        "@odata.type": "#microsoft.graph.invitationParticipantInfo",
        "identity": {"@odata.type": "#microsoft.graph.communicationsIdentitySet", "phone": identity},
    }


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a call. redirect: the body of its redirect. delay_s: how long the bot thinks it over.

    tenant: whose token it sends; empty for that of the call.
    """

    redirect: Mapping[str, Any]
    delay_s: float = 0.0
    tenant: str = ""


PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "forward": Plan({"targets": [_user("ines")], "timeout": 30}),
        "ring-two": Plan({"targets": [_user("ines"), _user("tomas")], "timeout": 45}),
        "mistake": Plan({"targets": [_user("tomas")], "timeout": "30"}),
        "phone": Plan({"targets": [_phone("+12025550143")], "timeout": 30}),
        "late": Plan({"targets": [_user("ines")], "timeout": 30}, delay_s=16.0),
        "home-token": Plan(
            {"targets": [_user("ines")], "timeout": 30}, tenant="91d4e7b0-2c58-4f36-8a0d-c7e3f5196b24"
        ),
    }
)
"""Name -> what to do with a call. The mistake is one that JSON invites to; the home token is of the tenant
that the bot was registered in, whoever calls.
"""

TURNS = ("forward", "ring-two", "mistake")
"""The plans for calls whose path names none, in turn."""
