"""Requests that end at the replay proxy: a line each among what it prints, by which they are counted."""

import json

from harness.exchange import Request

WHY = "the proxy could not pass it on: it broke off, or is no request that HTTP allows"

_OPENING = "redial-refused "


def line(method: str, url: str) -> str:
    """What the proxy prints; of the URL without its query, which may hold secrets."""
    return _OPENING + json.dumps([method, url.partition("?")[0]])


def read(printed: str) -> Request | None:
    """The request that a printed line tells of; None where it is any other line."""
    if not printed.startswith(_OPENING):
        return None
    method, url = json.loads(printed.removeprefix(_OPENING))
    return Request(method, url)
