"""Rules on callbackUri: that the platform can call it, and that it gives nothing away.

What a masked URL cannot show any more was noted as facts when it was recorded.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from harness.body import child
from harness.contract.precedence import Documentation
from harness.exchange import FactValue, split
from harness.findings import Severity
from harness.redaction.masks import masks
from harness.rules.model import Breach, Rule, Scope, Unjudged, about, deciding, stated
from harness.rules.subject import BODY, STAND_INS, Body, kind
from harness.rules.wording import listed
from harness.urls import pieces

_WHERE = child(BODY, "callbackUri")
_FIX = 'Send `"callbackUri": "https://<your bot>/api/calls"`, or leave it out.'
_PLAYED = " Where redial plays Graph {} may stay: its webhooks go to `--bot`, whatever the host."
_GAP = re.compile(r"[\s\x00-\x1f\x7f]")
"""What no URL has in it (RFC 3986 section 2), though lenient readers leave it out."""

_UNREACHABLE: dict[FactValue, str] = {
    "loopback": "is the machine itself, which the platform cannot call",
    "private": "is a host of a private network, which the platform cannot call",
    "tunnel": "is a tunnel's, which is gone when the tunnel is",
}
"""Classes of hosts of the fact `callback_host` -> what to say of one."""

_UNKNOWN = Unjudged("the recording keeps no facts on callbackUri")

_scheme = about("callbackUri", lambda parameter: parameter.scheme)


def callback(body: Body, documentation: Documentation) -> Iterator[Breach]:
    """What it checks: `callbackUri` is an absolute https URL with a host, without blanks; null is let be.

    Why it matters: the notification of how the call ended goes there. With a URL that the platform cannot or
    may not call, the bot never learns whether anybody picked up.

    Breaks it:

        "callbackUri": "http://bot.example/api/calls"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: the row of `callbackUri` in v1.0 and beta. Reference says only that it is a String, so that a
    value of another type is an error there too.

    Severity: reference warning, v1.0 error, beta error.
    """
    value = body.members.get("callbackUri")
    if value is None:
        return
    if not isinstance(value, str):
        yield Breach(
            Severity.ERROR,
            _WHERE,
            f"`callbackUri` is {kind(value)}, not a string",
            _FIX,
            stated(documentation, lambda contract: contract.parameter("callbackUri")),
        )
        return
    verdict = documentation.constraint(_scheme, lambda fact: _absolute(value, fact.value))
    if verdict is not None:
        wanted = _scheme(deciding(documentation, verdict))
        scheme = wanted.value if wanted else "https"
        sent = "has the scheme http" if _absolute(value, "http") else f"is no absolute {scheme} URL"
        message = f"`callbackUri` {sent}; {verdict.deciding.edition} documents {scheme}"
        breach = Breach.weighed(verdict, _WHERE, message, _FIX)
        refused = breach.severity is Severity.ERROR
        yield breach if refused else replace(breach, fix=_FIX + _if_played(body, "it"))


def _if_played(body: Body, what: str) -> str:
    """What else is to be said of a bot on this machine: it is where the simulator finds it."""
    local = body.exchange.facts.get("callback_host") == "loopback"
    return _PLAYED.format(what) if local and body.exchange.origin in STAND_INS else ""


def _absolute(url: str, scheme: str) -> bool:
    parts = split(url)
    sound = pieces(url).has_port and not _GAP.search(url)
    return parts.scheme == scheme and bool(parts.hostname) and sound


def plain(body: Body, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: `callbackUri` holds ASCII only, no user or password before its host, and no fragment.

    What has no host is left to RDQ050. Whether a URL that is masked was ASCII, the fact callback_ascii says.

    Why it matters: the schema has ASCII for it; other letters belong percent-encoded, and those of a host in
    punycode. A user and a password go over the wire and into logs, and a fragment is never sent to a server.

    Breaks it:

        "callbackUri": "https://bot.example/api/calls#incoming"

    Instead:

        "callbackUri": "https://bot.example/api/calls/incoming"

    Who says so: the schema, Edm.String with Unicode false; RFC 9110 section 4.2.4 on users, RFC 3986 section
    3.5 on fragments.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    value = body.members.get("callbackUri")
    if not isinstance(value, str) or not (found := pieces(value)).name:
        return
    ascii_sent = body.exchange.facts.get("callback_ascii", value.isascii())
    flaws = [
        *(["characters outside ASCII"] if not ascii_sent else []),
        *(["a user before its host"] if found.userinfo else []),
        *(["a fragment"] if found.fragment else []),
    ]
    if flaws:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"`callbackUri` has {listed(flaws)}",
            _FIX,
            stated(documentation, lambda contract: contract.parameter("callbackUri")),
        )
    elif "callback_ascii" not in body.exchange.facts and any(masks(value)):
        yield _UNKNOWN


def reach(body: Body, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the host of `callbackUri` is one that the platform can call, and that lasts.

    Found are the loopback interface, hosts and addresses of private networks, and the hosts that tunnels such
    as ngrok hand out. The fact callback_host says it: in a recording the host is masked.

    Why it matters: how the call ended is told to that host. Nothing reaches a private one from outside, and
    the host of a tunnel often is another one the next day.

    Breaks it:

        "callbackUri": "https://localhost:3978/api/calls"

    Instead:

        "callbackUri": "https://bot.example/api/calls"

    Who says so: RFC 1918 and RFC 6761 on what is private; the guide to testing a calling bot has tunnels for
    tests alone.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    value = body.members.get("callbackUri")
    if not isinstance(value, str) or not pieces(value).name:
        return
    known = body.exchange.facts.get("callback_host")
    if known is None:
        yield _UNKNOWN
    elif known in _UNREACHABLE:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"the host of `callbackUri` {_UNREACHABLE[known]}",
            "Send a URL on a public host that stays, or leave it out: then the registered webhook is called."
            + _if_played(body, "the host"),
            stated(documentation, lambda contract: contract.parameter("callbackUri")),
        )


def secret(body: Body, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: the query of `callbackUri` holds nothing that looks like a key, a token or a password.

    The fact callback_secret says it: in a recording the query is masked. A password before the host is
    RDQ051's.

    Why it matters: the URL is handed to a service that writes it down, and it stands in the logs of whatever
    lies between. The platform signs what it sends; a key in the URL is not needed to know it.

    Breaks it:

        "callbackUri": "https://bot.example/api/calls?code=4f9a0c27"

    Instead:

        "callbackUri": "https://bot.example/api/calls?region=emea"

    Who says so: RFC 6750 section 5.3, of tokens in URLs.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    value = body.members.get("callbackUri")
    if not isinstance(value, str) or not (found := pieces(value)).query or found.userinfo:
        return
    told = body.exchange.facts.get("callback_secret")
    if told is None:
        yield _UNKNOWN
    elif told:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            "the query of `callbackUri` holds what looks like a secret",
            "Take it out, and know the platform by the token that it sends with each notification.",
            stated(documentation, lambda contract: contract.parameter("callbackUri")),
        )


RULES = (
    Rule("RDQ050", "callbackUri is an absolute https URL", Scope.BODY, callback),
    Rule("RDQ051", "callbackUri is plain", Scope.BODY, plain),
    Rule("RDQ052", "callbackUri can be reached", Scope.BODY, reach),
    Rule("RDQ054", "callbackUri holds no secret", Scope.BODY, secret),
)
