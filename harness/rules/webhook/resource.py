"""Rules on what a notification carries of its resource: its type, its result, and who is in the call."""

from collections.abc import Iterator, Mapping
from typing import Any

from harness.body import child
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, declared
from harness.rules.subject import Webhook, kind
from harness.rules.wording import named

_TYPE = "@odata.type"
_CALL = "#microsoft.graph.call"
_NUMBERS = ("code", "subcode")


def resource_type(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: resourceData says by its @odata.type that it is a call. Arrays, which tell of
    participants, are not looked at.

    Why it matters: other resources come to the same webhook: operations, participants, joining bots. None of
    them is a call to redirect, and the rules on calls do not judge them. Without a type a bot can only guess,
    and without the `#` an SDK may.

    Breaks it:

        "resourceData": {"@odata.type": "#microsoft.graph.commsOperation"}

    Instead:

        "resourceData": {"@odata.type": "#microsoft.graph.call"}

    Who says so: the notifications in the examples of the published pages, and the type call in the schema.

    Severity: reference info, v1.0 info, beta info.
    """
    for where, data in webhook.resources:
        sent = data.get(_TYPE)
        if sent == _CALL:
            continue
        if sent is None:
            words, fix = f"has no {_TYPE}", f'Send `"{_TYPE}": "{_CALL}"`.'
        elif sent == _CALL[1:]:
            words, fix = f"has an {_TYPE} without `#`", f'Send `"{_TYPE}": "{_CALL}"`.'
        else:
            words, fix = "is no call", "Let the bot tell resources apart by their type before it acts."
        found = documentation.schema.type(_CALL)
        yield Breach(
            Severity.INFO, child(where, _TYPE), f"`resourceData` {words}", fix, found.cite if found else None
        )


def result(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: resultInfo has `code` and `subcode`, spelt so, and both are whole numbers.

    Why it matters: they say why a call ended. The published pages show them as strings and as `subCode`; the
    schema has two numbers, which is what SDKs read. A bot that was written after such an example finds no
    result, or compares 200 with "200".

    Breaks it:

        "resourceData": {"resultInfo": {"code": "200", "subcode": 5001}}

    Instead:

        "resourceData": {"resultInfo": {"code": 200, "subcode": 5001}}

    Who says so: the type resultInfo in the schema, where both are Edm.Int32 and may not be null.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for where, data in webhook.resources:
        sent, place = data.get("resultInfo"), child(where, "resultInfo")
        flaws = (
            _flaws(sent) if isinstance(sent, dict) else [("", f"`resultInfo` is {kind(sent)}, not an object")]
        )
        for name, words in flaws if sent is not None else ():
            yield Breach(
                Severity.WARNING,
                child(place, name) if name else place,
                words,
                'Send `"resultInfo": {"code": 200, "subcode": 0}`; let the bot read strings as well.',
                declared(documentation, "resultInfo", name.lower()),
            )


def _flaws(result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The members of a resultInfo that are wrong, and what is."""
    for name in _NUMBERS:
        spelt = name if name in result else next((each for each in result if each.lower() == name), None)
        if spelt is None:
            yield name, f"`resultInfo` has no {named(name)}"
        elif spelt != name:
            yield spelt, f"{named(spelt)} is spelt {named(name)}"
        elif not isinstance(result[name], int) or isinstance(result[name], bool):
            yield name, f"{named(name)} is {_written(result[name])}, not a whole number"


def _written(value: object) -> str:
    return "a fraction" if isinstance(value, float) else kind(value)


def parties(webhook: Webhook, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: an incoming call names its source and its targets, and the source is not encrypted.

    Why it matters: a bot decides by them where the call goes. The source stays encrypted as long as the
    application has none of the calling permissions; redirecting needs one of them anyway,
    Calls.Initiate.All.

    Breaks it:

        "resourceData": {"source": {"identity": {"encrypted": {"id": "redacted-5c09e7a1"}}}}

    Instead:

        "resourceData": {"source": {"identity": {"user": {"id": "d83b60fa-914c-4e75-b2a6-0c5f7e19d438"}}}}

    Who says so: the types participantInfo and invitationParticipantInfo in the schema, whose identity may not
    be null; the page on answering a call, for what stays encrypted.

    Severity: reference info, v1.0 info, beta info.
    """
    for where, _, data in webhook.calls:
        if data.get("state") != "incoming":
            continue
        place = child(where, "resourceData")
        source, targets = _identities(data.get("source")), data.get("targets")
        if not source:
            yield _nobody(child(place, "source"), "the call has no source", documentation, "participantInfo")
        elif "encrypted" in source:
            yield Breach(
                Severity.INFO,
                child(child(child(place, "source"), "identity"), "encrypted"),
                "the source of the call is encrypted: the application has none of the calling permissions",
                "Have an administrator consent to Calls.Initiate.All, which redirecting needs as well.",
                declared(documentation, "communicationsIdentitySet", "encrypted"),
            )
        called = targets if isinstance(targets, list) else []
        if not called or not all(map(_identities, called)):
            words = "a target of the call has no identity" if called else "the call has no targets"
            yield _nobody(child(place, "targets"), words, documentation, "invitationParticipantInfo")


def _identities(party: object) -> frozenset[str]:
    """The members of a party's identity set that are somebody."""
    identity = party.get("identity") if isinstance(party, dict) else None
    members = identity.items() if isinstance(identity, dict) else ()
    return frozenset(name for name, value in members if isinstance(value, dict))


def _nobody(where: str, words: str, documentation: Documentation, type_name: str) -> Breach:
    fix = "Send whoever is in the call as an `identity` with one of its members."
    return Breach(Severity.INFO, where, words, fix, declared(documentation, type_name, "identity"))


RULES = (
    Rule("RDN006", "a notification is on a call", Scope.WEBHOOK, resource_type),
    Rule("RDN010", "a result is two numbers", Scope.WEBHOOK, result),
    Rule("RDN011", "an incoming call names its parties", Scope.WEBHOOK, parties),
)
