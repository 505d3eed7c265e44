"""Which requests belong to a call's conversation, and which way they go, where no listener tells.

A browser, a chat bot or a health check on the same wire is none of ours, and is not looked at any further.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from harness import body
from harness.address import address, decoded, is_graph, is_login, is_redirect
from harness.exchange import Origin, Request, Way
from harness.headers import Headers
from harness.urls import is_loopback

SERVICE = "https://graph.microsoft.com"
"""The service that a server on this machine plays."""

STATUS = "/redial/status"
"""Where a proxy of ours says how its listeners fare. No path of Graph's own begins like this."""

ORIGIN = "x-redial-origin"
"""The header in which a server of ours says whose its answer is. Nobody believes it of another machine."""

DEFAULT_PORTS = {"http": 80, "https": 443}

_EXPLAINING = frozenset({"answer", "reject"})
"""Actions on a call that explain why a redirect came, failed, or never came."""

_OVERRIDES = ("x-http-method-override", "x-http-method", "x-method-override")
"""Headers in which a request may say that another method than its own is meant."""

_BATCH = re.compile(r"(?:^|[/\\])\$batch(?![\w-])", re.IGNORECASE)
_STRING = r'"(?:[^"\\]|\\.)*+"'
_MEMBER = re.compile(rf"({_STRING})\s*:\s*({_STRING})")
"""A member of JSON that is a text, wherever it stands and however often its name does."""

_TOKEN_PATHS = ("/oauth2/v2.0/token", "/oauth2/token")
_ENVELOPE = re.compile(r"#?microsoft\.graph\.commsNotifications\Z", re.IGNORECASE)
_BROKEN = re.compile(rb'\s*\{\s*"@odata\.type"\s*:\s*"#?microsoft\.graph\.commsNotifications"')
_LEGACY = "callState"
_AUTHORITY = re.compile(r"[A-Za-z0-9._\-\[\]:]+\Z")


def way(request: Request) -> Way | None:
    """The way of a request as its URL and content tell it; None when it is nobody's here.

    Login and Graph are known by their hosts, a webhook by what it carries. On this machine anything may play
    Graph: there the path decides.
    """
    if (known := way_to(request.host)) is not None:
        return known
    if is_loopback(request.host) and _acts(request.path):
        return Way.TO_GRAPH
    return Way.TO_BOT if request.method == "POST" and is_webhook(request.headers, request.body) else None


def way_to(host: str) -> Way | None:
    """The way to a host that is everybody's; None for any other."""
    if is_graph(host):
        return Way.TO_GRAPH
    return Way.TO_LOGIN if is_login(host) else None


def _acts(path: str) -> bool:
    named = address(path)
    return is_redirect(path) or (named is not None and bool(named.action))


def asks(method: str, path: str, way: Way, field: Callable[[str], str | None]) -> bool:
    """Whether a request may be part of a call's conversation, as far as its head tells: redirects by any
    method, what explains them, token fetches; what a batch holds, `batches_redirect` decides by its body,
    and what is posted to a bot, `is_webhook`.

    field: gives the value of a header. A preflight is the browser's, not the bot's.
    """
    if way is Way.TO_GRAPH and (is_redirect(path) or is_batch(path)):
        return not _is_preflight(method, field)
    if method != "POST":
        return False
    match way:
        case Way.TO_GRAPH:
            named = address(path)
            return named is not None and named.action in _EXPLAINING
        case Way.TO_LOGIN:
            return path.partition("?")[0].endswith(_TOKEN_PATHS)
        case Way.TO_BOT:
            return True


def _is_preflight(method: str, field: Callable[[str], str | None]) -> bool:
    """Whether a browser asks what it may send (Fetch standard, CORS-preflight request), and nothing else."""
    return (
        method == "OPTIONS"
        and field("access-control-request-method") is not None
        and not any(field(name) for name in _OVERRIDES)
    )


def is_batch(path: str) -> bool:
    """Whether a path is that of several requests in one (Microsoft Graph, "JSON batching"), in whatever
    spelling a service might take for it.
    """
    return _BATCH.search(decoded(path.partition("?")[0])) is not None


def batches_redirect(message: bytes) -> bool:
    """Whether one of the requests in the body of a batch asks for the redirect of a call, or is a batch
    again; True as well for a body that cannot be read.
    """
    try:
        body.value_of(message)
        text = message.decode("utf-8-sig")
    except ValueError:
        return bool(message.strip())
    urls = (json.loads(url) for name, url in _MEMBER.findall(text) if json.loads(name).lower() == "url")
    return any(is_redirect(url) or is_batch(url) for url in urls)


def called(field: Callable[[str], str | None], host: str, scheme: str) -> str | None:
    """Scheme and host by which the platform called a bot: those that a tunnel adds, else these.

    field: gives the value of a header. None where neither names a host.
    """
    told = _first(field("x-forwarded-proto")).lower()
    scheme = told if told in DEFAULT_PORTS else scheme
    for each in (_first(field("x-forwarded-host")), host):
        if _AUTHORITY.match(each):
            return f"{scheme}://{each.removesuffix(f':{DEFAULT_PORTS.get(scheme)}')}"
    return None


def _first(values: str | None) -> str:
    return (values or "").partition(",")[0].strip()


def origin(said: str | None) -> Origin:
    """Whose an answer is by the value of that header; LIVE where it says nothing that is known."""
    return Origin(said) if said in {origin.value for origin in Origin} else Origin.LIVE


def is_webhook(headers: Headers, message: bytes) -> bool:
    """Whether the calling platform sent what was posted.

    It shows in its headers, also where it sends no body at all, as has been seen; else a body shows a
    notification, in Graph's format or the one before it. One that is cut off is known by how it begins.
    """
    if any(name.lower().startswith("x-microsoft-skype-") for name, _ in headers):
        return True
    if "microsoft-skype" in (headers.get("user-agent") or "").lower():
        return True
    try:
        value = body.value_of(message)
    except ValueError:
        return _BROKEN.match(message) is not None
    return isinstance(value, dict) and (_LEGACY in value or _is_envelope(value))


def _is_envelope(value: Mapping[str, Any]) -> bool:
    told, elements = value.get("@odata.type"), value.get("value")
    if isinstance(told, str) and _ENVELOPE.match(told):
        return True
    return isinstance(elements, list) and any(
        _is_notification(element) for element in elements if isinstance(element, dict)
    )


def _is_notification(element: Mapping[str, Any]) -> bool:
    """Whether an element says what changed, or names a call."""
    if isinstance(element.get("changeType"), str) or isinstance(element.get("resourceData"), dict):
        return True
    named = (element.get(name) for name in ("resourceUrl", "resource"))
    return any(isinstance(name, str) and name.startswith("/") and address(name) for name in named)
