"""Rules on who a target is: one party, of a known kind, with an id that names it, and nobody twice."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from harness.address import canonical_id, is_guid
from harness.body import child
from harness.cite import Cite
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.request.places import (
    BASE_SET,
    IDENTITY,
    IDENTITY_SET,
    Place,
    kinds,
    meant,
    parties,
    slipped,
)
from harness.rules.request.targets import E164
from harness.rules.subject import Body, kind
from harness.rules.wording import listed, named

_GUIDS = {
    "user": "the object id that Entra has for the user",
    "application": "the application id of the bot",
    "applicationInstance": "the object id of the resource account",
}
"""Kinds of parties whose id is a GUID, and which one it is."""


def one_party(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: each identity names exactly one party: a user, a phone, and so on. null names nobody.

    An identity that an unknown or misspelt member stands in for is left to RDQ025, RDQ072 and RDQ073.

    Why it matters: a target is one telephone or one person. What the service does with an identity that names
    two is not documented; who is to ring together stands in targets of their own.

    Breaks it:

        "targets": [{"identity": {
            "user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}, "phone": {"id": "+12025550143"}}}]

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: every example of every edition has one; the schema does not forbid more.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    known = kinds(documentation.schema)
    for where, found in body.identities:
        sent = [name for name in known if found.get(name) is not None]
        if len(sent) == 1 or (not sent and (_strangers(found, documentation) or _slipped(found, known))):
            continue
        flaw = f"names {listed(map(named, sent))}, and a target is one party" if sent else "names nobody"
        yield Breach(
            Severity.WARNING,
            where,
            f"the identity {flaw}",
            'Name one party a target, such as `"user": {"id": "<object id>"}`.',
            _cite(documentation, sent[-1] if sent else known[0]),
        )


def _slipped(found: Mapping[str, Any], known: tuple[str, ...]) -> bool:
    return any(meant(name, known) for name in found)


def known_kind(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: each object in an identity is of a kind of party that the schema has.

    The kinds are user, application, device, applicationInstance, phone, guest, encrypted, onPremises,
    assertedIdentity and azureCommunicationServicesUser. A name in the wrong case or with underscores is left
    to RDQ072 and RDQ073. Members that are no objects are let be: the type is open.

    Why it matters: nobody rings for a kind that the service does not know. A resource account, such as that
    of a call queue, is an applicationInstance.

    Breaks it:

        "targets": [{"identity": {"telephone": {"id": "+12025550143"}}}]

    Instead:

        "targets": [{"identity": {"phone": {"id": "+12025550143"}}}]

    Who says so: the schema, which lists them for identitySet and communicationsIdentitySet.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    known = kinds(documentation.schema)
    for where, found in body.identities:
        for name in _strangers(found, documentation):
            near = get_close_matches(name.lower(), [each.lower() for each in known], n=1)
            right = next((each for each in known if near and each.lower() == near[0]), None)
            yield Breach(
                Severity.WARNING,
                child(where, name),
                f"{named(name)} is no kind of party that the schema has",
                f"Call it `{right}`." if right else f"Name one of {listed(map(named, known))}.",
                _cite(documentation, known[0]),
            )


def _strangers(found: Mapping[str, Any], documentation: Documentation) -> list[str]:
    """The objects in an identity of which nobody knows what they are."""
    known = Place("", BASE_SET, found).declared(documentation)
    return [
        name
        for name, value in found.items()
        if isinstance(value, dict) and name not in known and "@" not in name and not meant(name, known)
    ]


def identifier(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: each party that a target names has an `id`, a text that is not empty.

    A phone's id that is no text is left to RDQ028, an `id` in the wrong case to RDQ072.

    Why it matters: the id says who is to be called; a display name alone finds nobody.

    Breaks it:

        "targets": [{"identity": {"user": {"displayName": "Ada"}}}]

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the examples of v1.0 and beta, none of which is without one; the schema lets it be null.

    Severity: reference error, v1.0 error, beta error.
    """
    for party in parties(body, documentation.schema):
        if not isinstance(party.value, dict) or party.id or slipped(party.value, "id"):
            continue
        value = party.value.get("id")
        if isinstance(value, str):
            flaw = "is empty"
        elif "id" not in party.value:
            flaw = "is missing"
        elif value is None:
            flaw = "is null"
        elif party.kind == "phone":
            continue
        else:
            flaw = f"is {kind(value)}, not a string"
        yield Breach(
            Severity.ERROR,
            child(party.where, "id"),
            f"the {party.kind}'s id {flaw}, so the target names nobody",
            f'Send `"{party.kind}": {{"id": "<id>"}}`.',
            _cite(documentation, party.kind),
        )


def guid(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the id of a user, an application or an applicationInstance is a GUID.

    It may be written with dashes or as its 32 digits alone. A GUID that redial masked is still one.

    Why it matters: people are known to the service by their object id. A mail address, a user principal name
    or an address such as `8:orgid:...` of another interface of Teams finds nobody.

    Breaks it:

        "targets": [{"identity": {"user": {"id": "ada@bot.example"}}}]

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the examples of v1.0 and beta; the schema has Edm.String.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for party in parties(body, documentation.schema):
        if party.kind in _GUIDS and party.id is not None and not is_guid(party.id):
            yield Breach(
                Severity.WARNING,
                child(party.where, "id"),
                f"the {party.kind}'s id is no GUID",
                f"Send {_GUIDS[party.kind]}.",
                _cite(documentation, party.kind),
            )


def once(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no two targets name the same party, that is the same kind with the same id.

    The spelling of a GUID does not matter. Numbers that are not in E.164 are RDQ028's and are not compared.

    Why it matters: a call invites each identity once. What the service does with the second one is not
    documented; mostly a list of those who are available was put together twice.

    Breaks it:

        "targets": [
            {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}},
            {"identity": {"user": {"id": "5E93A1C8-F04D-4762-9BD8-A20F6C75E31B"}}}]

    Instead:

        "targets": [
            {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}},
            {"identity": {"user": {"id": "d83b60fa-914c-4e75-b2a6-0c5f7e19d438"}}}]

    Who says so: the page of the call resource, by which an identity is not invited twice.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    seen: set[tuple[str, str]] = set()
    for party in parties(body, documentation.schema):
        if party.id is None or (party.kind == "phone" and not E164.fullmatch(party.id)):
            continue
        same = party.kind, canonical_id(party.id)
        if same in seen:
            yield Breach(
                Severity.WARNING,
                party.target,
                f"the target is the same {party.kind} as one before it",
                "Name each party once.",
                _cite(documentation, party.kind),
            )
        seen.add(same)


def _cite(documentation: Documentation, kind: str) -> Cite | None:
    member = documentation.schema.member(IDENTITY_SET, kind) or documentation.schema.member(IDENTITY, "id")
    return member.cite if member else None


RULES = (
    Rule("RDQ024", "an identity names one party", Scope.BODY, one_party),
    Rule("RDQ025", "a party is of a known kind", Scope.BODY, known_kind),
    Rule("RDQ027", "a party has an id", Scope.BODY, identifier),
    Rule("RDQ029", "a user's id is a GUID", Scope.BODY, guid),
    Rule("RDQ030", "nobody is a target twice", Scope.BODY, once),
)
