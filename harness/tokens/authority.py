"""The Authority: the login side of a simulated Graph. It gives tokens, and tells where they are to be had.

What stands in a token is in grant.py. Without a signer tokens are signed by nobody, and the set of keys is
empty.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qs
from uuid import NAMESPACE_DNS, uuid5

from harness.address import CLOUDS, LOGIN_ALIASES, is_guid, is_login, login_of
from harness.exchange import Origin, Request, Response, split
from harness.responder import Answer, FollowUp
from harness.tokens import bearer, oauth
from harness.tokens.grant import ROLES, V1, V2, granted
from harness.tokens.signer import Signer
from harness.urls import is_public


class Authority:
    """A Responder that stands for the login side, and for what issues the platform's own tokens.

    It answers on every host: what it is asked for shows in the path. The URLs that it tells are on the host
    that was called, with https where that is a host of the clouds. It remembers nothing.

    signer: signs the tokens, and its key is the one that the sets of keys hold. roles: the application
    permissions in the tokens.
    """

    def __init__(self, signer: Signer | None = None, roles: Sequence[str] = ROLES) -> None:
        sign = signer.sign if signer else bearer.unsigned
        self._routes = _routes(partial(granted, sign=sign, roles=roles), [signer.jwk] if signer else [])

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """What the login side answers; None for anything but its documents and its tokens."""
        if _ITS.search(request.url) is None:
            return None
        asked = f"{request.method} {'/'.join(request.segments)}"
        for pattern, reply in self._routes:
            if (found := pattern.fullmatch(asked)) is not None:
                tenant = found.groupdict().get("tenant") or ""
                return Answer(reply(request, _id(tenant), now), Origin.SIMULATED)
        return None

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """Nothing: the login side calls nobody."""
        return iter(())


def _id(tenant: str) -> str:
    """The GUID of a tenant, which may be named by a domain: then a made-up one, always the same."""
    return tenant.lower() if is_guid(tenant) else str(uuid5(NAMESPACE_DNS, tenant.lower()))


_V1 = {
    "issuer": "https://sts.windows.net/{tenant}/",
    "authorization_endpoint": "{origin}/{tenant}/oauth2/authorize",
    "token_endpoint": "{origin}/{tenant}/oauth2/token",
    "jwks_uri": "{origin}/{tenant}/discovery/keys",
}
_V2 = {
    "issuer": "{origin}/{tenant}/v2.0",
    "authorization_endpoint": "{origin}/{tenant}/oauth2/v2.0/authorize",
    "token_endpoint": "{origin}/{tenant}/oauth2/v2.0/token",
    "jwks_uri": "{origin}/{tenant}/discovery/v2.0/keys",
}
_PLATFORM = {
    "issuer": "https://api.botframework.com",
    "authorization_endpoint": "https://invalid.botframework.com",
    "jwks_uri": "{origin}/v1/.well-known/keys",
}
_ABLE = {
    "response_types_supported": ["token"],
    "subject_types_supported": ["pairwise"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
}


def _configuration(places: Mapping[str, str], request: Request, tenant: str, now: datetime) -> Response:
    """A provider's metadata (OpenID Connect Discovery 1.0 section 3): what its members are, and where."""
    origin = _origin(request)
    told = {name: place.format(origin=origin, tenant=tenant) for name, place in places.items()}
    return oauth.answer(told | _ABLE, now)


def _origin(request: Request) -> str:
    """Scheme, host and port that were called. A cloud's host is called with https, wherever TLS ended; of any
    other, whoever ended it says so.
    """
    if is_public(request.host):
        return f"https://{request.host}"
    told = (request.headers.get("x-forwarded-proto") or "").lower()
    scheme = told if told in ("http", "https") else request.scheme
    return f"{scheme}://{split(request.url).netloc.rpartition('@')[2]}"


_INSTANCES = [
    {
        "preferred_network": login,
        "preferred_cache": login,
        "aliases": [login, *sorted(alias for alias in LOGIN_ALIASES if login_of(alias) == login)],
    }
    for login in dict.fromkeys(cloud.login for cloud in CLOUDS)
]


def _instance(request: Request, _tenant: str, now: datetime) -> Response:
    """Where the metadata of the authority is that the query names; and which hosts are one."""
    named = parse_qs(split(request.url).query).get("authorization_endpoint", [""])[0]
    wanted = Request("GET", named)
    if not is_login(wanted.host) or not wanted.segments:
        return oauth.refusal("instance", now)
    version = "/v2.0" if "v2.0" in wanted.segments else ""
    place = f"https://{wanted.host}/{wanted.segments[0]}{version}/.well-known/openid-configuration"
    members = {"tenant_discovery_endpoint": place, "api-version": "1.1", "metadata": _INSTANCES}
    return oauth.answer(members, now)


def _keys(keys: Sequence[Mapping[str, Any]], _request: Request, _tenant: str, now: datetime) -> Response:
    """The set of keys (RFC 7517 section 5)."""
    return oauth.answer({"keys": keys}, now)


type _Reply = Callable[[Request, str, datetime], Response]
"""Gives the answer to a request; the text is the id of the tenant in its path."""

_TENANT = r"(?P<tenant>[\w.\-]+)"
_ITS = re.compile(r"oauth2|well-known|discovery|%", re.IGNORECASE)
"""What stands in the path of each of its routes, unless something in it is percent-encoded."""


def _routes(
    give: Callable[..., Response], keys: Sequence[Mapping[str, Any]]
) -> tuple[tuple[re.Pattern[str], _Reply], ...]:
    """Method and path -> what answers."""
    return tuple(
        (re.compile(pattern, re.ASCII | re.IGNORECASE), reply)
        for pattern, reply in (
            (rf"\S+ {_TENANT}/oauth2/v2\.0/token", partial(give, V2)),
            (rf"\S+ {_TENANT}/oauth2/token", partial(give, V1)),
            (rf"GET {_TENANT}/v2\.0/\.well-known/openid-configuration", partial(_configuration, _V2)),
            (rf"GET {_TENANT}/\.well-known/openid-configuration", partial(_configuration, _V1)),
            (r"GET v1/\.well-known/openidconfiguration", partial(_configuration, _PLATFORM)),
            (r"GET common/discovery/instance", _instance),
            (rf"GET (?:{_TENANT}/discovery(?:/v2\.0)?|v1/\.well-known)/keys", partial(_keys, keys)),
        )
    )
