"""Rules on what the bot replies to a webhook: whether it took the message, and in which format."""

from collections.abc import Iterator

from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import Webhook

_STATUS = "response.status"
_NO_REPLY = Unjudged("the webhook got no answer")
_UNAUTHENTIC = (401, 403)


def legacy(webhook: Webhook, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a message in the older Skype format, with `callState` and without `value`, is answered
    204.

    Why it matters: 204 is how a bot says that it wants Graph's format; the platform then sends the call again
    in it. After any other success the platform believes that the bot has understood, nothing is sent again,
    and the call rings until its time is over.

    Breaks it:

        {"id": "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", "callState": "incoming", "participants": []}

    Instead:

        {"id": "9f2c61b8-0d4e-4a37-8b15-c7e3a6904d52", "callState": "incoming", "participants": []}

        HTTP/1.1 204 No Content

    Who says so: the page on incoming call notifications for Teams bots; no edition tells of the older format.

    Severity: reference error, v1.0 error, beta error.
    """
    if not webhook.legacy:
        return
    response = webhook.exchange.response
    if response is None:
        yield _NO_REPLY
    elif response.status != 204:
        yield Breach(
            Severity.ERROR,
            _STATUS,
            f"the message is in the older Skype format, and the bot answers {response.status}, not 204",
            "Answer 204 to a message without `value`: the platform sends the call again in Graph's format.",
        )


def status(webhook: Webhook, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the bot answers a webhook with a success other than 204, or with 302 and a Location.

    204 asks for Graph's format, and fits only what is not in it: to the older format it is due (RDN002). 302
    hands the call to the bot in another region. A message that is no JSON object may be refused with 204 or
    400 to 499.

    Why it matters: after any other answer the platform takes the notification as not delivered, and the call
    as one that the bot does not want. 401 and 403 say that the token of the webhook did not convince the bot:
    on a real call this is right only when somebody else sent it.

    Breaks it:

        HTTP/1.1 500 Internal Server Error

    Instead:

        HTTP/1.1 202 Accepted

    Who says so: the page on incoming call notifications for Teams bots.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    if webhook.legacy:
        return
    response = webhook.exchange.response
    if response is None:
        yield _NO_REPLY
        return
    refusable = webhook.flaw is not None and (response.status == 204 or 400 <= response.status < 500)
    if refusable or (200 <= response.status < 300 and response.status != 204):
        return
    if response.status == 302:
        if "location" not in response.headers:
            yield Breach(
                Severity.WARNING,
                "response.headers.location",
                "the bot answers 302 without a Location, and so names no other region",
                "Send the webhook's URL in the other region as `Location`, or answer 202.",
            )
        return
    words, fix = (
        f"the bot answers {response.status} to a webhook",
        "Answer 202 as soon as the message is taken in.",
    )
    if response.status == 204:
        words = "the bot answers 204, which asks for Graph's format, to a message that is in it"
    elif response.status in _UNAUTHENTIC:
        words = f"the bot answers {response.status}: it does not take the webhook for the platform's"
        fix = "Look at how the bot validates the token: the keys it trusts, the issuer, and its own app id."
    yield Breach(Severity.WARNING, _STATUS, words, fix)


RULES = (
    Rule("RDN002", "the older format is answered 204", Scope.WEBHOOK, legacy),
    Rule("RDN015", "the bot takes the webhook", Scope.WEBHOOK, status),
)
