"""Rules on trying a redirect again: when an answer allows it, and whether the call still rings then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from harness.attempts import challenged, retry_after_s
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, between
from harness.exchange import Exchange, Response
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import OURS, Answer
from harness.rules.unseen import NO_RING, NO_TIMES

_WHERE = "response.headers.retry-after"
_CHALLENGE = "response.headers.www-authenticate"
_TOLD_TO_WAIT = (429, 503)
_SOMETIME = datetime(2000, 1, 1, tzinfo=UTC)
"""In place of a time that is not known: whether a date can be read does not depend on it."""


def says_when(answer: Answer, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: an answer 429 or 503 has a Retry-After, in seconds or as an HTTP date.

    Why it matters: without it a client waits as long as it was built to. The defaults of Graph's SDKs for
    three attempts add up to 10 to 18 seconds, and in the meantime the call is gone. The usual cause of a
    missing Retry-After is a gateway, or that calls were not among the resources that send one, according to
    older guidance.

    Breaks it:

        HTTP/1.1 429 Too Many Requests
        Content-Type: application/json
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "TooManyRequests", "message": "Slow down."}}

    Instead:

        HTTP/1.1 429 Too Many Requests
        Content-Type: application/json
        Retry-After: 2
        request-id: 4d7a1c52-9e03-4b68-8f2d-c6a05b3e97f1

        {"error": {"code": "TooManyRequests", "message": "Slow down."}}

    Who says so: Graph's guidance on throttling, and RFC 9110 section 10.2.3 on the two forms of the header.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    response = answer.response
    timed = replace(answer.exchange, started_at=answer.exchange.started_at or _SOMETIME)
    if response.status in _TOLD_TO_WAIT and retry_after_s(timed) is None:
        given = "retry-after" in response.headers
        flaw = "a Retry-After that is neither seconds nor a date" if given else "no Retry-After"
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"the answer {response.status} has {flaw}",
            "Wait a second or two at most before one more attempt: the window of the call goes on.",
        )


def in_vain(conversation: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: an answer that asks to wait leaves time for another attempt: its Retry-After ends
    before the window of the call does.

    The window begins with the incoming notification, the wait with the answer. A Retry-After that cannot be
    read is RDR007's.

    Why it matters: a client that does as it is told repeats a redirect of a call that is over. The caller has
    heard it ring for nothing, and the bot adds to the load that it was asked to reduce.

    Breaks it:

         0.0  platform  incoming
         0.1  bot       202
         3.0  bot       redirect
         3.2  graph     429 Retry-After=30

    Instead:

         0.0  platform  incoming
         0.1  bot       202
         3.0  bot       redirect client-request-id=1
         3.2  graph     429 Retry-After=2
         5.4  bot       redirect client-request-id=1 Retry-Attempt=1
         5.6  graph     202
        20.0  platform  terminated
        20.1  bot       202

    Who says so: the introduction of v1.0 and beta, which gives the window; RFC 9110 section 10.2.3 on what
    Retry-After asks for.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    window = documentation.window
    for attempt in conversation.sent("redirect"):
        answer, wait = _answer(attempt), retry_after_s(attempt)
        if window is None or answer is None or answer.status not in _TOLD_TO_WAIT or wait is None:
            continue
        if conversation.rang is None:
            yield NO_RING
        elif (waited := between(conversation.rang, attempt)) is None or attempt.seconds is None:
            yield NO_TIMES
        elif wait >= (left := window.value - waited - attempt.seconds):
            yield Breach(
                Severity.WARNING,
                _WHERE,
                f"Retry-After asks to wait {wait:.1f} s, and the window has {max(left, 0.0):.1f} s left",
                "Make no further attempt: the call is gone by then. Only sending fewer requests helps.",
                window.cite,
                attempt,
            )


def challenge(conversation: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: an answer 401 that asks for further claims is followed by one other attempt, and by one
    only when that is answered so as well.

    Why it matters: the token was withdrawn before it expired, which Graph tells to clients that declare
    themselves capable of it (continuous access evaluation). A new token with the claims asked for mends that
    at once, while the call rings; the same challenge again is a matter of policy, and no attempt helps.

    Breaks it:

         0.0  platform  incoming
         0.1  bot       202
         1.0  bot       redirect
         1.2  graph     401 WWW-Authenticate="Bearer error=insufficient_claims, claims=eyJ9"

    Instead:

         0.0  platform  incoming
         0.1  bot       202
         1.0  bot       redirect
         1.2  graph     401 WWW-Authenticate="Bearer error=insufficient_claims, claims=eyJ9"
         1.9  bot       redirect
         2.1  graph     202
        20.0  platform  terminated
        20.1  bot       202

    Who says so: the page on continuous access evaluation for applications, and Graph's SDKs, which resend
    once. No edition tells of it.

    Severity: reference info, v1.0 info, beta info.
    """
    attempts = conversation.sent("redirect")
    asking = [(answer := _answer(each)) is not None and challenged(answer) for each in attempts]
    for at, attempt in enumerate(attempts):
        followed = at + 1 < len(attempts)
        again = at > 0 and asking[at - 1]
        if asking[at] and followed == again:
            yield Breach(
                Severity.INFO,
                _CHALLENGE,
                "the answer repeats the claims it asks for, and the bot tried on"
                if again
                else "the answer asks for further claims, and no other attempt follows",
                "Stop: the tenant's policy does not let this token through."
                if again
                else "Fetch a new token with the claims of the challenge, and send the redirect once more.",
                exchange=attempt,
            )


def _answer(attempt: Exchange) -> Response | None:
    """What somebody other than redial answered to an attempt."""
    return None if attempt.origin in OURS else attempt.response


RULES = (
    Rule("RDR007", "an answer that asks to wait says how long", Scope.ANSWER, says_when),
    Rule("RDR008", "waiting leaves time for another attempt", Scope.CALL, in_vain),
    Rule("RDR010", "a challenge is met once", Scope.CALL, challenge),
)
