"""Rules on whom a redirect's token was issued for. They rest on facts of the proxy: no token is kept."""

from collections.abc import Iterator

from harness.contract.model import Contract, Permission
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import Redirect
from harness.rules.unseen import NO_TOKEN

_WHERE = "request.headers.authorization"
_APPLICATION = "Application"
_NEEDED = "Calls.Initiate.All"


def tenant(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the token was issued by the tenant that the call belongs to.

    Why it matters: a bot of several tenants needs a token of the tenant named in the notification; with
    another one the service answers 403 and code 7505. Tokens of `/common` work by chance only.

    Breaks it:

        token_tenant_matches = false

    Instead:

        token_tenant_matches = true

    Who says so: reports of code 7505, tenant mismatch, and Microsoft's own samples, which fetch a token for
    the tenant of each notification.

    Severity: reference error, v1.0 error, beta error.
    """
    matches = redirect.exchange.facts.get("token_tenant_matches")
    if matches is None:
        yield NO_TOKEN
    elif not matches:
        yield Breach(
            Severity.ERROR,
            _WHERE,
            "the token was issued by another tenant than the call's",
            "Fetch the token at the login address of the tenantId in the incoming notification.",
        )


def permission(redirect: Redirect, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the token is for Microsoft Graph, and its roles contain the application permission that
    the edition names.

    Why it matters: to answer a call between two people takes no permission, to pass it on does. Without it
    the service answers 403 and code 7504, often for the first time in production, where nobody consented.

    Breaks it:

        token_has_calls_initiate = false

    Instead:

        token_has_calls_initiate = true

    Who says so: the permission table of v1.0 and beta: Calls.Initiate.All. Reference leaves it open, so that
    it is a warning there.

    Severity: reference warning, v1.0 error, beta error.
    """
    facts = redirect.exchange.facts
    graph, granted = facts.get("token_audience_graph"), facts.get("token_has_calls_initiate")
    if graph is None and granted is None:
        yield NO_TOKEN
        return
    flaw = "was not issued for Microsoft Graph" if graph is False else f"does not carry {_NEEDED}"
    held = graph is not False and granted is not False
    verdict = documentation.constraint(_demanded, lambda _: held)
    if verdict is not None:
        yield Breach.weighed(
            verdict,
            _WHERE,
            f"the token {flaw}; {verdict.deciding.edition} demands {_NEEDED}",
            "Ask for https://graph.microsoft.com/.default, and have an administrator consent.",
        )


def _demanded(contract: Contract) -> Permission | None:
    found = contract.permission(_APPLICATION)
    return found if found and _NEEDED in found.names else None


def application(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the token was issued to the application that the call came to.

    Why it matters: the service answers 403 and code 7507 to an application that the call does not belong to.
    Two registrations, one for the bot and one for Graph, or a staging secret in production are the usual
    causes.

    Breaks it:

        token_app_matches = false

    Instead:

        token_app_matches = true

    Who says so: reports of code 7507, call source identity invalid.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    matches = redirect.exchange.facts.get("token_app_matches")
    if matches is None:
        yield NO_TOKEN
    elif not matches:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            "the token was issued to another application than the bot that the call came to",
            "Fetch the token with the bot's own application id and secret.",
        )


RULES = (
    Rule("RDC012", "the token is of the call's tenant", Scope.REDIRECT, tenant),
    Rule("RDC013", "the token may initiate calls", Scope.REDIRECT, permission),
    Rule("RDC014", "the token is the bot's own", Scope.REDIRECT, application),
)
