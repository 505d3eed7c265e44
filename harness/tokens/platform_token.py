"""The token that the calling platform puts on a webhook: fresh for each delivery, signed by a key of ours.

Its claims are those of the sample in Graph's documentation on incoming calls: audience the bot's application,
issuer the Bot Framework, tenant the call's, and 65 minutes to live.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from harness import notification
from harness.exchange import Request
from harness.tokens import bearer

ISSUER = "https://api.botframework.com"
LIFETIME_S = 3900
"""Seconds that a token of the platform lives: expiry less issue in the documented sample."""

_NAME = "Authorization"


def claims(audience: str, tenant: str, now: datetime) -> Mapping[str, Any]:
    """The claims of a token for the bot's application and the tenant of a call; empty ones are left out.

    now: UTC, when it is issued.
    """
    issued = int(now.timestamp())
    told = {"aud": audience, "iss": ISSUER, "tid": tenant}
    times = {"iat": issued, "nbf": issued, "exp": issued + LIFETIME_S}
    return {**{name: value for name, value in told.items() if value}, **times}


class PlatformToken:
    """Puts signed tokens on webhooks.

    sign: makes a token of claims. app: the bot's application id, which becomes the audience; None for the one
    that the webhook's own token names, or that its notification calls.
    """

    def __init__(self, sign: Callable[[Mapping[str, Any]], str], app: str | None = None) -> None:
        self._sign = sign
        self._app = app

    def on(self, webhook: Request, now: datetime) -> Request:
        """The webhook with a fresh token in the place of its own; as it is when it carries none."""
        if _NAME not in webhook.headers:
            return webhook
        own, told = bearer.claims(webhook), _call(webhook)
        tenant = _text(told.get("tenantId") or own.get("tid"))
        token = self._sign(claims(self.audience(webhook), tenant, now))
        return replace(webhook, headers=webhook.headers.replaced(_NAME, f"Bearer {token}"))

    def addressed(self, webhooks: Iterable[Request]) -> bool | None:
        """Whether all these webhooks get a token for somebody; None where none of them gets a token."""
        audiences = [self.audience(each) for each in webhooks if _NAME in each.headers]
        return all(audiences) if audiences else None

    def audience(self, webhook: Request) -> str:
        """Whom the token on a webhook is for; empty where nothing tells it, so that it names nobody."""
        return _text(self._app or bearer.claims(webhook).get("aud") or _application(_call(webhook)))


def _call(webhook: Request) -> Mapping[str, Any]:
    """The call that a webhook is about, as it tells of it; empty where it tells of none."""
    return next((each.data for each in notification.read(webhook.body)), {})


def _application(call: Mapping[str, Any]) -> object:
    """The id of the application that is called; None where it is called by another of its names."""
    targets = call.get("targets")
    for target in targets if isinstance(targets, list) else ():
        identity = target.get("identity") if isinstance(target, dict) else None
        application = identity.get("application") if isinstance(identity, dict) else None
        if isinstance(application, dict):
            return application.get("id")
    return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
