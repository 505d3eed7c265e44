"""Applications called without a server: a webhook as WSGI (PEP 3333) and as ASGI 3 tell it."""

import asyncio
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from harness.exchange import Request, Response
from harness.headers import Headers

_HOST = "bot.example"
"""Where the application believes to be, when the webhook names no host."""

_NOTHING = ("500 Internal Server Error", list[tuple[str, str]]())
"""What a server answers for an application that began no answer."""


def wsgi(application: Any, webhook: Request) -> Response:
    """Call a WSGI application (PEP 3333); 500 when it begins no answer."""
    told: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        told.append((status, headers))
        return written.append

    parts = application(_environ(webhook), start_response)
    try:
        written += parts
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = told[-1] if told else _NOTHING
    code, _, reason = status.partition(" ")
    return Response(int(code), Headers(tuple(headers)), b"".join(written), reason)


def _environ(webhook: Request) -> dict[str, Any]:
    split = urlsplit(webhook.url)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": webhook.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(split.path, "latin-1"),
        "QUERY_STRING": split.query,
        "SERVER_NAME": _HOST,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(webhook.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(webhook.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in _fields(webhook).items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ


async def asgi(application: Any, webhook: Request) -> Response:
    """Call an ASGI application (ASGI 3, HTTP 2.5 of its specification); its lifespan is not begun.

    500 when it begins no answer.
    """
    split, fields = urlsplit(webhook.url), _fields(webhook)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.5"},
        "http_version": "1.1",
        "method": webhook.method,
        "scheme": "https",
        "path": unquote(split.path),
        "raw_path": split.path.encode(),
        "query_string": split.query.encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields.items()],
        "client": ("127.0.0.1", 0),
        "server": (_HOST, 443),
    }
    asked = iter([{"type": "http.request", "body": webhook.body, "more_body": False}])
    over = asyncio.Event()
    began: dict[str, Any] = {}
    written: list[bytes] = []

    async def receive() -> Mapping[str, Any]:
        for message in asked:
            return message
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            began.update(message)
        elif message["type"] == "http.response.body":
            written.append(message.get("body", b""))
            if not message.get("more_body"):
                over.set()

    await application(scope, receive, send)
    headers = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in began.get("headers", ()))
    return Response(int(began.get("status", 500)), Headers(tuple(headers)), b"".join(written))


def _fields(webhook: Request) -> dict[str, str]:
    """The headers of a webhook, with what carries it: names in lower case."""
    fields = {"host": _HOST}
    for name, value in webhook.headers:
        fields[name.lower()] = value
    return {**fields, "content-length": str(len(webhook.body))}
