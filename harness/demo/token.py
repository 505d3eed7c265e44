"""The tokens of the small bot: shaped like those of the login side, issued by nobody, and open nothing."""

import json
from base64 import urlsafe_b64encode
from typing import Any

SIGNATURE = "demo-token-that-opens-nothing"
APPLICATION = "3f7a1c52-8e04-4b96-a2d7-60c9e5b1d843"
"""The bot's registration. Made up, as everything here."""


def token(tenant: str) -> str:
    """A token of the application for Microsoft Graph, as `tenant` would issue it (RFC 7519): the claims that
    a reader of recordings looks at, and no signature.
    """
    claims = {
        "aud": "https://graph.microsoft.com",
        "iss": f"https://sts.windows.net/{tenant}/",
        "tid": tenant,
        "appid": APPLICATION,
        "roles": ["Calls.Initiate.All"],
    }
    return ".".join((_part({"alg": "none", "typ": "JWT"}), _part(claims), SIGNATURE))


def _part(members: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(members, separators=(",", ":")).encode()).decode().rstrip("=")
