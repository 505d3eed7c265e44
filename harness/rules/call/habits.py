"""Rules on a whole session: what a bot mixes, asks too often, or asks of two clouds at once."""

from collections.abc import Iterator

from harness.address import login_of
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.wording import listed, named
from harness.session import PERIOD, Session

_URI = "request.uri"

MOST = 50_000
"""Requests on calls that one application may send for one tenant within PERIOD (throttling limits)."""


def one_edition(session: Session, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: one session uses one version of the service and one root: not v1.0 beside beta, not
    /app beside /communications.

    Why it matters: the same call looks different from the two sides, and what was learnt of one does not hold
    for the other. Mostly one part of the bot was moved to a new SDK and another forgotten.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect version=v1.0
        1.3   graph     202
        30.0  platform  incoming call=B chain=2
        30.2  bot       202
        31.0  bot       redirect call=B version=beta
        31.3  graph     202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect version=v1.0
        1.3   graph     202

    Who says so: the HTTP request block of each edition, none of which lists the other's routes.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for kind, seen in (("versions", session.versions), ("roots", session.roots)):
        if len(seen) > 1:
            yield Breach(
                Severity.WARNING,
                _URI,
                f"the session mixes {kind}: {listed(map(named, seen))}",
                "Send every request of the bot to one version, under /communications.",
                exchange=list(seen.values())[1],
            )


def rate(session: Session, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no more than 50,000 requests on calls began within 15 seconds.

    Why it matters: beyond that the service throttles the application, and a throttled redirect mostly comes
    too late. The limit is counted per application and tenant; a recording of several tenants can only show
    that it may have been reached.

    Breaks it:

        50001 requests within 15 s

    Instead:

        50000 requests within 15 s

    Who says so: Graph's page on throttling limits. Until 2023 it named 100 concurrent calls and 10,000 calls
    a month instead.

    Severity: reference info, v1.0 info, beta info.
    """
    busiest = session.busiest
    if busiest is not None and busiest.requests > MOST:
        yield Breach(
            Severity.INFO,
            "request",
            f"{busiest.requests} requests on calls began within {PERIOD.seconds} s; the limit is {MOST}",
            "Spread the load, or ask for a higher limit.",
            exchange=busiest.exchange,
        )


def cached_token(session: Session, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no token is fetched while an earlier one of the same tenant still lasts, as a rule an
    hour.

    Why it matters: a fetch while the call rings takes a part of its 15 seconds, and the login side throttles
    too. Credentials of Azure's and Microsoft's libraries keep tokens, when one object is used for all calls.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        0.5   bot       token
        0.8   login     200
        1.0   bot       redirect
        1.3   graph     202
        30.0  platform  incoming call=B chain=2
        30.2  bot       202
        30.5  bot       token
        30.8  login     200
        31.0  bot       redirect call=B
        31.3  graph     202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        0.5   bot       token
        0.8   login     200
        1.0   bot       redirect
        1.3   graph     202
        30.0  platform  incoming call=B chain=2
        30.2  bot       202
        31.0  bot       redirect call=B
        31.3  graph     202

    Who says so: Microsoft's samples and the guidance of its identity platform, which ask for it.

    Severity: reference info, v1.0 info, beta info.
    """
    for fetches in session.fetches.values():
        if fetches.first_early is not None:
            times = "once" if fetches.early == 1 else f"{fetches.early} times"
            yield Breach(
                Severity.INFO,
                "request",
                f"{times} a token was fetched while an earlier one of the same tenant still lasted",
                "Keep one credential object for the life of the bot: it keeps its tokens.",
                exchange=fetches.first_early,
            )


def one_cloud(session: Session, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: tokens come from the cloud whose Graph they are used for.

    Why it matters: clouds do not accept each other's tokens; every request is answered 401. A deployment to a
    national cloud in which one of the two addresses was forgotten is the usual cause.

    Breaks it:

        0.0   bot       token host=login.microsoftonline.us
        0.3   login     200
        1.0   platform  incoming
        1.2   bot       202
        2.0   bot       redirect host=graph.microsoft.com
        2.3   graph     401 code=InvalidAuthenticationToken

    Instead:

        0.0   bot       token host=login.microsoftonline.com
        0.3   login     200
        1.0   platform  incoming
        1.2   bot       202
        2.0   bot       redirect host=graph.microsoft.com
        2.3   graph     202

    Who says so: Graph's page on national clouds, which gives each its own pair of addresses.

    Severity: reference error, v1.0 error, beta error.
    """
    for host, exchange in session.graph.items():
        wanted = login_of(host)
        if session.login and wanted and wanted not in session.login:
            yield Breach(
                Severity.ERROR,
                _URI,
                f"tokens come from {listed(session.login)}; the Graph that was asked takes those of {wanted}",
                f"Set the authority to https://{wanted}, or use the Graph address of the other cloud.",
                exchange=exchange,
            )


RULES = (
    Rule("RDC023", "a session keeps to one version and root", Scope.SESSION, one_edition),
    Rule("RDC024", "requests stay below the limit", Scope.SESSION, rate),
    Rule("RDC025", "tokens are kept", Scope.SESSION, cached_token),
    Rule("RDC026", "token and Graph are of one cloud", Scope.SESSION, one_cloud),
)
