"""Rules on OData annotations: that their names are spelt right, and that a type named is one that fits."""

import re
from collections.abc import Iterator
from typing import Any

from harness.body import child
from harness.contract.precedence import Documentation
from harness.contract.schema import Schema
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.request.places import Place, places
from harness.rules.subject import BODY, Body, kind
from harness.rules.wording import named

ANNOTATIONS = {
    "odatatype": "@odata.type",
    "odataid": "@odata.id",
    "odataetag": "@odata.etag",
    "odatabind": "@odata.bind",
    "odatacontext": "@odata.context",
    "odatacount": "@odata.count",
}
"""The letters of an annotation -> how it is spelt (OData JSON format 4.0, section 4.5)."""

_TYPE = "@odata.type"


def annotation(body: Body, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no member anywhere in the body is an OData annotation with its name misspelt.

    Why it matters: `@odata.type` says of what type an object is. Misspelt it is a member like any other, and
    the object is read as its base type, without what the real type would add. The published Python snippets
    send `@odata_type`.

    Breaks it:

        "targets": [{"identity": {
            "phone": {"@odata_type": "#microsoft.graph.identity", "id": "+12025550143"}}}]

    Instead:

        "targets": [{"identity": {
            "phone": {"@odata.type": "#microsoft.graph.identity", "id": "+12025550143"}}}]

    Who says so: OData JSON format 4.0, section 4.5; the examples of every edition spell it so.

    Severity: reference error, v1.0 error, beta error.
    """
    for where, name in _names(BODY, body.members):
        right = misspelt(name)
        if right is not None:
            yield Breach(
                Severity.ERROR,
                where,
                f"{named(name)} is no annotation, it is read as an ordinary member",
                f"Spell it {named(right)}.",
            )


def misspelt(name: str) -> str | None:
    """How an annotation should have been spelt; None when a name is none, or is spelt right."""
    owner, _, tail = name.rpartition("@")
    found = ANNOTATIONS.get(letters(tail))
    right = f"{owner}{found}" if found else name
    return right if right != name else None


def letters(name: str) -> str:
    """The letters of a name, in lower case: what is left of it however it is spelt."""
    return re.sub(r"[^a-z]", "", name.lower())


def _names(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Where each member below `value` stands, and its name, in the order sent; however deep it is nested."""
    waiting: list[tuple[str, str | None, Any]] = [(path, None, value)]
    while waiting:
        where, name, found = waiting.pop()
        if name is not None:
            yield where, name
        inner: list[tuple[str, str | None, Any]] = []
        if isinstance(found, dict):
            inner = [(child(where, key), key, each) for key, each in found.items()]
        elif isinstance(found, list):
            inner = [(child(where, index), None, each) for index, each in enumerate(found)]
        waiting.extend(reversed(inner))


def type_name(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `@odata.type` of a target, of its identity and of a party in it names a type that may
    stand there, with a `#` before it.

    A name without its `#` is information only. Annotations elsewhere, and null, are let be.

    Why it matters: the type decides how the rest of the object is read. With one that does not belong there
    the service refuses the body, or reads the object as something else.

    Breaks it:

        "targets": [{"@odata.type": "#microsoft.graph.participantInfo", "identity": {
            "user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Instead:

        "targets": [{"@odata.type": "#microsoft.graph.invitationParticipantInfo", "identity": {
            "user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b"}}}]

    Who says so: the schema, by the types of these members; OData JSON format 4.0, section 4.5.3, on the `#`.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    schema = documentation.schema
    for place in places(body, schema):
        value = place.members.get(_TYPE)
        found = _flaw(place, value, schema) if place.type and value is not None else None
        if found is not None:
            severity, flaw, right = found
            declared = schema.type(place.type)
            yield Breach(
                severity,
                child(place.where, _TYPE),
                f"`{_TYPE}` {flaw}",
                f"Send `#{schema.namespace}.{right}`, or leave it out.",
                declared.cite if declared else None,
            )


def _flaw(place: Place, value: object, schema: Schema) -> tuple[Severity, str, str] | None:
    """How bad a type's name is, what is wrong with it, and the type to name instead; None for a good one."""
    if not isinstance(value, str):
        return Severity.WARNING, f"is {kind(value)}, not a string", place.type
    bare = value.removeprefix("#")
    if not bare.startswith(f"{schema.namespace}.") or schema.type(bare) is None:
        return Severity.WARNING, "is no type that the schema has for a redirect", place.type
    if not schema.derives(bare, place.type):
        return (
            Severity.WARNING,
            f"is a type that does not belong where {named(place.type)} stands",
            place.type,
        )
    return (
        None if bare != value else (Severity.INFO, "lacks the `#` before the type's name", schema.short(bare))
    )


RULES = (
    Rule("RDQ070", "annotations are spelt right", Scope.BODY, annotation),
    Rule("RDQ071", "@odata.type names the right type", Scope.BODY, type_name),
)
