"""Rules on the names of members: parameters that nobody documents, and names with a slip in them."""

from collections.abc import Iterator
from difflib import get_close_matches

from harness.body import child
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, called
from harness.rules.request.annotations import letters, misspelt
from harness.rules.request.parameters import MASKS
from harness.rules.request.places import Place, meant, places
from harness.rules.subject import BODY, Body
from harness.rules.wording import documenting, listed, named

OWNED = {"targetDisposition": "RDQ060", **dict.fromkeys(MASKS, "RDQ062"), "routingPolicies": "RDQ063"}
"""Members that a rule of their own judges: RDQ064 says nothing about them."""


def routing_policies(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the body has no `routingPolicies`.

    Why it matters: an example of v1.0 and beta sends it, and no table or schema has it for the action. It is
    a property of a call in beta. A bot that copies the example is not given what the name promises.

    Breaks it:

        "routingPolicies": ["disableForwarding"]

    Instead:

        "timeout": 30

    Who says so: the parameter tables of all three editions and the schema, by leaving it out.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    name = "routingPolicies"
    verdict = documentation.listed(lambda contract: contract.parameters, called(name))
    if name in body.members and verdict is not None:
        yield Breach(
            Severity.WARNING,
            child(BODY, name),
            f"`{name}` stands in a published example, and is no parameter of a redirect",
            "Leave it out.",
            verdict.cite,
        )


def unknown(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: each member of the body is a parameter that the edition lists, or an annotation.

    Members with a rule of their own are left to it, and so are names with a slip that RDQ070, RDQ072 or
    RDQ073 knows. What stands inside a target is not looked at: its types are open.

    Why it matters: the action is closed, so that a member it does not have is refused or passed over; either
    way the bot does not get what it asked for. Mostly the name is one that another action has.

    Breaks it:

        "clientContext": "d45324c1"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: the parameter table of each edition, and the schema, where the action is closed.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    known = Place(BODY, "", body.members).declared(documentation)
    for name in body.members:
        if "@" in name or name in OWNED or misspelt(name) or meant(name, known):
            continue
        verdict = documentation.listed(lambda contract: contract.parameters, called(name))
        if verdict is None:
            continue
        also = f"; {documenting(verdict)} it" if verdict.documented_by else ""
        yield Breach(
            Severity.WARNING,
            child(BODY, name),
            f"{named(name)} is no parameter of a redirect in {documentation.chosen.edition}{also}",
            _renamed(name, [each.name for each in documentation.chosen.parameters or ()]),
            verdict.cite,
        )


def _renamed(name: str, known: list[str]) -> str:
    bare = {letters(each): each for each in known}
    near = get_close_matches(letters(name), bare, n=1, cutoff=0.8)
    if near:
        return f"Call it `{bare[near[0]]}`."
    return f"Leave it out; the parameters are {listed(map(named, known))}." if known else "Leave it out."


def case(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no parameter, and no member of a target, differs in case alone from one that there is.

    Why it matters: names of JSON compare letter by letter. `Targets` is another member than `targets`: the
    service finds nobody to call, or not the timeout that the bot believes it has set.

    Breaks it:

        "callbackURI": "https://bot.example/api/calls"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: the parameter tables and the schema, which spell each name in one way; RFC 8259 section 4.

    Severity: reference error, v1.0 error, beta error.
    """
    for where, name, right in _slips(body, documentation):
        if "_" not in name:
            yield Breach(
                Severity.ERROR,
                where,
                f"{named(name)} is not {named(right)}: the case of letters tells names apart",
                f"Call it {named(right)}.",
            )


def snake_case(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no parameter, and no member of a target, is written with underscores.

    Why it matters: SDKs for Python name their attributes so, and write them in camel case on the wire. Who
    sends a dictionary of one's own with those names sends members that nobody knows.

    Breaks it:

        "callback_uri": "https://bot.example/api/calls"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: the parameter tables and the schema, where no name has an underscore.

    Severity: reference error, v1.0 error, beta error.
    """
    for where, name, right in _slips(body, documentation):
        if "_" in name:
            yield Breach(
                Severity.ERROR,
                where,
                f"{named(name)} is the name of an attribute in Python, not of a member",
                f"Call it {named(right)}.",
            )


def _slips(body: Body, documentation: Documentation) -> Iterator[tuple[str, str, str]]:
    """Where a name with a slip stands, the name, and the right one."""
    for place in places(body, documentation.schema):
        known = place.declared(documentation)
        for name in place.members:
            right = meant(name, known)
            if right is not None:
                yield child(place.where, name), name, right


RULES = (
    Rule("RDQ063", "routingPolicies is left out", Scope.BODY, routing_policies),
    Rule("RDQ064", "the body has no unknown members", Scope.BODY, unknown),
    Rule("RDQ072", "names are in their case", Scope.BODY, case),
    Rule("RDQ073", "names have no underscores", Scope.BODY, snake_case),
)
