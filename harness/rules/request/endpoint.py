"""Rules on how a target is to be reached: by telephone, at which endpoint, and not as one who is invited."""

from collections.abc import Iterator
from typing import Any

from harness.body import child
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.request.places import BASE_SET, TARGET, parties, places
from harness.rules.subject import Body, kind
from harness.rules.wording import listed, named

_NAME = "endpointType"
_OF_INVITATIONS = ("replacesCallId", "participantId", "hidden", "removeFromDefaultAudioRoutingGroup")
"""Members of a target that serve to invite somebody into a call that is on."""


def telephone(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a phone is not one of several targets.

    Why it matters: several targets ring together. Whether a telephone can ring together with others is not
    documented; the pages redirect to one alone.

    Breaks it:

        "targets": [
            {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}},
            {"identity": {"phone": {"id": "+12025550143"}}}]

    Instead:

        "targets": [{"identity": {"phone": {"id": "+12025550143"}}}]

    Who says so: nobody; the telephone example of v1.0 and beta has one target.

    Severity: reference info, v1.0 info, beta info.
    """
    found = [party for party in parties(body, documentation.schema) if party.kind == "phone"]
    if found and len(body.targets) > 1:
        member = documentation.schema.action.members[0]
        yield Breach(
            Severity.INFO,
            found[0].where,
            "a phone is to ring together with other targets, and no page says that it can",
            "Redirect to the phone alone, or try it out first.",
            member.cite,
        )


def endpoint_type(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `endpointType`, of a target or of its identity, is one of its values; null is let be.

    The values are default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone and unknownFutureValue.
    That only the beta schema has it for a target is no finding: the types are open.

    Why it matters: a value that is none, or in the wrong case, may be refused, and with it the redirect.

    Breaks it:

        "targets": [{"endpointType": "Default", "identity": {
            "user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Instead:

        "targets": [{"endpointType": "default", "identity": {
            "user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the enumeration endpointType of the schema.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    values = documentation.schema.enumeration(_NAME)
    for where, value in _endpoint_types(body, documentation):
        if values is not None and value is not None and value not in values.values:
            sent = "is none of its values" if isinstance(value, str) else f"is {kind(value)}, not a string"
            yield Breach(
                Severity.WARNING,
                where,
                f"`endpointType` {sent}",
                f"Send one of {listed(map(named, values.values[:-1]))}, or leave it out.",
                values.cite,
            )


def voicemail(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `endpointType` is not voicemail.

    Why it matters: it has sent calls to somebody's voicemail, and then for some bots it stopped doing so; no
    page says when it works. A caller who was to leave a message may find nobody instead.

    Breaks it:

        "targets": [{"endpointType": "voicemail", "identity": {
            "user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the enumeration endpointType of the schema has the value; that it is fragile, users report
    who relied on it.

    Severity: reference info, v1.0 info, beta info.
    """
    values = documentation.schema.enumeration(_NAME)
    for where, value in _endpoint_types(body, documentation):
        if value == "voicemail":
            yield Breach(
                Severity.INFO,
                where,
                "whether `voicemail` reaches one is not documented, and it has stopped working before",
                "Try it out, and handle a call that ends unanswered.",
                values.cite if values else None,
            )


def _endpoint_types(body: Body, documentation: Documentation) -> Iterator[tuple[str, Any]]:
    for place in places(body, documentation.schema):
        if place.type in (TARGET, BASE_SET) and _NAME in place.members:
            yield child(place.where, _NAME), place.members[_NAME]


def invitation(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a target has none of the members that only an invitation into a running call has.

    They are replacesCallId, participantId, hidden and removeFromDefaultAudioRoutingGroup. null and false are
    let be.

    Why it matters: a redirect shares the type of its targets with the invitation of participants. In a
    redirect these members have no documented effect, and a bot that relies on one may wait in vain.

    Breaks it:

        "targets": [{"hidden": true, "identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the schema has them for invitationParticipantInfo; no page of a redirect mentions them.

    Severity: reference info, v1.0 info, beta info.
    """
    for place in places(body, documentation.schema):
        if place.type != TARGET:
            continue
        for name in _OF_INVITATIONS:
            value = place.members.get(name)
            member = documentation.schema.member(TARGET, name)
            if value is not None and value is not False:
                yield Breach(
                    Severity.INFO,
                    child(place.where, name),
                    f"`{name}` has no documented effect in a redirect",
                    "Leave it out.",
                    member.cite if member else None,
                )


RULES = (
    Rule("RDQ032", "a phone rings alone", Scope.BODY, telephone),
    Rule("RDQ033", "endpointType has one of its values", Scope.BODY, endpoint_type),
    Rule("RDQ034", "endpointType is not voicemail", Scope.BODY, voicemail),
    Rule("RDQ035", "a target has no members of an invitation", Scope.BODY, invitation),
)
