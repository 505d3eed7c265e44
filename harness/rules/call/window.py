"""Rules on time: a call waits only so long for the bot to decide, and the platform for an acknowledgement."""

from collections.abc import Iterator
from itertools import pairwise

from harness.attempts import Attempts, logical, retry_after_s
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, between
from harness.exchange import Exchange
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.unseen import NO_RING, NO_TIMES

_WHERE = "request"
_NARROW = 2 / 3
"""Of the window: a bot that takes longer has no time left for a repeat (10 of 15 seconds)."""

_SLACK_S = 0.05
"""How much earlier than Retry-After says a request may come: clocks of client and proxy differ."""

_FASTER = "Acknowledge first, decide at once, and keep slow look-ups and token fetches out of the call's way."


def in_time(call: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the redirect is sent within the documented time of the incoming notification: 15
    seconds, or 5 for a bot that records by policy (`recording-bot = true` in the configuration).

    More than two thirds of that time is a warning in every edition: nothing is left for a second attempt. Of
    requests that are repeated the first one counts; what repeats cost is RDC015's.

    Why it matters: after that the call is gone: it rang out or went to voicemail, and the service answers
    404. A token fetched while the call rings and a look-up in a slow directory are the usual causes.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        16.0  bot       redirect
        16.3  graph     404 code=8522

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        4.0   bot       redirect
        4.3   graph     202

    Who says so: the pages of v1.0 and beta. Reference is silent, so that it is a warning there.

    Severity: reference warning, v1.0 error, beta error.
    """
    for attempts in logical(call.sent("redirect")):
        found = _timed(call, attempts[0], documentation)
        if found is not None:
            yield found
            return


def _timed(call: Conversation, redirect: Exchange, documentation: Documentation) -> Breach | Unjudged | None:
    window = documentation.window
    if window is None:
        return None
    if call.rang is None:
        return NO_RING
    waited = between(call.rang, redirect)
    if waited is None:
        return NO_TIMES
    sent = f"the redirect was sent {waited:.1f} s after the call rang"
    verdict = documentation.constraint(documentation.window_of, lambda fact: waited < fact.value)
    if verdict is not None:
        message = f"{sent}; {verdict.deciding.edition} documents {window.value} s"
        return Breach.weighed(verdict, _WHERE, message, _FASTER, redirect)
    if waited > window.value * _NARROW:
        left = f"{window.value - waited:.1f} of {window.value} s are left, too little for a second attempt"
        return Breach(Severity.WARNING, _WHERE, f"{sent}: {left}", _FASTER, window.cite, redirect)
    return None


def acknowledged(call: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the bot replies to the incoming notification, and does so before the time to decide is
    over. Which status it replies with is RDN015's.

    Why it matters: the platform takes silence for a bot that is not there, and offers the call elsewhere. The
    reply and the redirect are independent: neither has to wait for the other.

    Breaks it:

        0.0   platform  incoming
        1.0   bot       redirect
        1.3   graph     202
        16.0  bot       202

    Instead:

        0.0   platform  incoming
        0.1   bot       202
        1.0   bot       redirect
        1.3   graph     202

    Who says so: the time to decide of v1.0 and beta, and codes 8586 and 8610 of the calling platform, which
    stand for a notification that no bot acknowledged.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    window, rang = documentation.window, call.rang
    if window is None or rang is None:
        return
    if rang.response is None:
        flaw = "the bot never replied to the incoming notification"
    elif rang.seconds is None:
        yield NO_TIMES
        return
    elif rang.seconds >= window.value:
        flaw = f"the bot replied to the incoming notification after {rang.seconds:.1f} s"
    else:
        return
    fix = "Reply 202 at once, and decide in the background."
    yield Breach(Severity.WARNING, "response", flaw, fix, window.cite, rang)


def repeats_in_time(call: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: repeats of a redirect stay within the time that the call rings. One that came later
    than the incoming notification allows is an error; one that came sooner than Retry-After asks, a warning.

    Why it matters: the retries of Graph's SDKs were made for requests that can wait: three of them sleep 10
    to 14 seconds in Python and 15 to 18 in JavaScript, more than a call rings. Repeats that do not wait as
    they were told keep the service from recovering and are refused again.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        2.0   bot       redirect
        2.3   graph     503 Retry-After=14
        16.5  bot       redirect Retry-Attempt=1
        16.8  graph     404 code=8522

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect client-request-id=1
        1.3   graph     429 Retry-After=2
        3.5   bot       redirect client-request-id=1 Retry-Attempt=1
        3.8   graph     202

    Who says so: the time to decide of v1.0 and beta, and Graph's guidance on throttling for Retry-After.

    Severity: reference error, v1.0 error, beta error.
    """
    window = documentation.window
    for attempts in logical(call.sent("redirect")):
        for before, after in pairwise(attempts):
            yield from _waited_as_told(before, after)
        if len(attempts) < 2 or window is None:
            continue
        if call.rang is None:
            yield NO_RING
        elif None in (spent := [between(call.rang, each) for each in attempts]):
            yield NO_TIMES
        else:
            yield from _spent(attempts, [each or 0.0 for each in spent], documentation)


def _waited_as_told(before: Exchange, after: Exchange) -> Iterator[Breach]:
    asked, gap = retry_after_s(before), between(before, after)
    if asked is None or gap is None or before.seconds is None:
        return
    waited = gap - before.seconds
    if waited < asked - _SLACK_S:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"the redirect was repeated after {max(waited, 0):.1f} s; Retry-After had asked for {asked:.0f}",
            "Wait as long as Retry-After says, or do not repeat a redirect that would come too late.",
            exchange=after,
        )


def _spent(attempts: Attempts, spent: list[float], documentation: Documentation) -> Iterator[Breach]:
    window = documentation.window
    if window is None or spent[0] >= window.value:
        return  # late from the start: RDC002
    for attempt, waited in zip(attempts, spent, strict=True):
        if waited >= window.value:
            yield Breach(
                Severity.ERROR,
                _WHERE,
                f"a repeat of the redirect was sent {waited:.1f} s after the call rang, which waits"
                f" {window.value} s",
                "Give the client fewer retries or a shorter delay for this request, and let late ones go.",
                window.cite,
                attempt,
            )
            return


RULES = (
    Rule("RDC002", "the redirect is sent in time", Scope.CALL, in_time),
    Rule("RDC006", "the incoming notification is acknowledged", Scope.CALL, acknowledged),
    Rule("RDC015", "repeats wait as told and stay in time", Scope.CALL, repeats_in_time),
)
