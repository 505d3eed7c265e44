"""Rules on what shows that a webhook is the platform's: its token, the header it stands in, the user agent.

A recording holds no token: what it said was read before redaction, and is judged from facts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import Webhook

_HEADER = "authorization"
_MISSPELT = "authentication"
_AGENT = re.compile(r"Microsoft-Skype/.*\bCalling\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a token should say: a fact of harness.facts, and what it is of a good one.

    flaw: what is wrong with one where it is not so. fix: what to do about it. always: whether any token of
    the platform tells it. The audience can be compared only where the bot is called by its app id.
    """

    fact: str
    good: bool
    flaw: str
    fix: str
    always: bool = True


_CLAIMS = (
    _Claim(
        "token_issuer_known",
        True,
        "was not issued by the platform",
        "Accept https://api.botframework.com and https://graph.microsoft.com as issuers, and no others.",
    ),
    _Claim(
        "token_app_matches",
        True,
        "is for another application than the bot that is called",
        "Refuse it: the audience has to be the bot's own app id.",
        always=False,
    ),
    _Claim(
        "token_tenant_matches",
        True,
        "names another tenant than the call",
        "Refuse it: `tid` has to be the `tenantId` of the call.",
    ),
    _Claim(
        "token_expired",
        False,
        "had expired when it came",
        "Refuse it, and look at the clock of whoever sent or received it.",
    ),
)


def token(webhook: Webhook, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the webhook carries a bearer token that the platform issued, for the bot that is called
    and the tenant of the call, and that had not expired.

    All of it is read from the token as it came and kept as facts; the signature is not verified. Where the
    bot is called by a resource account, the message does not show its app id, and the audience is let be.

    Why it matters: the URL of a webhook is no secret, and the token is all that keeps others from telling the
    bot of calls. On a recording of real traffic a bad token means that somebody else wrote the message, or
    that the bot is registered otherwise than it believes.

    Breaks it:

        token_expired = true

    Instead:

        token_expired = false

    Who says so: the page on incoming call notifications for Teams bots, and the validation in Microsoft's
    samples.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    facts = webhook.exchange.facts
    where = _MISSPELT if _misspelt(webhook) else _HEADER
    present = facts.get("token_present")
    if present is None:
        yield Unjudged("the recording keeps no facts of the webhook's token")
        return
    if present is False:
        yield Breach(
            Severity.WARNING,
            f"request.headers.{where}",
            "the webhook carries no bearer token",
            "Let the bot refuse it with 401: the platform sends `Authorization: Bearer {token}`.",
        )
        return
    for claim in _CLAIMS:
        told = facts.get(claim.fact)
        if told is None and claim.always:
            yield Unjudged("the recording does not hold all that the webhook's token said")
        elif told is not None and told is not claim.good:
            message = f"the token of the webhook {claim.flaw}"
            yield Breach(Severity.WARNING, f"request.headers.{where}", message, claim.fix)


def header_name(webhook: Webhook, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the token of a webhook does not stand in a header named Authentication.

    Why it matters: HTTP knows Authorization, and that is what the platform sends. A published sample of a
    notification has the other name; a bot that was written after it looks for its token in vain, and one
    that is tested with such a message is not tested.

    Breaks it:

        Authentication: Bearer REDACTED

    Instead:

        Authorization: Bearer REDACTED

    Who says so: RFC 9110 section 11.6.2; the prose beside that sample, and logs of the platform.

    Severity: reference error, v1.0 error, beta error.
    """
    if _misspelt(webhook):
        yield Breach(
            Severity.ERROR,
            f"request.headers.{_MISSPELT}",
            "the token stands in a header named Authentication, which HTTP does not know",
            "Send it as `Authorization: Bearer {token}`.",
        )


def _misspelt(webhook: Webhook) -> bool:
    headers = webhook.request.headers
    return _MISSPELT in headers and _HEADER not in headers


def user_agent(webhook: Webhook, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the User-Agent of a webhook is that of the calling platform: Microsoft-Skype, Calling.

    Why it matters: it proves nothing, since anybody can send it, and no bot should rely on it. In a recording
    another one tells that a script or a test wrote the message, so that it may lack what real ones have.

    Breaks it:

        User-Agent: curl/8.9.1

    Instead:

        User-Agent: Microsoft-Skype/3.0,(Calling/1.0)

    Who says so: logs of the platform; no edition tells of it.

    Severity: reference info, v1.0 info, beta info.
    """
    if not _AGENT.search(webhook.request.headers.get("user-agent") or ""):
        yield Breach(
            Severity.INFO,
            "request.headers.user-agent",
            "the User-Agent is not that of the calling platform",
            "Send `User-Agent: Microsoft-Skype/3.0,(Calling/1.0)` in what stands for the platform.",
        )


RULES = (
    Rule("RDN012", "the webhook's token is the platform's", Scope.WEBHOOK, token),
    Rule("RDN013", "the token is in the Authorization header", Scope.WEBHOOK, header_name),
    Rule("RDN016", "the user agent is the platform's", Scope.WEBHOOK, user_agent),
)
