"""The token that the calling platform puts on a webhook: fresh for each delivery, signed by a key of ours.

Its claims are those of the sample in Graph's documentation on incoming calls: audience the bot's application,
issuer the Bot Framework, tenant the call's, and 65 minutes to live.
"""

from collections.abc import Callable, Mapping
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
        own = bearer.claims(webhook)
        told = next((each.data for each in notification.read(webhook.body)), {})
        audience = self._app or own.get("aud") or _application(told)
        token = self._sign(claims(_text(audience), _text(told.get("tenantId") or own.get("tid")), now))
        return replace(webhook, headers=webhook.headers.replaced(_NAME, f"Bearer {token}"))


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
