"""Rules on repeating a redirect: which answers are worth a second attempt, and which silence is."""

from collections.abc import Iterator
from itertools import pairwise

from harness.attempts import challenged, logical
from harness.contract.precedence import Documentation
from harness.conversation import Conversation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope

_FINAL = {
    400: "says that the request is wrong",
    401: "says that the token is not accepted",
    403: "says that the application may not do it",
    404: "says that there is no such call",
    409: "says that another action on the call is under way",
}
"""Statuses that a repeat of the same request does not change, and what they say."""


def worth_repeating(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the same redirect is not sent again after an answer that a repeat does not change: 400,
    401 without a claims challenge, 403, 404, 409.

    Why it matters: the answer would be the same, and the call rings only a few seconds. Graph's SDKs repeat
    429, 503 and 504 alone; a loop around the SDK that repeats everything is the usual cause.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        1.3   graph     403 code=7504
        2.0   bot       redirect
        2.3   graph     403 code=7504

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect client-request-id=1
        1.3   graph     503 Retry-After=1
        2.4   bot       redirect client-request-id=1 Retry-Attempt=1
        2.7   graph     202

    Who says so: Graph's page on error responses, and what the retry handlers of its SDKs repeat.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for attempts in logical(call.sent("redirect")):
        for before, after in pairwise(attempts):
            answer = before.response
            if answer is not None and answer.status in _FINAL and not challenged(answer):
                yield Breach(
                    Severity.WARNING,
                    "request",
                    f"the same redirect was sent again after {answer.status}, which {_FINAL[answer.status]}",
                    "Change what the answer is about, or give up: answer or reject the call while it rings.",
                    exchange=after,
                )


def outcome_known(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a redirect that got no answer is not sent again.

    Why it matters: nobody knows whether the first one arrived. If it did, its targets ring, and the second
    one is refused or disturbs them: a redirect is no request that can safely be sent twice. The notification
    that ends the call tells what became of it.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        6.0   graph     silence
        6.1   bot       redirect
        6.4   graph     404 code=8522

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        1.3   graph     202

    Who says so: no page; RFC 9110 section 9.2.2 asks clients not to repeat a request whose method is not
    idempotent, such as POST, without knowing that the first one was not applied.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for attempts in logical(call.sent("redirect")):
        for before, after in pairwise(attempts):
            if before.response is None:
                yield Breach(
                    Severity.WARNING,
                    "request",
                    "the redirect was sent again after one that got no answer and may have been applied",
                    "Wait for the call's next notification, and set the client's timeout well below 15 s.",
                    exchange=after,
                )


RULES = (
    Rule("RDC016", "what cannot succeed is not repeated", Scope.CALL, worth_repeating),
    Rule("RDC017", "what may have been applied is not repeated", Scope.CALL, outcome_known),
)
