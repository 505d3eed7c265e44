"""commsNotifications: the envelope in which the platform tells a bot what happened to a call.

Reads any envelope as far as it carries data, and writes the ones the simulator sends. Judges nothing.
Shape: Graph's commsNotifications, commsNotification and call resources.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harness.address import address
from harness.parsed import parsed


@dataclass(frozen=True, slots=True)
class Notification:
    """One element of an envelope's `value`, as sent; members that are missing or of another type are empty.

    change: `created`, `updated` or `deleted`. call: the call's id. state: `incoming`, `terminated`, ...
    chain: callChainId. resource: resourceUrl, else resource. data: resourceData as it stands.
    """

    change: str
    call: str
    state: str
    resource: str
    chain: str
    data: Mapping[str, Any]


@lru_cache(maxsize=16)
def read(message: bytes) -> tuple[Notification, ...]:
    """The notifications in a webhook's body, in order; empty when the body is no envelope.

    Remembered for a moment: many look at one webhook before the next.
    """
    return tuple(_notification(element) for element in elements(message))


def elements(message: bytes) -> list[Mapping[str, Any]]:
    """The elements of an envelope's `value` that are objects, as sent; empty when the body is no envelope."""
    try:
        envelope = parsed(message)
    except ValueError:
        return []
    found = envelope.get("value") if isinstance(envelope, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def legacy(message: bytes) -> str | None:
    """The call's id in a webhook of the older Skype format; None when it is none or names no call.

    Such a message is an object with `callState` and without `value` (microsoft-graph-docs issue 8310).
    """
    try:
        found = parsed(message)
    except ValueError:
        return None
    if not isinstance(found, dict) or "callState" not in found or "value" in found:
        return None
    return _text(found, "id") or None


def _notification(element: Mapping[str, Any]) -> Notification:
    found = element.get("resourceData")
    data: Mapping[str, Any] = found if isinstance(found, dict) else {}
    resource = _text(element, "resourceUrl") or _text(element, "resource")
    named = address(resource) if resource.startswith("/") else None
    return Notification(
        change=_text(element, "changeType"),
        call=named.call if named and named.call else _text(data, "id"),
        state=_text(data, "state"),
        resource=resource,
        chain=_text(data, "callChainId"),
        data=data,
    )


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Party:
    """A user, application instance or phone in a call: `kind` is the identity member that carries it."""

    kind: str
    id: str
    name: str = ""

    def identity_set(self, tenant: str = "") -> dict[str, Any]:
        """The identitySet of this party alone."""
        identity: dict[str, Any] = {"@odata.type": "#microsoft.graph.identity", "id": self.id}
        if self.name:
            identity["displayName"] = self.name
        if tenant and self.kind != "phone":
            identity["tenantId"] = tenant
        return {"@odata.type": "#microsoft.graph.identitySet", self.kind: identity}


@dataclass(frozen=True, slots=True)
class Call:
    """What a platform knows of a call and repeats in each notification."""

    id: str
    chain: str
    tenant: str
    callback: str
    source: Party
    target: Party


def write(change: str, state: str, call: Call, extra: Mapping[str, Any] | None = None) -> bytes:
    """An envelope with one notification on `call`; `extra` members join its resourceData."""
    data: dict[str, Any] = {
        "@odata.type": "#microsoft.graph.call",
        "state": state,
        "direction": "incoming",
        "callbackUri": call.callback,
        "source": {
            "@odata.type": "#microsoft.graph.participantInfo",
            "identity": call.source.identity_set(call.tenant),
            "endpointType": "default",
            "region": "emea",
            "languageId": "en-us",
        },
        "targets": [
            {
                "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                "identity": call.target.identity_set(call.tenant),
                "endpointType": "default",
            }
        ],
        "tenantId": call.tenant,
        "id": call.id,
        "callChainId": call.chain,
        **(extra or {}),
    }
    return envelope(
        [{"changeType": change, "resourceUrl": f"/communications/calls/{call.id}", "resourceData": data}]
    )


def envelope(told: Sequence[Mapping[str, Any]]) -> bytes:
    """commsNotifications around the notifications of `told`, compact JSON in UTF-8."""
    value = [{"@odata.type": "#microsoft.graph.commsNotification", **element} for element in told]
    whole = {"@odata.type": "#microsoft.graph.commsNotifications", "value": value}
    return json.dumps(whole, separators=(",", ":")).encode()
