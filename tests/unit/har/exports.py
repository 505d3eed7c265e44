"""HAR as the exporters write it."""

import json
from typing import Any

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"
REDIRECT = f"https://graph.microsoft.com/v1.0/communications/calls/{CALL}/redirect"
TOKEN = "https://login.microsoftonline.com/t/oauth2/v2.0/token"
BODY = '{"targets": [{"identity": {"user": {"id": "1"}}}], "timeout": "30"}'
WEBHOOK = (
    '{"@odata.type": "#microsoft.graph.commsNotifications", "value": [{"changeType": "created", '
    f'"resourceUrl": "/communications/calls/{CALL}", "resourceData": {{"state": "incoming"}}}}]}}'
)


def fields(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def entry(
    url: str = REDIRECT,
    text: str | None = BODY,
    status: Any = 202,
    *,
    request: dict[str, Any] | None = None,
    response: dict[str, Any] | None = None,
    **members: Any,
) -> dict[str, Any]:
    """An entry as Chrome writes it, with some members in place of its own."""
    return {
        "startedDateTime": "2026-11-23T08:00:00.123Z",
        "time": 84.25,
        "request": {
            "method": "POST",
            "url": url,
            "httpVersion": "http/2.0",
            "headers": fields(("content-type", "application/json"), ("authorization", "Bearer a")),
            "queryString": [],
            "cookies": [],
            "headersSize": -1,
            "bodySize": len(text or ""),
            **({} if text is None else {"postData": {"mimeType": "application/json", "text": text}}),
            **(request or {}),
        },
        "response": {
            "status": status,
            "statusText": "",
            "httpVersion": "http/2.0",
            "headers": fields(("request-id", "r")),
            "cookies": [],
            "content": {"size": 0, "mimeType": "x-unknown"},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
            **(response or {}),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 84, "receive": 0.25},
        **members,
    }


def har(*entries: Any, indent: int | None = 2, **members: Any) -> bytes:
    log = {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": []}
    return json.dumps({"log": {**log, **members, "entries": list(entries)}}, indent=indent).encode()
