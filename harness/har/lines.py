"""Which line of a HAR the members of an entry stand on. A body is a string there, and stands on one line."""

from collections.abc import Iterator, Mapping
from typing import Any

from harness import body

_STANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("request",): ("request",),
    ("request", "method"): ("request.method",),
    ("request", "uri"): ("request.url",),
    ("request", "headers"): ("request.headers",),
    ("request", "body"): ("request.postData.text", "request.postData.params", "request.postData"),
    ("response",): ("response",),
    ("response", "status", "code"): ("response.status",),
    ("response", "status", "message"): ("response.statusText",),
    ("response", "headers"): ("response.headers",),
    ("response", "body", "string"): ("response.content.text", "response.content"),
}
"""A member as a cassette names it -> the same in a HAR, the first that is there."""


def lines(text: str) -> Mapping[tuple[str, ...], int]:
    """The members of an entry, given the text of its object, as a cassette names them -> their lines, from 0.

    Empty when the text cannot be read.
    """
    document = body.read(text.encode())
    if document is None:
        return {}
    found: dict[tuple[str, ...], int] = {}
    for steps, paths in _STANDS.items():
        if there := [document.lines[path] for path in paths if path in document.lines]:
            found[steps] = there[0]
    for side in ("request", "response"):
        for index, name in _names(document.value.get(side)):
            found.setdefault((side, "headers", name.lower()), document.lines[f"{side}.headers[{index}].name"])
    return found


def _names(message: Any) -> Iterator[tuple[int, str]]:
    fields = message.get("headers") if isinstance(message, dict) else None
    for index, field in enumerate(fields if isinstance(fields, list) else []):
        if isinstance(field, dict) and isinstance(name := field.get("name"), str):
            yield index, name
