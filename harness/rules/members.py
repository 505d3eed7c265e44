"""Rules on the names of members: parameters that nobody documents, annotations that are spelt wrong."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from harness.body import child
from harness.contract.model import Parameter
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import SEVERITIES, Breach, Rule, Scope
from harness.rules.route import OUTRIGHT
from harness.rules.subject import BODY, Body
from harness.rules.wording import documenting, listed, named

OWNED = {"targetDisposition": "RDQ060"}
"""Members that a rule of their own judges: RDQ064 says nothing about them."""

MASKS = frozenset({"maskCallee", "maskCaller"})
"""Members that beta has and the schema of v1.0 has not: there they are an error, elsewhere no finding."""

ANNOTATIONS = {
    "odatatype": "@odata.type",
    "odataid": "@odata.id",
    "odataetag": "@odata.etag",
    "odatabind": "@odata.bind",
    "odatacontext": "@odata.context",
    "odatacount": "@odata.count",
}
"""The letters of an annotation -> how it is spelt (OData JSON format 4.0, section 4.5)."""


def unknown(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: each member of the body is a parameter that the edition lists, or an annotation.

    Members with a rule of their own are left to it. What stands inside a target is not looked at: its types
    are open. maskCallee and maskCaller, which reference and beta list, are an error under v1.0.

    Why it matters: the action is closed, so that a member it does not have is refused or passed over; either
    way the bot does not get what it asked for. Mostly the name is a parameter's with a slip in it.

    Breaks it:

        "callback_uri": "https://bot.example/api/calls"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: the parameter table of each edition, and the schema, where the action is closed and that of
    v1.0 has no masks.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for name in body.members:
        if "@" in name or name in OWNED or misspelt(name):
            continue
        verdict = documentation.listed(
            lambda contract: contract.parameters, _called(name), OUTRIGHT if name in MASKS else None
        )
        if verdict is None:
            continue
        severity = SEVERITIES[verdict.standing] if name in MASKS else Severity.WARNING
        also = f"; {documenting(verdict)} it" if verdict.documented_by else ""
        yield Breach(
            severity,
            child(BODY, name),
            f"{named(name)} is no parameter of a redirect in {documentation.chosen.edition}{also}",
            _renamed(name, [each.name for each in documentation.chosen.parameters or ()]),
            verdict.cite,
        )


def _called(name: str) -> Callable[[Parameter], bool]:
    return lambda parameter: parameter.name == name


def _renamed(name: str, known: list[str]) -> str:
    bare = {_letters(each): each for each in known}
    near = get_close_matches(_letters(name), bare, n=1, cutoff=0.8)
    if near:
        return f"Call it `{bare[near[0]]}`."
    return f"Leave it out; the parameters are {listed(map(named, known))}." if known else "Leave it out."


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
    found = ANNOTATIONS.get(_letters(tail))
    right = f"{owner}{found}" if found else name
    return right if right != name else None


def _letters(name: str) -> str:
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


RULES = (
    Rule("RDQ064", "the body has no unknown members", Scope.BODY, unknown),
    Rule("RDQ070", "annotations are spelt right", Scope.BODY, annotation),
)
