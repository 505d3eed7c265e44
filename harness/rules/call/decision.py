"""Rules on what a bot decides about a call: once, while it rings, and for the call that rang."""

from collections.abc import Iterator

from harness.attempts import logical
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, State, accepted, action_of, between
from harness.exchange import Exchange, Way
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.unseen import NO_WEBHOOKS
from harness.rules.wording import named

_WHERE = "request"


def known_call(call: Conversation, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a redirect names a call that an earlier notification told of as incoming.

    A recording without webhooks cannot show it, and is not judged.

    Why it matters: only a call that rings can be passed on. A bot that takes the id from the wrong place (the
    chain, a participant, an earlier call) asks for a call that does not exist, and the one that rings goes on
    ringing.

    Breaks it:

        0.0   platform  incoming call=A
        0.2   bot       202
        1.0   bot       redirect call=A
        1.4   graph     202
        2.0   bot       redirect call=B
        2.3   graph     404 code=8522

    Instead:

        0.0   platform  incoming call=A
        0.2   bot       202
        1.0   bot       redirect call=A
        1.4   graph     202

    Who says so: the pages of v1.0 and beta, where redirect is an action on an incoming call.

    Severity: reference error, v1.0 error, beta error.
    """
    redirects = call.sent("redirect")
    if not redirects or call.call is None or call.began is not State.UNSEEN:
        return
    first = redirects[0]
    if call.rang is not None and _not_later(call, call.rang, first):
        return
    if Way.TO_BOT not in call.ways:
        yield NO_WEBHOOKS
        return
    flaw = "before its call rang" if call.rang else "for a call that no notification told of"
    yield Breach(
        Severity.ERROR,
        "request.uri",
        f"the redirect was sent {flaw}",
        "Take the id from the last segment of resourceUrl in the incoming notification, and wait for that.",
        exchange=first,
    )


def _not_later(call: Conversation, one: Exchange, other: Exchange) -> bool:
    return _place(call, one) <= _place(call, other)


def _place(call: Conversation, exchange: Exchange) -> int:
    return next(at for at, each in enumerate(call.exchanges) if each is exchange)


def one_decision(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a call is either answered, rejected or redirected: none of these after another one that
    was accepted.

    Why it matters: each of the three ends the time in which the call waits for a decision. What comes second
    finds no call that rings; mostly two handlers of the bot, or two of its instances, took the same call.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       answer
        1.3   graph     202
        1.5   bot       redirect
        1.8   graph     404 code=8522

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        1.3   graph     202

    Who says so: the pages of v1.0 and beta: a call that is redirected was neither answered nor rejected
    before.

    Severity: reference error, v1.0 error, beta error.
    """
    decided: str | None = None
    for exchange in call.exchanges:
        action = action_of(exchange)
        if action not in ("redirect", "answer", "reject"):
            continue
        if decided is not None and action != decided and "redirect" in (action, decided):
            yield Breach(
                Severity.ERROR,
                _WHERE,
                f"{named(action)} was sent for a call whose {named(decided)} had been accepted",
                "Let one place decide what becomes of a call, and remember that it did.",
                exchange=exchange,
            )
            return
        if accepted(exchange):
            decided = decided or action


def once(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: after a redirect was accepted, no second one is sent for the same call.

    A repeat of the same request (the same client-request-id, or a Retry-Attempt that Graph's SDKs count) is
    the same redirect. One with other targets after a refusal is a second try, and is let be.

    Why it matters: an accepted redirect is under way, its targets ring. A second one cannot take it back; at
    best it is refused, at worst somebody else rings as well.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect target=user
        1.4   graph     202
        3.0   bot       redirect target=phone
        3.3   graph     404 code=8522

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect target=user
        1.4   graph     202

    Who says so: no page; it follows from what an accepted action on a ringing call is.

    Severity: reference error, v1.0 error, beta error.
    """
    done = False
    for attempts in logical(call.sent("redirect")):
        if done:
            yield Breach(
                Severity.ERROR,
                _WHERE,
                "a second redirect was sent for a call whose first one had been accepted",
                "Name all targets in one redirect: they ring together, the first to pick up gets the call.",
                exchange=attempts[0],
            )
            return
        done = any(accepted(attempt) for attempt in attempts)


def nothing_after_the_end(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no action on a call after the bot was told that it is over.

    What the bot sent before it had replied to that notification crossed it on the way, and is let be.

    Why it matters: the call does not exist any more; the service answers 404 with code 8522. A bot that does
    so often queues calls for longer than they ring.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        9.0   platform  terminated
        9.1   bot       202
        9.8   bot       redirect
        9.9   graph     404 code=8522

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        2.0   bot       redirect
        2.3   graph     202
        9.0   platform  terminated
        9.1   bot       202

    Who says so: traffic of the live service: 404 with code 8522 for a call that is over.

    Severity: reference error, v1.0 error, beta error.
    """
    over = call.began is State.TERMINATED
    ended = call.ended
    for exchange in call.exchanges:
        late = over or (ended is not None and _learnt(ended, exchange))
        if late and action_of(exchange):
            yield Breach(
                Severity.ERROR,
                _WHERE,
                f"{named(action_of(exchange))} was sent for a call that the bot had been told is over",
                "Drop what is planned for a call when its terminated notification arrives.",
                exchange=exchange,
            )
            return


def _learnt(ended: Exchange, exchange: Exchange) -> bool:
    """Whether the bot knew of the end when it sent the request."""
    gap = between(ended, exchange)
    return gap is not None and gap >= (ended.seconds or 0.0)


RULES = (
    Rule("RDC001", "a redirect names a call that rang", Scope.CALL, known_call),
    Rule("RDC003", "a call is answered, rejected or redirected", Scope.CALL, one_decision),
    Rule("RDC004", "a call is redirected once", Scope.CALL, once),
    Rule("RDC005", "nothing is asked of a call that is over", Scope.CALL, nothing_after_the_end),
)
