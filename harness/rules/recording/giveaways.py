"""Rules on what tells whose recording it is: ids, hosts, and what machines say of themselves."""

import re
from collections.abc import Iterator

from harness.address import is_login
from harness.contract.precedence import Documentation
from harness.exchange import Way
from harness.findings import Severity
from harness.redaction.leaks import leaks
from harness.rules.held import PATH, URL, Held
from harness.rules.model import Breach, Rule, Scope
from harness.rules.recording.hygiene import breaches
from harness.rules.subject import Kept
from harness.rules.telling import MACHINES, asks_secret, clean

_CALLBACK = "callbackuri"


def identifier(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: where a tenant, a user or an application is named by its GUID, the GUID is a mask.

    Looked at are the ids of identities, members such as `tenantId`, `oid`, `appid` and `client_id`, the
    tenant in the URL of the login side, and the URL of the bot, which often has its application id in it. A
    mask is a GUID of version 8 whose middle is `-8ed1-a1..-`. The nil GUID and Graph's own application id
    name nobody. Ids of calls, chains, participants, messages and requests are let be: they end with the call.

    Why it matters: such an id never changes. Who has the tenant's finds its name by one request, and the id
    of a user joins this file to every other one that names him.

    Breaks it:

        "targets": [{"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"}}}]

    Instead:

        "targets": [{"identity": {"user": {"id": "4b3c2196-9c9e-8ed1-a1a8-0d816e17257f"}}}]

    Who says so: nobody but redial; no edition speaks of recordings.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    told = (
        (text, "the id of a tenant, a user or an application stands in the recording in clear")
        for text in kept.texts
        if _names_somebody(kept, text)
    )
    yield from breaches(kept, Severity.WARNING, told)


_IDENTITIES = frozenset(
    {
        *("application", "applicationinstance", "assertedidentity", "azurecommunicationservicesuser"),
        *("device", "guest", "onpremises", "user"),
    }
)
_LABELLED = re.compile(
    r"(?:(?i:(?<![a-z])[to]id|orgid|\b28|(?:tenant|app|application|client|object|user)_?id|\b(?:azp|aud))"
    r"(?:[\"'\\\s:=]|%2[027]|%3[aAdD]|api://)+|://(?:login\.[\w.]+|sts\.windows\.net)/)\Z"
)
_BEFORE = 40
_DOMAIN = re.compile(r"[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,}")


def _names_somebody(kept: Kept, text: Held) -> bool:
    guids = [leak.offset for leak in text.leaks if leak.kind == "guid"]
    if text.where == URL and text.names == (PATH,):
        if is_login(kept.exchange.request.host):
            tenant = _DOMAIN.fullmatch(text.text) is not None and any(leaks(f"://{text.text}/"))
            return bool(guids) or tenant
        if kept.exchange.way is Way.TO_BOT:
            return bool(guids)
    if not guids:
        return False
    of_identity = text.names[-1:] == ("id",) and not _IDENTITIES.isdisjoint(text.names[-2:-1])
    labelled = (_LABELLED.search(text.shown, max(0, at - _BEFORE), at) for at in guids)
    return of_identity or _CALLBACK in text.names or any(labelled)


def host(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: hosts are masks, but for those of Graph, the login side and the platform; and a URL of
    the bot asks for nothing that looks like a secret.

    Looked at are the URL of the request, its Host and what proxies make of it, and all bodies; of other
    headers none. A mask is `h7f3a90c2.example`; reserved domains, `localhost` and addresses of the machine
    itself are let be. A field of a query looks like a secret by its name (`code`, `sig`, `token`, `key`) or
    by 32 characters without a break.

    Why it matters: webhooks come to that host from the whole internet, and a tunnel's host is somebody's
    desk. With the key in the query, anybody can ring the bot.

    Breaks it:

        "callbackUri": "https://calls.fabrikam.ngrok.app/api/calls?code=Zx81Qp"

    Instead:

        "callbackUri": "https://h7f3a90c2.example/api/calls?code=redacted-63c53b42"

    Who says so: nobody but redial; no edition speaks of recordings. RFC 2606 and RFC 6761 reserve
    the domains.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    told = (
        (text, f"{'a host' if named else "what looks like a URL's secret"} stands in the recording in clear")
        for text in kept.texts
        if (named := _names_host(text)) or asks_secret(text)
    )
    yield from breaches(kept, Severity.WARNING, told)


_HOST_FIELDS = frozenset(
    {"host", "xforwardedhost", "xoriginalhost", "xoriginalurl", "xrewriteurl", "xwawsunencodedurl"}
)


def _names_host(text: Held) -> bool:
    return "host" in text.kinds and (not text.header or text.names[0] in _HOST_FIELDS)


def header(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the headers in which machines talk about themselves are gone: cookies, addresses of
    clients such as `X-Forwarded-For`, `x-ms-ags-diagnostic`, `HostOs` and their like.

    Why it matters: no answer depends on them when the recording is replayed, and they hold addresses of
    somebody's network, sessions, and builds of operating systems.

    Breaks it:

        X-Forwarded-For: 198.51.100.7

    Instead:

        Accept: application/json

    Who says so: RFC 6265 section 8.3 on cookies and RFC 7239 section 8.3 on addresses of clients.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    told = (
        (text, f"{what} stands in the recording")
        for text in kept.texts
        if (what := MACHINES.get(text.header)) and not clean(text.text)
    )
    yield from breaches(kept, Severity.WARNING, told)


RULES = (
    Rule("RDS005", "ids of tenants, users and applications are masked", Scope.KEPT, identifier),
    Rule("RDS006", "hosts are masked, and what they are asked", Scope.KEPT, host),
    Rule("RDS008", "headers about machines are gone", Scope.KEPT, header),
)
