"""Trees: an exchange as `json` would read it, so that any two can be compared member by member.

What does not name the call or say something (the query, the secret of Authorization) is left out here.
"""

import hashlib
from typing import Any

from harness.address import address
from harness.body import value_of
from harness.exchange import Exchange, Request
from harness.headers import Headers


def tree(exchange: Exchange) -> dict[str, Any]:
    """The tree of an exchange: its request's, then `status` and `response`, or `error`."""
    response = exchange.response
    if response is None:
        return {**request_tree(exchange.request), "error": exchange.error}
    said = {"headers": _headers(response.headers), **content(response.body)}
    return {**request_tree(exchange.request), "status": response.status, "response": said}


def request_tree(request: Request) -> dict[str, Any]:
    """The tree of a request: method, host, version, route, call, headers, and `body` or `text`."""
    return {
        "method": request.method.upper(),
        "host": request.host,
        **route(request),
        "headers": _headers(request.headers),
        **content(request.body),
    }


def route(request: Request) -> dict[str, str]:
    """What a URL names, whichever way it is spelled: `version`, `route` and `call`; without its query."""
    if (named := address(request.url)) is None:
        return {"route": "/" + "/".join(request.segments)}
    return {"version": named.version, "route": named.template, "call": named.call}


def content(message: bytes) -> dict[str, Any]:
    """A body: `body` when it is JSON, `text` when it is anything else, nothing when it is empty."""
    if not message:
        return {}
    try:
        return {"body": value_of(message)}
    except ValueError:
        pass
    try:
        return {"text": message.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": f"{len(message)} bytes, SHA-256 {hashlib.sha256(message).hexdigest()}"}


def _headers(headers: Headers) -> dict[str, str]:
    """Lower-case name to value (RFC 9110 section 5.3); of Authorization the scheme only, never the secret."""
    named = {name: ", ".join(values) for name, values in headers.lists().items()}
    for name in ("authorization", "proxy-authorization"):
        if name in named:
            named[name] = named[name].partition(" ")[0]
    return named
