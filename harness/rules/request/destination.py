"""Rules on where a redirect is sent: which cloud's Graph, and by which scheme."""

from collections.abc import Iterator

from harness.address import cloud_of, is_graph
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope
from harness.rules.subject import STAND_INS, Redirect
from harness.urls import is_loopback

_WHERE = "request.uri"


def cloud(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the redirect goes to the Graph of a cloud that has the action, in a version that it has
    there.

    China's cloud does not have it, and Germany's is closed: an error. The clouds of the US government have it
    in v1.0 alone: beta is a warning. A host that is no known Graph's is a warning too, since not every
    sovereign cloud has published its host, and a gateway may stand before Graph. It is let be on the loopback
    interface, and where a recording, the simulator or a fault answers. In a recording such a host is masked,
    and Graph's are not.

    Why it matters: a call lives in one cloud, and elsewhere nobody knows it. A host that is not Graph's is
    handed a token that may place calls for a whole tenant.

    Breaks it:

        POST https://graph.microsoft.de/v1.0/communications/calls/9f2c61b80d4e4a378b15c7e3a6904d52/redirect

    Instead:

        POST https://graph.microsoft.us/v1.0/communications/calls/9f2c61b80d4e4a378b15c7e3a6904d52/redirect

    Who says so: the tables of national clouds on the published pages of v1.0 and beta, which our pages leave
    out, and the schemas of the clouds.

    Severity: reference error, v1.0 error, beta error.
    """
    request, origin = redirect.request, redirect.exchange.origin
    found = cloud_of(request.host)
    version = redirect.address.version if redirect.address else ""
    if found is None:
        if request.host and origin not in STAND_INS and not is_loopback(request.host):
            yield Breach(
                Severity.WARNING,
                _WHERE,
                "the host is not the Graph of a cloud that is known",
                "Send it to https://graph.microsoft.com, or to the Graph of the tenant's own cloud.",
            )
    elif not found.versions:
        yield Breach(
            Severity.ERROR,
            _WHERE,
            f"the Graph of {found.name} has no redirect of calls",
            "Send it to the Graph of the cloud that the call came from, such as https://graph.microsoft.com.",
        )
    elif version == "beta" and version not in found.versions:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"the Graph of {found.name} has redirect in {found.versions[0]} alone, not in beta",
            f"Send it to https://{found.graph}/{found.versions[0]}/communications/calls/{{id}}/redirect.",
        )


def scheme(redirect: Redirect, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: a redirect goes out by https. A server on the loopback interface is a test's and is let
    be.

    It is also let be where a recording, the simulator or a fault answers for a Graph host: such a server is
    reached by plain http, and a client may name Graph to it as the host.

    Why it matters: the request carries a token that may place calls for a whole tenant; over plain http
    everyone on the way can read it.

    Breaks it:

        POST http://graph.microsoft.com/v1.0/communications/calls/9f2c61b80d4e4a378b15c7e3a6904d52/redirect

    Instead:

        POST https://graph.microsoft.com/v1.0/communications/calls/9f2c61b80d4e4a378b15c7e3a6904d52/redirect

    Who says so: every example of every edition has https; RFC 6750 section 5.2 asks it of every bearer token.

    Severity: reference error, v1.0 error, beta error.
    """
    request = redirect.request
    stands_in = redirect.exchange.origin in STAND_INS and is_graph(request.host)
    if request.scheme != "https" and not stands_in and not is_loopback(request.host):
        sent = "plain http" if request.scheme == "http" else "no https"
        yield Breach(
            Severity.ERROR,
            _WHERE,
            f"the redirect is sent by {sent}, which shows its token to everyone on the way",
            "Send it to https://graph.microsoft.com.",
        )


RULES = (
    Rule("RDQ007", "the host is a Graph that has redirect", Scope.REDIRECT, cloud),
    Rule("RDQ008", "the scheme is https", Scope.REDIRECT, scheme),
)
