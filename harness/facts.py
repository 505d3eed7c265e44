"""Facts: what only the bytes on the wire or the unredacted values can show, taken before redaction.

A fact is a number, a yes or no, or one of a few fixed words: none can hold a secret.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harness import body as json_body
from harness import notification, urls
from harness.address import GRAPH_HOSTS
from harness.exchange import Exchange, FactValue, Way
from harness.redaction.masks import GRAPH_APPLICATION
from harness.tokens import bearer


@dataclass(frozen=True, slots=True)
class Fact:
    """What a name in FACTS stands for. words: what a text may be; empty for other types."""

    type: type[FactValue]
    meaning: str
    words: tuple[str, ...] = ()


CODINGS = ("gzip", "deflate", "br", "zstd", "compress", "identity", "other")
"""Content codings of the IANA registry; `other` stands for any other, and for several at once."""

HANDS = ("edited", "repeated")
"""What may be done to a request by hand: to change it on its way, or to send it once more."""

LARGEST = 1 << 18
"""Bytes of a decoded body that is kept. Bodies around a call have some thousand; to mask and to judge one of
many members takes seconds for each million.
"""

_UNDER_WAY = 64
"""Bodies of requests that may be asked about once more, when they are answered."""

HOST_CLASSES = ("public", "loopback", "private", "tunnel", "none")

FACTS: dict[str, Fact] = {
    "length_sent": Fact(int, "Content-Length of the request as sent"),
    "length_counted": Fact(int, "bytes of the request's body on the wire, before its coding was undone"),
    "encoding": Fact(str, "Content-Encoding of the request, where it has one", CODINGS),
    "encoding_valid": Fact(
        bool, "the body is what its Content-Encoding says; one that could not be decoded is not kept"
    ),
    "answer_encoding": Fact(str, "Content-Encoding of an answer that was not what it says", CODINGS),
    "answer_encoding_valid": Fact(
        bool, "no, where the answer was not what its Content-Encoding says; undecoded it is not kept"
    ),
    "request_complete": Fact(bool, "no, where the request broke off or was refused before its end"),
    "body_left_out": Fact(
        int, "bytes of the request's body, where it has more than 1048576: it is not kept, and not judged"
    ),
    "answer_left_out": Fact(int, "bytes of the answer's body, where it has more than that"),
    "by_hand": Fact(
        str, "what somebody at mitmproxy did to the request; it is kept as it was then sent", HANDS
    ),
    "duplicate_keys": Fact(int, "repeats of a key in one object of the request's JSON"),
    "callback_host": Fact(str, "where callbackUri points; none: it names no host", HOST_CLASSES),
    "callback_secret": Fact(bool, "callbackUri carries what looks like a secret: a key, a token, a password"),
    "callback_ascii": Fact(bool, "callbackUri holds no character outside ASCII"),
    "token_present": Fact(bool, "the request carries a bearer token"),
    "token_has_calls_initiate": Fact(bool, "the token's roles contain Calls.Initiate.All"),
    "token_audience_graph": Fact(bool, "the token was issued for Microsoft Graph"),
    "token_expired": Fact(bool, "the token had expired when the request began"),
    "token_tenant_matches": Fact(bool, "the token's tenant is the tenant of the call"),
    "token_app_matches": Fact(bool, "the token's application (of a webhook: its audience) is the bot called"),
    "token_issuer_known": Fact(bool, "a webhook's token was issued by the platform"),
    "login_status": Fact(int, "status that the login side answered a token fetch with"),
}
"""Every fact there is: the one place that names them. What cannot be told is missing, never guessed."""


@dataclass(frozen=True, slots=True)
class Wire:
    """A request's body as it travelled.

    length: Content-Length as sent, None where there was none. counted: bytes of the body before decoding.
    encoding: Content-Encoding as sent. decodes: whether the body could be decoded by it.
    complete: whether the request came to its end. left_out: bytes of a decoded body that is not kept.
    """

    length: int | None
    counted: int
    encoding: str | None = None
    decodes: bool = True
    complete: bool = True
    left_out: int | None = None


INVENTED = "f1c7104a-7e4a-4472-8a5e-0b0d1e5ba5ed"
"""The tenant of a simulated call that nobody named one for. No application is at home there: that a token is
of another one tells nothing.
"""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who a call belongs to, as its notifications say: tenants, and application ids of the bot called.

    Whoever records keeps these per call (`harness.conversation.call_of`), unredacted and in memory only: they
    tell whether the token of a later request is the right one.
    """

    tenants: frozenset[str] = frozenset()
    applications: frozenset[str] = frozenset()

    @classmethod
    def of(cls, webhook: Exchange) -> "Parties":
        """What a webhook says: tenants and targets of its calls, and the audience of its token."""
        called = [told.data for told in notification.read(webhook.request.body)]
        audience = bearer.claims(webhook.request).get("aud") if webhook.way is Way.TO_BOT else None
        applications = {*_applications(called), *([audience] if isinstance(audience, str) else [])}
        return cls(_lower(data.get("tenantId") for data in called), _lower(applications))


def facts_of(exchange: Exchange, raw: Wire | None, parties: Parties | None = None) -> Mapping[str, FactValue]:
    """The facts of an unredacted exchange; `parties` are the call's, where its notification was seen."""
    if exchange.way is Way.TO_LOGIN:
        return {"login_status": exchange.response.status} if exchange.response else {}
    own = Parties.of(exchange) if exchange.way is Way.TO_BOT else parties
    return {
        **(dict(_of_wire(raw)) if raw else {}),
        **_of_body(exchange.request.body),
        **dict(_of_token(exchange, own or Parties())),
    }


def _of_wire(raw: Wire) -> Iterator[tuple[str, FactValue]]:
    if raw.length is not None:
        yield "length_sent", raw.length
    yield "length_counted", raw.counted
    if raw.encoding is not None:
        yield "encoding", coding_word(raw.encoding)
        yield "encoding_valid", raw.decodes
    if not raw.complete:
        yield "request_complete", False
    if raw.left_out is not None:
        yield "body_left_out", raw.left_out


def coding_word(encoding: str) -> str:
    """The word of CODINGS for a Content-Encoding as sent."""
    coding = encoding.strip().lower().removeprefix("x-")
    return coding if coding in CODINGS else "other"


@lru_cache(maxsize=_UNDER_WAY)
def _of_body(body: bytes) -> Mapping[str, FactValue]:
    try:
        value, repeats = with_repeats(body)
    except ValueError:
        return {}
    callback = value.get("callbackUri") if isinstance(value, dict) else None
    if not isinstance(callback, str) or not callback:
        return {"duplicate_keys": repeats}
    return {
        "duplicate_keys": repeats,
        "callback_host": host_class(urls.pieces(callback).name),
        "callback_secret": _tells_secret(callback),
        "callback_ascii": callback.isascii(),
    }


def with_repeats(body: bytes) -> tuple[Any, int]:
    """The value of a JSON body, and how often a key stands again in one object. Raises ValueError."""
    repeats = 0

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeats
        found = dict(pairs)
        repeats += len(pairs) - len(found)
        return found

    return json_body.value_of(body, members), repeats


def host_class(host: str) -> str:
    """Who can reach `host`: one of HOST_CLASSES."""
    name = host.lower().rstrip(".")
    if not name:
        return "none"
    if urls.is_loopback(name):
        return "loopback"
    if name.endswith(_TUNNELS):
        return "tunnel"
    try:
        return "public" if ipaddress.ip_address(name).is_global else "private"
    except ValueError:
        return "private" if "." not in name or name.endswith(_PRIVATE) else "public"


_TUNNELS = (
    *(".ngrok.io", ".ngrok.app", ".ngrok.dev", ".ngrok-free.app", ".ngrok-free.dev", ".devtunnels.ms"),
    *(".trycloudflare.com", ".loca.lt", ".localhost.run", ".lhr.life", ".serveo.net", ".bore.pub"),
)
_PRIVATE = (
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".home.arpa",
    ".corp",
    ".test",
    ".invalid",
)  # RFC 6761, 6762
_SECRET_NAME = re.compile(
    r"(?i)(?:^|[_\-.])(?:code|sig|signature|key|secret|pass(?:word|code)?|pwd|token)$|token$|key$"
)
_SECRET_VALUE = re.compile(r"eyJ[\w\-]*\.|[0-9a-fA-F]{40,}$|[\w\-]{40,}={0,2}$")


def _tells_secret(callback: str) -> bool:
    found = urls.pieces(callback)
    told: list[bool] = [":" in found.userinfo]

    def note(name: str, value: str) -> str:
        told.append(bool(name and value and _SECRET_NAME.search(name)) or bool(_SECRET_VALUE.match(value)))
        return value

    found.each_field(note)
    return any(told)


_ISSUERS = {"https://api.botframework.com", "https://graph.microsoft.com"}
_GRAPH_AUDIENCES = {f"https://{host}" for host in GRAPH_HOSTS} | {GRAPH_APPLICATION}


def _of_token(exchange: Exchange, parties: Parties) -> Iterator[tuple[str, FactValue]]:
    yield "token_present", bool(bearer.token(exchange.request))
    claims = bearer.claims(exchange.request)
    expiry, began = claims.get("exp"), exchange.started_at
    if isinstance(expiry, int | float) and began is not None:
        yield "token_expired", expiry <= began.timestamp()
    tenant = claims.get("tid")
    if isinstance(tenant, str) and parties.tenants:
        matches = parties.tenants == {tenant.lower()}
        if matches or INVENTED not in parties.tenants:
            yield "token_tenant_matches", matches
    if exchange.way is Way.TO_BOT:
        yield from _of_webhook_token(exchange, claims)
    else:
        yield from _of_graph_token(claims, parties)


def _of_webhook_token(exchange: Exchange, claims: Mapping[str, Any]) -> Iterator[tuple[str, FactValue]]:
    issuer, audience = claims.get("iss"), claims.get("aud")
    if isinstance(issuer, str):
        yield "token_issuer_known", issuer.rstrip("/") in _ISSUERS
    called = _lower(_applications([told.data for told in notification.read(exchange.request.body)]))
    if isinstance(audience, str) and called:
        yield "token_app_matches", audience.lower() in called


def _of_graph_token(claims: Mapping[str, Any], parties: Parties) -> Iterator[tuple[str, FactValue]]:
    if not claims:
        return
    audience = claims.get("aud")
    if isinstance(audience, str):
        yield "token_audience_graph", _plain(audience) in _GRAPH_AUDIENCES
    roles = claims.get("roles", [])
    yield "token_has_calls_initiate", isinstance(roles, list) and "Calls.Initiate.All" in roles
    application = claims.get("appid", claims.get("azp"))
    if isinstance(application, str) and parties.applications:
        yield "token_app_matches", application.lower() in parties.applications


def _plain(audience: str) -> str:
    bare = audience.lower().rstrip("/")
    return bare if "://" in bare else bare.replace("-", "")


def _applications(called: list[Mapping[str, Any]]) -> Iterator[str]:
    """Application ids among the targets of calls."""
    for data in called:
        targets = data.get("targets")
        for target in targets if isinstance(targets, list) else []:
            party: Any = target
            for name in ("identity", "application", "id"):
                party = party.get(name) if isinstance(party, dict) else None
            if isinstance(party, str):
                yield party


def _lower(values: Any) -> frozenset[str]:
    return frozenset(value.lower() for value in values if isinstance(value, str) and value)
