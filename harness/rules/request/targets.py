"""Rules on the targets of a redirect: that they are there, how many, and that each names somebody."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harness.body import child
from harness.cite import Cite
from harness.contract.model import Contract, Fact
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, deciding, stated
from harness.rules.request.places import slipped
from harness.rules.subject import TARGETS, Body, kind

_ONE = '"targets": [{"identity": {"user": {"id": "<object id>"}}}]'
_TARGET = "invitationParticipantInfo"
_IDENTITY_SET = "communicationsIdentitySet"


def present(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `targets` is there, and is an array. `Targets` in another case is RDQ072's.

    Why it matters: it says who is to be called instead; without it there is nobody to pass the call on to.
    One target alone is still an array of one.

    Breaks it:

        {"target": {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}}

    Instead:

        {"targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]}

    Who says so: the schema, where `targets` is a collection that must not be null. Every edition's parameter
    table lists it, and none says that it is required.

    Severity: reference error, v1.0 error, beta error.
    """
    if "targets" not in body.members:
        if slipped(body.members, "targets"):
            return
        flaw = "is missing"
    elif isinstance(body.members["targets"], list):
        return
    else:
        flaw = f"is {kind(body.members['targets'])}, not an array"
    yield Breach(
        Severity.ERROR,
        TARGETS,
        f"`targets` {flaw}, so the call has nobody to go to",
        f"Send `{_ONE}`.",
        next((each.cite for each in documentation.schema.action.members if each.name == "targets"), None),
    )


def count(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: there is at least one target, and no more than the documentation allows.

    Why it matters: with none, nobody is called. All targets of one redirect ring together, and the
    documentation sets a bound on how many can; what the service does beyond it is not documented.

    Breaks it:

        "targets": []

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the row of `targets` in v1.0 and beta: at most 25. More than that is a warning under
    reference, which is silent. That there must be one follows from what a redirect is.

    Severity: reference error, v1.0 error, beta error.
    """
    if body.members.get("targets") == []:
        yield Breach(
            Severity.ERROR,
            TARGETS,
            "`targets` is empty, so the call has nobody to go to",
            f"Send at least one target: `{_ONE}`.",
            stated(documentation, lambda contract: contract.parameter("targets")),
        )
    number = len(body.targets)
    verdict = documentation.constraint(_most, lambda fact: number <= fact.value)
    if verdict is not None:
        most = _most(deciding(documentation, verdict))
        yield Breach.weighed(
            verdict,
            TARGETS,
            f"`targets` has {number} elements; {verdict.deciding.edition} documents"
            f" at most {most.value if most else number}",
            "Send fewer targets, for example those that are available now.",
        )


def _most(contract: Contract) -> Fact[int] | None:
    parameter = contract.parameter("targets")
    return parameter.max_items if parameter else None


def identity(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: each target is an object with an `identity` that is an object. `Identity` in another
    case is RDQ072's.

    Why it matters: a target without an identity names nobody. The example of the generated reference has only
    an `@odata.type` there, and a bot made after it calls no one.

    Breaks it:

        "targets": [{"@odata.type": "#microsoft.graph.invitationParticipantInfo"}]

    Instead:

        "targets": [{"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the schema, where `identity` of invitationParticipantInfo must not be null.

    Severity: reference error, v1.0 error, beta error.
    """
    for index, target in enumerate(body.targets):
        where = child(TARGETS, index)
        if not isinstance(target, dict):
            yield _nobody(documentation, where, f"the target is {kind(target)}, not an object")
        elif "identity" not in target:
            if slipped(target, "identity"):
                continue
            yield _nobody(documentation, child(where, "identity"), "the target has no `identity`")
        elif not isinstance(target["identity"], dict):
            sent = kind(target["identity"])
            yield _nobody(documentation, child(where, "identity"), f"`identity` is {sent}, not an object")


def _nobody(documentation: Documentation, where: str, message: str) -> Breach:
    member = documentation.schema.member(_TARGET, "identity")
    fix = 'Send `{"identity": {"user": {"id": "<object id>"}}}` for each target.'
    return Breach(Severity.ERROR, where, message, fix, member.cite if member else None)


def identity_object(body: Body, documentation: Documentation) -> Iterator[Breach]:
    r"""What it checks: what stands in an identity for a user, a phone and so on is an object, or null.

    Why it matters: text that looks like JSON is still text. A published C# snippet of 2021 puts the phone in
    as such text, and the service is given no number to call.

    Breaks it:

        "targets": [{"identity": {"phone": "{\"id\": \"+12025550143\"}"}}]

    Instead:

        "targets": [{"identity": {"phone": {"id": "+12025550143"}}}]

    Who says so: the schema, where each of these members has the type identity.

    Severity: reference error, v1.0 error, beta error.
    """
    names = {
        member.name: member.cite
        for member in documentation.schema.members(_IDENTITY_SET)
        if member.type == "identity"
    }
    for where, found in body.identities:
        yield from (
            _text_for_an_object(child(where, name), name, value, names[name])
            for name, value in found.items()
            if name in names and value is not None and not isinstance(value, dict)
        )


def _text_for_an_object(where: str, name: str, value: object, cite: Cite) -> Breach:
    return Breach(
        Severity.ERROR,
        where,
        f"`{name}` is {kind(value)}, not an object",
        f'Send `"{name}": {{"id": "<id>"}}`, as JSON and not as text.',
        cite,
    )


E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_NOTATIONS: Mapping[str, re.Pattern[str]] = {"E.164": E164}
"""Notations of a telephone number that pages name, as patterns."""


def phone(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the id of a phone is a number in E.164: a plus, then 2 to 15 digits, the first no zero.

    A number that redial masked is still in E.164. An id that is missing or empty is RDQ027's.

    Why it matters: without the plus and the country code, or with spaces and dashes between the digits, it is
    not said which telephone is to ring.

    Breaks it:

        "targets": [{"identity": {"phone": {"id": "(202) 555-0143"}}}]

    Instead:

        "targets": [{"identity": {"phone": {"id": "+12025550143"}}}]

    Who says so: the telephone example of v1.0 and beta, and ITU-T E.164 for the notation. Reference is
    silent.

    Severity: reference warning, v1.0 error, beta error.
    """
    for where, found in body.identities:
        telephone = found.get("phone")
        number: Any = telephone.get("id") if isinstance(telephone, dict) else None
        if number is None or (isinstance(number, str) and not number.strip()):
            continue
        verdict = documentation.constraint(_notation, _written(number))
        if verdict is not None:
            notation = _notation(deciding(documentation, verdict))
            sent = "is" if isinstance(number, str) else f"is {kind(number)} and"
            yield Breach.weighed(
                verdict,
                child(child(where, "phone"), "id"),
                f"the phone's id {sent} not written in {notation.value if notation else 'its notation'}",
                'Send `"id": "+12025550143"`: a plus, the country code, the number, digits only.',
            )


def _notation(contract: Contract) -> Fact[str] | None:
    return contract.phone_format


def _written(number: object) -> Callable[[Fact[str]], bool]:
    def holds(notation: Fact[str]) -> bool:
        pattern = _NOTATIONS.get(notation.value)
        return pattern is None or (isinstance(number, str) and pattern.fullmatch(number) is not None)

    return holds


RULES = (
    Rule("RDQ021", "targets is an array", Scope.BODY, present),
    Rule("RDQ022", "there are not too few or too many targets", Scope.BODY, count),
    Rule("RDQ023", "each target has an identity", Scope.BODY, identity),
    Rule("RDQ026", "an identity is an object", Scope.BODY, identity_object),
    Rule("RDQ028", "a phone's id is in E.164", Scope.BODY, phone),
)
