"""One exchange as the tree that a block holds: vcrpy's `request` and `response`, our `x_redial` beside them.

Decides what is kept of an exchange. How others write the same, `shape` and `foreign` know.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from harness import body
from harness.cassette import shape
from harness.cassette.shape import MalformedError
from harness.conversation import call_of
from harness.exchange import LONGEST_S, Exchange, FactValue, Origin, Request, Response, Way
from harness.headers import Headers

OURS = "x_redial"
VERSION = 1

_UNKEPT = ("content-encoding", "content-length", "transfer-encoding")
"""Bodies stand laid out and may be edited by hand: a length would lie. What was sent stands in `facts`."""

_CREDENTIALS = ("authorization", "cookie", "proxy-authorization")


def tree(exchange: Exchange, number: int, key: str | None) -> dict[str, Any]:
    """The interaction of `exchange`, keys in the order they are written.

    `response` is null where vcrpy must not answer: webhooks, token fetches, requests without an answer. Of a
    token fetch neither body nor credentials nor answer are kept.
    """
    request, response = exchange.request, exchange.response
    if exchange.way is Way.TO_LOGIN:
        request = Request(request.method, request.url, request.headers.without(*_CREDENTIALS))
        response = None
    answer = _response_tree(response) if response is not None else None
    to_bot = exchange.way is Way.TO_BOT
    return {
        "request": {
            "method": _text(request.method),
            "uri": _text(request.url),
            "headers": _header_lists(request.headers),
            "body": _body(request.body),
        },
        "response": None if to_bot else answer,
        OURS: {
            "v": VERSION,
            "n": number,
            "way": exchange.way.value,
            "origin": exchange.origin.value,
            "started_at": _timestamp(exchange.started_at),
            "seconds": None if exchange.seconds is None else float(exchange.seconds),
            "call": _optional(named_call(exchange)),
            "http": exchange.http,
            "error": _optional(exchange.error),
            "reply": answer if to_bot else None,
            "key": key,
            "facts": {
                name: _text(fact) if isinstance(fact, str) else fact for name, fact in exchange.facts.items()
            },
        },
    }


def _response_tree(response: Response) -> dict[str, Any]:
    return {
        "status": {"code": response.status, "message": _text(response.phrase)},
        "headers": _header_lists(response.headers),
        "body": {"string": _body(response.body)},
    }


def _header_lists(headers: Headers) -> dict[str, list[str]]:
    kept = Headers(tuple((_text(name), _text(value)) for name, value in headers.without(*_UNKEPT)))
    return kept.lists()


def _body(content: bytes) -> str | bytes:
    """JSON laid out, other UTF-8 text as it is, else the bytes."""
    if (text := body.laid_out(content)) is not None:
        return _text(text)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content


def _text(text: str) -> str:
    """Text that UTF-8 can hold: a byte that nobody could decode becomes the Latin-1 character of its value.

    RFC 9110 section 5.5: such bytes in a field are opaque. Any other lone surrogate becomes U+FFFD.
    """
    if text.isascii():
        return text
    return "".join(_character(character) for character in text)


def _optional(text: str | None) -> str | None:
    return None if text is None else _text(text)


def _character(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return chr(code - 0xDC00)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else character


def _timestamp(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC with microseconds; a moment without a zone is taken as UTC."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def marked(value: Mapping[str, Any]) -> bool:
    """Whether an interaction carries our key."""
    return value.get(OURS) is not None


def exchange(value: Mapping[str, Any]) -> Exchange:
    """The exchange of a loaded interaction that carries our key. Raises MalformedError."""
    request = shape.request(value)
    ours = value[OURS]
    if not isinstance(ours, dict):
        raise MalformedError(f"its {OURS} is no mapping")
    if ours.get("v") != VERSION:
        raise MalformedError(
            f"its {OURS}.v is {shape.shown(ours.get('v'))}, and this redial knows {VERSION}",
            hint="a newer redial wrote it: upgrade with `pip install -U graph-redial`",
        )
    way = _named(ours, "way", Way)
    answer = ours.get("reply") if way is Way.TO_BOT else value.get("response")
    return Exchange(
        request=request,
        response=None if answer is None else shape.response(answer),
        way=way,
        origin=_named(ours, "origin", Origin),
        started_at=moment(ours.get("started_at")),
        seconds=_seconds(ours.get("seconds")),
        http=shape.optional_text(ours, "http"),
        error=shape.optional_text(ours, "error"),
        facts=_facts(ours.get("facts")),
    )


def _named[Kind: (Way, Origin)](ours: Mapping[str, Any], name: str, kind: type[Kind]) -> Kind:
    value = ours.get(name)
    found = kind.__members__.get(value.upper()) if isinstance(value, str) else None
    if found is None or found.value != value:
        known = ", ".join(member.value for member in kind)
        raise MalformedError(f"its {OURS}.{name} is {shape.shown(value)}, not one of {known}")
    return found


def moment(value: Any) -> datetime | None:
    """The time that a loaded `started_at` tells, in UTC. Raises MalformedError."""
    if value is None:
        return None
    try:
        told = datetime.fromisoformat(value)
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):  # the zone may carry it out of the years 1 to 9999
        sent = shape.shown(value)
        raise MalformedError(f"its {OURS}.started_at is {sent}, which is no time of RFC 3339") from None


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LONGEST_S:
        return float(value)
    raise MalformedError(f"its {OURS}.seconds is {shape.shown(value)}, which is no number of seconds")


def _facts(value: Any) -> Mapping[str, FactValue]:
    if value is None:
        return MappingProxyType({})
    if not isinstance(value, dict) or not all(map(_is_fact, value.values())):
        raise MalformedError(f"its {OURS}.facts is no flat mapping of names to texts, numbers and booleans")
    return MappingProxyType(value)


def _is_fact(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, int) and value.bit_length() <= shape.BITS)


def named_call(exchange: Exchange) -> str | None:
    """The call an exchange is about; None where it names none, or its URL cannot be read."""
    try:
        return call_of(exchange)
    except ValueError:
        return None


def call(value: Mapping[str, Any]) -> str | None:
    """The call that an interaction of ours says it is about."""
    return shape.optional_text(value[OURS], "call")


def key(value: Mapping[str, Any]) -> str | None:
    """The id of the project key that an interaction of ours was redacted with."""
    return shape.optional_text(value[OURS], "key")
