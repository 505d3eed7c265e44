"""The texts of an exchange as a recording holds it: where each stands, and what it gives away there.

Finds and never judges: which of it breaks a rule is for harness.rules.recording.hygiene to say.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from harness import body as json_body
from harness import urls
from harness.body import child
from harness.exchange import Exchange, Way
from harness.redaction.leaks import Leak, leaks
from harness.redaction.masks import is_mask

URL = "request.uri"
"""Where findings on the URL of the request stand."""

PATH = "path"
"""The last name of a segment of a URL's path."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,19}://[^\s\"'<>\\^`{|}]*")
_HEADER = re.compile(r"(?:request|response)\.headers\.([^\[\]]+)\Z")
_NONE: frozenset[str] = frozenset()
_AROUND = "\"'\\ \t\r\n"
_SHORT = 200
"""Characters of a text that is remembered."""


@dataclass(frozen=True, slots=True)
class Held:
    """One text.

    where: as in Finding.where; it ends before a key that itself gives something away.
    names: its own name and those around it, outermost first, without case, `_` and `-`.
    shown: how it stands beside its name, that of a field of a form or of a public host's query behind a `?`;
    the leaks are those of this. A mask has none.
    asked: whether it is a field of what a host that is not everybody's is asked.
    """

    where: str
    names: tuple[str, ...]
    text: str
    shown: str
    leaks: tuple[Leak, ...] = ()
    asked: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """What kinds of leak it has."""
        return frozenset(leak.kind for leak in self.leaks) if self.leaks else _NONE

    @property
    def header(self) -> str:
        """The header whose value it is, in lower case; empty when it is no header's."""
        found = _HEADER.match(self.where)
        return found[1] if found else ""


class Part(NamedTuple):
    """A part of an exchange in which texts stand.

    read: finds them, given the rest. where: as in Held. name: of a header its name, of a URL which way it was
    asked. content: the text, or the bytes of a body.
    """

    read: Callable[[str, str, Any], Iterator[Held]]
    where: str
    name: str
    content: str | bytes

    @property
    def texts(self) -> Iterator[Held]:
        """The texts."""
        return self.read(self.where, self.name, self.content)


def parts(exchange: Exchange) -> Iterator[Part]:
    """The parts of an exchange, in the order of a cassette."""
    request, response = exchange.request, exchange.response
    yield Part(_alone, "request.method", "", request.method)
    yield Part(_address, URL, exchange.way.value, request.url)
    for name, value in request.headers:
        yield Part(_header, "request.headers", name, value)
    yield Part(in_body, "request.body", "", request.body)
    if response is not None:
        yield Part(_alone, "response.reason", "", response.reason)
        for name, value in response.headers:
            yield Part(_header, "response.headers", name, value)
        yield Part(in_body, "response.body", "", response.body)
    if exchange.error:
        yield Part(_alone, "error", "", exchange.error)


def _text(where: str, names: tuple[str, ...], text: str, shown: str, *, asked: bool = False) -> Held:
    return Held(where, names, text, shown, () if is_mask(text) else _leaks(shown), asked)


@lru_cache(maxsize=4096)
def _leaks(shown: str) -> tuple[Leak, ...]:
    """Names and words are the same in every exchange."""
    return tuple(leaks(shown))


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _member(
    where: str, names: tuple[str, ...], name: str, text: str, *, asked: bool = False, opening: str = ""
) -> Iterator[Held]:
    """A text that has a name, and what stands in it where it is JSON or a URL. opening: `?` of a field."""
    shown = f'{"" if asked else opening}"{name}": "{text.strip(_AROUND)}"'
    yield _text(where, names, text, shown, asked=asked)
    if text[:1] in ("{", "["):
        with suppress(ValueError):
            yield from in_json(where, names, text.encode(), inside=True)
    elif _URL.fullmatch(text):
        url = text.rstrip(".,;:!?)")
        yield from _url(where, names, url, asked=not urls.is_public(urls.pieces(url).name))
    elif (plain := urls.unquoted(text)) != text and urls.unquoted(plain) == plain:
        yield from _member(where, names, name, plain, asked=asked, opening=opening)


def _url(where: str, names: tuple[str, ...], url: str, *, asked: bool) -> Iterator[Held]:
    """The segments, fragment and fields of a URL, percent-decoded."""
    found = urls.pieces(url)
    parts: list[str] = []

    def note(text: str) -> str:
        parts.append(text)
        return text

    found.each_segment(note)
    for part in (*parts, found.fragment[1:]):
        yield _text(where, (*names, PATH), part, part)
    for name, value in urls.fields(found.query[1:]):
        yield _text(where, (), name, name)
        yield from _member(where, (*names, _plain(name)), name, value, asked=asked, opening="?")


def _alone(where: str, _name: str, text: str) -> Iterator[Held]:
    """A text without a name."""
    yield _text(where, (), text, text)


def _address(where: str, way: str, url: str) -> Iterator[Held]:
    """The URL of a request: its origin, then what stands behind it."""
    found = urls.pieces(url)
    yield from _alone(where, "", f"{found.scheme}{found.slashes}{found.userinfo}{found.host}{found.port}")
    yield from _url(where, (), url, asked=way == Way.TO_BOT.value)


def _header(where: str, name: str, value: str) -> Iterator[Held]:
    place = where if _leaks(name) else child(where, name.lower())
    yield _text(place, (_plain(name),), value, f"{name}: {value}")


def in_body(where: str, _name: str, body: bytes) -> Iterator[Held]:
    """A body: JSON member by member, a form field by field, anything else as text in which members stand."""
    try:
        yield from in_json(where, (), body)
    except ValueError:
        text = _decoded(body)
    else:
        return
    if urls.is_form(text):
        for name, value in urls.fields(text):
            place = where if _leaks(name) else child(where, name)
            yield _text(place, (), name, name)
            yield from _member(place, (_plain(name),), name, value, opening="?")
        return
    yield _text(where, (), text, text)
    found: list[tuple[str, str]] = []

    def note(path: str, value: str) -> str:
        found.append((path, value))
        return value

    json_body.rewritten_in_text(text, note, note)
    for path, value in found:
        known = _known(path)
        yield from _member(where, tuple(map(_plain, known)), known[-1] if known else "", value)


def _decoded(body: bytes) -> str:
    """Bytes as text: UTF-8, else a character a byte; the zeros of UTF-16 are left out."""
    try:
        text = body.decode()
    except ValueError:
        text = body.decode("latin-1")
    return text.replace("\0", "")


def in_json(where: str, around: tuple[str, ...], body: bytes, *, inside: bool = False) -> Iterator[Held]:
    """Keys, strings and numbers of JSON. inside: it stands in the string at `where`, which is its place."""
    for token in json_body.scalars(body):
        read = _once if len(token.text) <= _SHORT else _told
        yield from read(where, around, token.kind, token.path, token.text, inside=inside)


def _told(
    where: str, around: tuple[str, ...], kind: str, path: str, text: str, *, inside: bool
) -> tuple[Held, ...]:
    """What stands in one key, string or number of JSON. kind, path: as of its token."""
    known = _known(path)
    names = (*around, *map(_plain, known))
    place = where if inside else _place(where, path)
    match kind:
        case "key":
            return (_text(place, (), text, text),)
        case "string":
            return tuple(_member(place, names, known[-1] if known else "", text))
    return (Held(place, names, text, ""),) if text[0] in "-0123456789" else ()


_once = lru_cache(maxsize=4096)(_told)
"""Keys, types and words stand in every message again."""


@lru_cache(maxsize=1024)
def _known(path: str) -> tuple[str, ...]:
    """The names in a path, without its indexes."""
    return tuple(step for step in json_body.steps(path) if isinstance(step, str))


@lru_cache(maxsize=1024)
def _place(root: str, path: str) -> str:
    """Where a member stands, up to a key that gives something away."""
    for step in json_body.steps(path):
        if isinstance(step, str) and _leaks(step):
            break
        root = child(root, step)
    return root
