"""A grant: the form of an application comes in, a token or the reason for none goes out.

Of the form only the fields named here are read, and the secret is none of them: whoever asks gets a token,
shaped like Entra's. Who signs it is decided by whoever asks for it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from harness.exchange import Request, Response
from harness.tokens import bearer, oauth

LIFETIME_S = 3599
"""Seconds that a token lives: what `expires_in` of Entra's usually says."""

ROLES = ("Calls.Initiate.All",)
"""The application permissions in a token that somebody consented to: the one that a redirect needs."""

_GRANT = "client_credentials"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A token endpoint. field: the one of its form that names a resource. resource: a pattern of its value,
    the group in it is the resource. older: whether it tells numbers as texts, and more of them.
    """

    field: str
    resource: str
    older: bool


V1 = Endpoint("resource", r"(?s)(.+)", older=True)
V2 = Endpoint("scope", r"(\S+)/\.default", older=False)


def granted(
    endpoint: Endpoint,
    request: Request,
    tenant: str,
    now: datetime,
    sign: Callable[[Mapping[str, Any]], str] = bearer.unsigned,
    roles: Sequence[str] = ROLES,
) -> Response:
    """What the endpoint of a tenant answers: a token that lives from `now` on, or an error.

    tenant: its GUID. now: UTC. sign: makes a token of claims. roles: the application permissions in it.
    """
    if request.method != "POST":
        return oauth.refusal("method", now)
    form = _form(request.body)
    if form.get("grant_type", _GRANT) != _GRANT:
        return oauth.refusal("grant", now)
    for field in ("grant_type", "client_id", endpoint.field):
        if field not in form:
            return oauth.refusal("missing", now, field=field)
    resource = re.fullmatch(endpoint.resource, form[endpoint.field])
    if resource is None:
        return oauth.refusal("scope", now)
    issued = int(now.timestamp())
    claims = {
        "aud": resource[1],
        "iss": f"https://sts.windows.net/{tenant}/",
        "iat": issued,
        "nbf": issued,
        "exp": issued + LIFETIME_S,
        "appid": form["client_id"],
        **({"roles": roles} if roles else {}),
        "tid": tenant,
        "ver": "1.0",
    }
    lifetime = {"expires_in": LIFETIME_S, "ext_expires_in": LIFETIME_S}
    told = _of_old(lifetime, claims) if endpoint.older else lifetime
    return oauth.answer({"token_type": "Bearer", **told, "access_token": sign(claims)}, now)


def _form(body: bytes) -> dict[str, str]:
    """The fields of a form that are filled in, the first of a name."""
    return dict(reversed(parse_qsl(body.decode("utf-8", "replace"))))


def _of_old(lifetime: Mapping[str, int], claims: Mapping[str, Any]) -> dict[str, str]:
    """What the older endpoint says of a token: every number a text."""
    times = {**lifetime, "not_before": claims["nbf"], "expires_on": claims["exp"]}
    return {**{name: str(seconds) for name, seconds in times.items()}, "resource": claims["aud"]}
