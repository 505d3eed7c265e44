"""The bearer token that a request carries: read as far as it can be, never verified, never kept."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from harness.exchange import Request


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
