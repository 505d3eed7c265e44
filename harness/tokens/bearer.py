"""The bearer token of a request: read as far as it can be, never verified, never kept; and one of our own.

What a token has to say is decided by whoever needs one. Nothing here signs.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from harness.exchange import Request

SIGNATURE = "signed-by-nobody"
"""What stands in the place of a signature in a token of ours."""


def token(request: Request) -> str:
    """The bearer token, under the misspelt name of the header as well; empty where there is none."""
    for value in (*request.headers.get_all("authorization"), *request.headers.get_all("authentication")):
        scheme, _, credentials = value.strip().partition(" ")
        if scheme.lower() == "bearer" and credentials.strip():
            return credentials.strip()
    return ""


def claims(request: Request) -> Mapping[str, Any]:
    """The claims of the bearer token (RFC 7519 section 7.2); empty where it is none or cannot be read."""
    parts = token(request).split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def unsigned(claims: Mapping[str, Any]) -> str:
    """A token with these claims, in the shape of RFC 7519, that nobody who verifies accepts."""
    return ".".join((_part({"alg": "none", "typ": "JWT"}), _part(claims), SIGNATURE))


def _part(members: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(members, separators=(",", ":")).encode()).decode().rstrip("=")
