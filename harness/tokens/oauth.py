"""What the login side says: JSON that nobody may keep, and errors in OAuth's shape with Entra's numbers.

Whether to refuse is decided by whoever answers. No value that was sent is ever said back: it may be a secret.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from harness.exchange import Response
from harness.headers import Headers


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a request: `error` (RFC 6749 section 5.2), Entra's number of it, and our words."""

    error: str
    number: int
    words: str


WRONGS: Mapping[str, Wrong] = MappingProxyType(
    {
        "method": Wrong("invalid_request", 900561, "Tokens are given to POST alone."),
        "missing": Wrong("invalid_request", 900144, "The body is no form with the field '{field}'."),
        "grant": Wrong(
            "unsupported_grant_type",
            70003,
            "redial gives tokens for client credentials alone: ask with grant_type=client_credentials.",
        ),
        "scope": Wrong(
            "invalid_scope",
            1002012,
            "An application asks for one resource and all its permissions there:"
            " a scope such as https://graph.microsoft.com/.default.",
        ),
        "instance": Wrong(
            "invalid_instance",
            50049,
            "The authorization_endpoint names no tenant of a login host that is known.",
        ),
    }
)
"""Situation -> what is said of it. The numbers are from Entra's list of error codes."""


def answer(members: Mapping[str, Any], now: datetime, status: int = 200) -> Response:
    """JSON with the headers of a token response (RFC 6749 section 5.1). now: UTC."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
        "Pragma": "no-cache",
        "Date": format_datetime(now, usegmt=True),
    }
    return Response(status, Headers.of(headers), json.dumps(members).encode())


def refusal(situation: str, now: datetime, **words: str) -> Response:
    """The 400 for a situation of WRONGS, `words` put into its sentence."""
    wrong = WRONGS[situation]
    return answer(
        {
            "error": wrong.error,
            "error_description": f"AADSTS{wrong.number}: {wrong.words.format(**words)}",
            "error_codes": [wrong.number],
            "timestamp": now.strftime("%Y-%m-%d %H:%M:%SZ"),
        },
        now,
        400,
    )
