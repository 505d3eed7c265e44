"""One interaction, masked where it stands: what becomes of each of its scalars.

A header that a recording would leave out keeps its name, and a compressed body its coding.
"""

import base64
import gzip
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol, Self

from harness import traffic, urls
from harness.body import child
from harness.cassette import dialect, foreign, interaction, shape
from harness.cassette.interaction import OURS
from harness.cassette.scalars import Scalar, Steps
from harness.errors import CassetteError
from harness.exchange import Request, Way
from harness.headers import in_utf8
from harness.redaction.acquaintance import Known, of_body
from harness.redaction.masking import REDACTED, method
from harness.redaction.masks import Masks, is_mask
from harness.redaction.placeholders import is_placeholder


class Mask(Protocol):
    """What masks the parts of a message: harness.redaction.redactor.Redactor."""

    masks: Masks

    @property
    def key_id(self) -> str:
        """The id of the project key it masks with."""

    def remembering(self) -> Self:
        """One that knows from then on what it has met."""

    def aware(self, found: Known) -> Self:
        """One that knows also whom a message names."""

    def address(self, url: str, way: Way) -> str:
        """The URL of a request."""

    def header(self, name: str, value: str) -> str | None:
        """The value of a field; None where it is to be dropped."""

    def body(self, body: bytes) -> bytes:
        """A body."""

    def member(self, path: str, text: str) -> str:
        """The value of a member, or its key."""

    def figure(self, path: str, digits: str) -> str:
        """A number of JSON."""

    def text(self, text: str) -> str:
        """Running text."""


_PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "x-gzip": lambda content: gzip.compress(content, mtime=0),
    "deflate": zlib.compress,
}
_AS_RECORDED = frozenset({"v", "n", "way", "origin", "started_at", "seconds", "http", "key", "facts"})
"""Members of ours that never hold anything to mask."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A scalar's new value; and what could be read in it before and after."""

    value: str | bytes
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Body:
    """A body as it is stored and as it is read, each before and after."""

    stored: bytes
    packed: bytes
    read: bytes
    masked: bytes


class Scrub:
    """The scalars of one interaction, given its value as it was loaded; {} for what stands around them.

    Raises CassetteError for a body that is compressed in a way that cannot be undone.
    """

    def __init__(self, mask: Mask, value: Mapping[str, Any]) -> None:
        self._mask = mask
        self._way = Way.TO_GRAPH
        self._sides: dict[Steps, tuple[Mask, _Body | None]] = {}
        if value:
            ours = value.get(OURS)
            exchange = interaction.exchange(value) if ours else foreign.exchange(value)
            self._way = exchange.way if ours else _way(exchange.request)
            asked = mask.aware(of_body(exchange.request.body))
            answered = asked.aware(of_body(exchange.response.body)) if exchange.response else asked
            self._mask = asked
            for steps, side in (
                (("request",), asked),
                (("response",), answered),
                ((OURS, "reply"), answered),
            ):
                self._side(value, steps, side)

    def _side(self, value: Mapping[str, Any], steps: tuple[str, ...], mask: Mask) -> None:
        message: Any = value
        for name in steps:
            message = message.get(name) if isinstance(message, dict) else None
        if message:
            self._sides[steps] = (mask, _body(message, mask))

    def changed(self, scalar: Scalar, steps: Steps) -> Masked:
        """The new value of a scalar; steps: those that lead to it from the interaction."""
        if steps[:1] == (OURS,) and len(steps) > 1 and steps[1] in _AS_RECORDED:
            return self._marked(scalar, steps)
        for opening, (mask, body) in self._sides.items():
            if steps[: len(opening)] == opening and scalar.kind != "key":
                return _of_message(mask, self._way, body, scalar, steps[len(opening) :])
        return _member(self._mask, scalar, steps)

    def _marked(self, scalar: Scalar, steps: Steps) -> Masked:
        """What we noted ourselves: only that nothing was masked is true no more."""
        old = str(scalar.value)
        unmasked = steps[1:] == ("key",) and scalar.kind == "plain"
        new = dialect.dump(self._mask.key_id).decode().split("\n")[0] if unmasked else scalar.value
        return Masked(new, old, str(new))


def _way(request: Request) -> Way:
    """Which way a request went that another tool recorded. What a host is asked that is nobody's known one
    stands as little in clear as what a bot is asked.
    """
    name = urls.pieces(request.url).name
    everybodys = urls.is_public(name) or urls.is_loopback(name)
    return traffic.way(request) or (Way.TO_GRAPH if everybodys else Way.TO_BOT)


def _of_message(mask: Mask, way: Way, body: _Body | None, scalar: Scalar, steps: Steps) -> Masked:
    """The new value of a scalar in a request or an answer."""
    match steps, scalar.value:
        case ("uri",), str(url):
            return _text(url, mask.address(url, way))
        case ("method",), str(sent):
            return _text(sent, method(mask.text, mask.masks, sent))
        case ("status", "message"), str(reason):
            return _text(reason, in_utf8(reason, mask.text))
        case ("headers", name, *_), str(value):
            return _header(mask, str(name), value, body)
        case ((("body",) | ("body", "string" | "base64_string")), value) if body is not None:
            return _content(body, value, is_encoded=steps[-1:] == ("base64_string",))
        case ("body", *rest), _:
            return _member(mask, scalar, tuple(rest))
    return _member(mask, scalar, steps)


def _text(old: str, new: str) -> Masked:
    return Masked(new, old, new)


def _header(mask: Mask, name: str, value: str, body: _Body | None) -> Masked:
    if body is not None and name.lower() == "content-length" and value == str(len(body.stored)):
        return Masked(str(len(body.packed)), "", "")
    new = mask.header(name, value)
    if new is None:
        new = value if not value or is_mask(value) or is_placeholder(value) else REDACTED
    return _text(value, new)


def _content(body: _Body, value: str | bytes, *, is_encoded: bool) -> Masked:
    if body.packed == body.stored:
        return Masked(value, "", "")
    new: str | bytes = body.packed
    if is_encoded:
        new = base64.b64encode(body.packed).decode()
    elif isinstance(value, str):
        new = body.packed.decode("utf-8", "surrogatepass")
    return Masked(new, body.read.decode("utf-8", "replace"), body.masked.decode("utf-8", "replace"))


def _member(mask: Mask, scalar: Scalar, steps: Steps) -> Masked:
    """The new value of a member that the dialect gives no meaning, by the path that leads to it."""
    if isinstance(scalar.value, bytes):
        new = mask.body(scalar.value)
        return Masked(new, scalar.value.decode("utf-8", "replace"), new.decode("utf-8", "replace"))
    if scalar.kind == "key":
        return _text(scalar.value, mask.text(scalar.value))
    path = reduce(child, steps, "")
    return _text(scalar.value, (mask.figure if scalar.kind == "plain" else mask.member)(path, scalar.value))


def _body(message: Mapping[str, Any], mask: Mask) -> _Body | None:
    """The body of a message; None when there is none, or when it stands member by member."""
    headers, stored = shape.stored(message)
    if not stored:
        return None
    left, read = shape.decoded(headers, stored)
    coding = (headers.get("content-encoding") or "").strip().lower()
    is_packed = read != stored
    if coding and not is_packed and left.get("content-encoding"):
        raise CassetteError(
            f"a body is compressed as {coding[:20]} and cannot be looked into",
            hint="record it with decode_compressed_response=True, or delete that interaction",
        )
    masked = mask.body(read)
    if masked == read:
        return _Body(stored, stored, read, read)
    return _Body(stored, _PACKED[coding](masked) if is_packed else masked, read, masked)
