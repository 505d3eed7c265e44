"""A refusal in Graph's own shape: the error envelope, its headers and its dates.

Whether to refuse, and with which words, is decided by whoever answers.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from harness.exchange import Request, Response
from harness.findings import Finding, shortened
from harness.headers import Headers

_NONE = Headers()


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    request: Request,
    now: datetime,
    request_id: str,
    extra: Headers = _NONE,
) -> Response:
    """The answer `{"error": {"code", "message", "innerError"}}` to `request`.

    now: UTC; `innerError.date` carries no zone, as Graph's does. extra: further headers, such as Retry-After.
    Shape: Microsoft Graph, "Error responses and resource types".
    """
    client_request_id = request.headers.get("client-request-id") or request_id
    inner = {
        "date": now.strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": client_request_id,
    }
    error = {"error": {"code": code, "message": message, "innerError": inner}}
    headers = Headers(
        (
            ("Content-Type", "application/json"),
            *answered(request, now, request_id),
            *extra,
        )
    )
    return Response(status, headers, json.dumps(error).encode())


def broken(errors: Iterable[Finding]) -> str:
    """What a request breaks as one message: each rule, what is wrong, and what to send instead; of one rule
    the first few times.
    """
    shown, more = shortened(errors)
    told = (f"{each.rule}: {each.message}. {each.fix}" for each in shown)
    return " ".join((*told, *(f"{words}." for words in more)))


def answered(request: Request, now: datetime, request_id: str) -> Headers:
    """The headers that Graph puts on every answer: its request-id, the client's own id echoed, the date."""
    return Headers(
        (
            ("request-id", request_id),
            ("client-request-id", request.headers.get("client-request-id") or request_id),
            ("Date", format_datetime(now, usegmt=True)),
        )
    )
