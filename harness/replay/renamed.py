"""A message with its ids renamed, wherever they stand: in its URL, its headers, its body.

Which id is called what, harness.ids and harness.renaming tell.
"""

from collections.abc import Mapping

from harness import body
from harness.exchange import Request, Response
from harness.headers import Headers
from harness.ids import Name, replaced

_FRAMING = frozenset(
    {"content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive", "host"}
)
"""Headers that whoever sends a message sets himself."""


def request(sent: Request, names: Mapping[Name, str]) -> Request:
    """A request as whoever goes by `names` would send it, without the headers that frame it."""
    headers, content = _rewritten(sent.headers, sent.body, names)
    return Request(sent.method, replaced(sent.url, names), headers, content)


def response(told: Response, names: Mapping[Name, str]) -> Response:
    """A response for whoever goes by `names`, without the headers that frame it."""
    headers, content = _rewritten(told.headers, told.body, names)
    return Response(told.status, headers, content, told.reason)


def _rewritten(headers: Headers, content: bytes, names: Mapping[Name, str]) -> tuple[Headers, bytes]:
    """Headers and body renamed, without the headers that frame them."""
    said = tuple(field for field in headers if field[0].lower() not in _FRAMING)
    if not names:
        return Headers(said), content
    fields = Headers(tuple((name, replaced(value, names)) for name, value in said))
    try:
        return fields, body.rewritten(content, lambda _, text: replaced(text, names))
    except ValueError:
        pass
    try:
        return fields, replaced(content.decode("utf-8"), names).encode("utf-8")
    except UnicodeDecodeError:
        return fields, content
