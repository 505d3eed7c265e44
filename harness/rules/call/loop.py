"""Rules on whom a redirect calls, seen beside who called whom: loops, and telephones out of reach."""

from collections.abc import Iterator, Mapping
from typing import Any

from harness.address import canonical_id
from harness.body import child
from harness.contract.precedence import Documentation
from harness.conversation import Conversation
from harness.exchange import Exchange
from harness.findings import Severity
from harness.parsed import parsed
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import TARGETS
from harness.rules.unseen import NO_RING

type Who = tuple[str, str]
"""The identity member that names somebody, and the id in one spelling."""


def _parties(identity: object) -> Iterator[Who]:
    """Whom an identity set names."""
    for kind, who in identity.items() if isinstance(identity, dict) else ():
        found = who.get("id") if isinstance(who, dict) else None
        if isinstance(found, str) and found:
            yield kind, canonical_id(found)


def _named(holder: object) -> frozenset[Who]:
    """Whom a participant or an array of them names."""
    holders = holder if isinstance(holder, list) else [holder]
    return frozenset(
        who for each in holders if isinstance(each, dict) for who in _parties(each.get("identity"))
    )


def _ring(call: Conversation) -> Mapping[str, Any] | None:
    """The resourceData of the incoming notification; None where it was not recorded."""
    return next((told.data for exchange, told in call.told() if exchange is call.rang), None)


def _targets(redirect: Exchange) -> Iterator[tuple[str, Who]]:
    """Where each target of a redirect stands, and whom it names."""
    try:
        body = parsed(redirect.request.body)
    except ValueError:
        return
    found = body.get("targets") if isinstance(body, dict) else None
    for index, target in enumerate(found if isinstance(found, list) else []):
        for kind, identifier in _parties(target.get("identity") if isinstance(target, dict) else None):
            yield child(child(child(TARGETS, index), "identity"), kind), (kind, identifier)


def _met(call: Conversation, side: str, message: str, fix: str) -> Iterator[Breach | Unjudged]:
    """Each target that is also named by one side of the incoming notification, in the first such redirect."""
    redirects = call.sent("redirect")
    ring = _ring(call)
    if ring is None:
        yield from [NO_RING] if redirects else ()
        return
    there = _named(ring.get(side))
    for redirect in redirects:
        met = [where for where, who in _targets(redirect) if who in there]
        for where in met:
            yield Breach(Severity.WARNING, where, message, fix, exchange=redirect)
        if met:
            return


def back_to_the_bot(call: Conversation, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: no target is whom the call came to: the bot itself, or the account it answers for.

    Why it matters: the call comes straight back to the bot, which passes it on again, until the platform
    counts too many hops and ends it.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect target=bot
        1.3   graph     202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect target=user
        1.3   graph     202

    Who says so: no page; code 8521 of the calling platform stands for too many hops.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    yield from _met(
        *(call, "targets"),
        "the target is whom the call came to, so that it comes back to the bot",
        "Name somebody else, or answer the call.",
    )


def back_to_the_caller(call: Conversation, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: no target is the one who calls.

    Why it matters: whoever calls is busy with this very call; it cannot be taken, and the redirect fails
    after the targets should have rung. Mostly source and target of the notification were mixed up.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect target=caller
        1.3   graph     202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect target=user
        1.3   graph     202

    Who says so: no page; it follows from what a redirect is.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    yield from _met(
        *(call, "source"),
        "the target is whoever calls",
        "Take the target from the bot's own rules, and not from `source` of the notification.",
    )


def telephone(call: Conversation, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a redirect to a telephone is for a call that came to a telephone number or to an
    application instance of the bot.

    Why it matters: the line to the public network belongs to the application instance. A call that reached
    the bot by its own name has none, and the redirect fails after it was accepted.

    Breaks it:

        0.0   platform  incoming callee=user
        0.2   bot       202
        1.0   bot       redirect target=phone
        1.3   graph     202

    Instead:

        0.0   platform  incoming callee=applicationInstance
        0.2   bot       202
        1.0   bot       redirect target=phone
        1.3   graph     202

    Who says so: the table of calls from and to the public network on Graph's page on answering a call: it
    lists redirecting to it for calls to a number or an application instance of the bot, and not for its name.

    Severity: reference error, v1.0 error, beta error.
    """
    for redirect in call.sent("redirect"):
        phones = [where for where, (kind, _) in _targets(redirect) if kind == "phone"]
        ring = _ring(call)
        if not phones:
            continue
        if ring is None:
            yield NO_RING
            return
        came_to = {kind for kind, _ in _named(ring.get("targets"))}
        if came_to and not came_to & {"phone", "applicationInstance"}:
            yield Breach(
                Severity.ERROR,
                phones[0],
                "the target is a telephone, and the call did not come to a number or an application instance",
                "Have the call placed to an application instance that owns a number, or redirect to a user.",
                exchange=redirect,
            )
            return


RULES = (
    Rule("RDC019", "a telephone can be reached from this call", Scope.CALL, telephone),
    Rule("RDC020", "the call does not go back to the caller", Scope.CALL, back_to_the_caller),
    Rule("RDQ031", "the call does not come back to the bot", Scope.CALL, back_to_the_bot),
)
