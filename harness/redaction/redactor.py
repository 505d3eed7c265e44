"""Redaction: going through a message with the table of what is sensitive. All else stays as it was sent.

The table is in sensitive.py beside this file, what a mask looks like in masks.py. Facts (harness.facts) are
taken before: they hold nothing to mask and pass untouched.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from harness import body as json_body
from harness import urls
from harness.address import is_login
from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers, in_utf8
from harness.redaction import markup, wide
from harness.redaction.acquaintance import NOBODY, Known, Memory, of_body
from harness.redaction.custom import NOTHING, Custom
from harness.redaction.leaks import Leak, leaks
from harness.redaction.masking import figure, method
from harness.redaction.masks import is_mask, kind_of, masks
from harness.redaction.parting import BASE64, Part, holds_members, in_parts, parted, told
from harness.redaction.sensitive import REDACTIONS, WORD, Redaction, of_field, of_header, place_of
from harness.remembering import remembered

__all__ = ["REDACTIONS", "Leak", "Redaction", "Redactor", "is_mask", "leaks", "masks"]

_FIGURES = frozenset({"phone number", "secret", "id of somebody"})
"""Data that numbers of JSON may be."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_NO_PORT = ":x"
"""What stays of a port that is no number: a rule looks at it."""

_ROUNDS = 9  # three are enough for any text that was tried


class Redactor:
    """Masks exchanges with a project's key: one value, one mask, wherever it stands. A mask stays as it is.

    custom: what the project masks besides, and what it lets stand.
    The names that a message itself gives (`displayName`) are masked in its free text as well, and so is a
    host that is masked anywhere in the exchange. memory: where both are remembered for what comes later.
    """

    def __init__(
        self, key: bytes, custom: Custom = NOTHING, *, known: Known = NOBODY, memory: Memory | None = None
    ) -> None:
        self._key = key
        self._custom = custom
        self.masks = custom.masks(key)
        self._known = known
        self._memory = memory
        self._parted = remembered(partial(parted, custom=custom, brush=self))

    def __reduce__(self) -> tuple[Callable[..., "Redactor"], tuple[bytes, Custom]]:
        return partial(Redactor, known=self._known, memory=self._memory), (self._key, self._custom)

    @property
    def key_id(self) -> str:
        """Which key this is: 8 hex digits that do not give it away."""
        return self.masks.key_id

    def remembering(self) -> "Redactor":
        """One that knows in each exchange what it has met in those before: for the recordings of one run."""
        return self._knowing(self._known, Memory())

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange as it may be written down. Of a token fetch only method and URL are left."""
        answered = exchange.response if exchange.way is not Way.TO_LOGIN else None
        return self._twice(
            of_body(exchange.request.body) | (of_body(answered.body) if answered else NOBODY),
            lambda aware: replace(
                exchange,
                request=aware.asked(exchange.request, exchange.way),
                response=_answered(aware, answered) if answered else None,
                error=aware.text(exchange.error) if exchange.error else exchange.error,
            ),
        )

    def request(self, request: Request, way: Way) -> Request:
        """The request as it may be written down."""
        return self._twice(of_body(request.body), lambda aware: aware.asked(request, way))

    def _twice[Whole](self, found: Known, masked: Callable[["Redactor"], Whole]) -> Whole:
        """What `masked` gives, given one who knows what was found: again, when more was met on the way."""
        memory = self._memory or Memory()
        aware, met = self._knowing(self._known, memory).aware(found), memory.news
        whole = masked(aware)
        return whole if met == memory.news else masked(aware)

    def asked(self, request: Request, way: Way) -> Request:
        """The request, given whom this redactor knows."""
        if self._memory is None:
            return _asked(self, request, way)
        return self._memory.once(request, (way, self._known), lambda: _asked(self, request, way))

    def text(self, text: str) -> str:
        """Running text with what it gives away masked. It is read until nothing is found: two masks that
        touch may look like something else.
        """
        if WORD.fullmatch(text) and not self._custom.patterns:
            return self._unnamed(text, running=False)
        for _ in range(_ROUNDS):
            masked = urls.requoted(self._once(text), self._within)
            if masked == text:
                break
            text = masked
        return text

    def _within(self, text: str) -> str:
        """What stands percent-encoded in running text."""
        return self._once(text) if text[:1] not in ("{", "[") else self._nested("", text) or text

    def _once(self, text: str) -> str:
        whole = self._parted(text)
        if whole is None:
            text = BASE64.sub(self._encoded, self._custom.masked(text, self.masks.opaque))
            whole = in_parts(text, self)
        return "".join([self._part(part, running=whole.running) for part in whole.parts])

    def _part(self, part: Part, *, running: bool) -> str:
        if part.how is None:
            return self._unnamed(part.text, running=running)
        return part.text if part.done else part.how(self, part.text) or part.text

    def _encoded(self, match: re.Match[str]) -> str:
        """What may be Base64: opaque where something is to be masked in the text that it stands for."""
        letters = match.group()
        text = told(letters)
        return self.masks.opaque(letters) if text is not None and self.body(text) != text else letters

    def host(self, text: str) -> str:
        """A host, perhaps with a port: masked without its port, unless it is everybody's."""
        found = urls.pieces(f"//{text}")
        if not found.name or urls.is_public(found.name) or _PLACEHOLDER.fullmatch(text):
            return text
        return self._masked_host(found.name)

    def url(self, url: str, *, of_bot: bool = False) -> str:
        """A URL with what it gives away masked. of_bot: it is the bot's own, on a loopback host as well.

        Scheme, number of segments and names of fields stay; a masked host has no port, or one that is none;
        what any host but a public one is asked (query, fragment) is opaque.
        """
        found = urls.pieces(url)
        return str(self._located(found, of_bot=of_bot, opaque=not urls.is_public(found.name)))

    def address(self, url: str, way: Way) -> str:
        """The URL of a request: what Graph is asked stays readable on any host, but for a fragment."""
        found = self._located(urls.pieces(url), of_bot=way is Way.TO_BOT, opaque=way is not Way.TO_GRAPH)
        return str(found._replace(fragment=found.fragment[:1] + self.masks.opaque(found.fragment[1:])))

    def _located(self, url: urls.Pieces, *, of_bot: bool, opaque: bool) -> urls.Pieces:
        public = urls.is_public(url.name) or (urls.is_loopback(url.name) and not of_bot)
        if url.host and not public and not _PLACEHOLDER.fullmatch(url.host):
            url = url._replace(host=self._masked_host(url.name), port="" if url.has_port else _NO_PORT)
        field = self._opaque if opaque else self.field
        masked = url.each_segment(self._tenant if is_login(url.name) else self._segment).each_field(field)
        return masked._replace(
            userinfo=self.masks.opaque(url.userinfo[:-1]) + url.userinfo[-1:],
            fragment=url.fragment[:1] + field("fragment", url.fragment[1:]),
        )

    def _segment(self, segment: str) -> str:
        """A segment of a path, which may end in fields: `;jsessionid=...` (RFC 3986 section 3.3)."""
        masked = self.text(segment)
        fields = (field.partition("=") for field in masked.split(";")) if "=" in masked else ()
        named = (f"{name}{sign}{self.member(name, value) if sign else value}" for name, sign, value in fields)
        return ";".join(named) or masked

    def _tenant(self, segment: str) -> str:
        """A segment of a login URL: a tenant may be named by a domain of its own."""
        is_domain = re.fullmatch(r"[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,}", segment) is not None
        return self.host(segment) if is_domain else self.text(segment)

    def _opaque(self, name: str, value: str) -> str:
        return (self.masks.exact(value) or self.masks.opaque(value)) if name else self.text(value)

    def headers(self, headers: Headers) -> Headers:
        """The fields of a message, without those that are dropped."""
        masked = ((in_utf8(name, self.text), self.header(name, value)) for name, value in headers)
        return Headers(tuple((name, value) for name, value in masked if value is not None))

    def header(self, name: str, value: str) -> str | None:
        """The value of a field; None where the field is to be dropped."""
        known = name.lower()
        if known in self._custom.headers:
            return self.masks.opaque(value)
        how = of_header(known)
        return in_utf8(
            value, lambda text: how(self, text) if how else self.member(known.removeprefix("x-"), text)
        )

    def body(self, body: bytes) -> bytes:
        """A body in its own layout: JSON member by member, a form field by field, anything else as text."""
        with suppress(ValueError):
            return json_body.rewritten(body, self.member, self.figure)
        if (narrow := wide.narrowed(body)) is not None:
            return wide.widened(self.body(narrow), body)
        try:
            text, encoding = body.decode(), "utf-8"
        except ValueError:
            text, encoding = body.decode("latin-1"), "latin-1"  # each byte a character: ASCII still fits
        if urls.is_form(text):
            return urls.each_field(text, self.field).encode(encoding)
        return wide.each_run(self._loose(text), self._loose).encode(encoding)

    def _loose(self, text: str, path: str = "") -> str:
        """Text that is no JSON as a whole, though members may stand in it: a trailing comma, a log line."""
        if not holds_members(text):
            return self.text(text)
        text = markup.rewritten(text, self.member)
        return self.text(json_body.rewritten_in_text(text, *self._below(path)))

    def _below(self, path: str) -> tuple[Callable[[str, str], str], Callable[[str, str], str]]:
        """What masks the members and the numbers of JSON that stands in the string at `path`."""
        return (
            lambda below, text: self.member(json_body.under(path, below), text),
            lambda below, digits: self.figure(json_body.under(path, below), digits),
        )

    def member(self, path: str, text: str) -> str:
        """The value of a member, or its key: the first row that knows the place, else running text."""
        memory = self._memory
        return memory.told(path, text, self._member, self._known) if memory else self._member(path, text)

    def _member(self, path: str, text: str) -> str:
        place = place_of(path)
        if text == place.key:
            return text if place.is_word and not self._custom.patterns else self.text(text)
        if self._custom.members and self._custom.names(path):
            return self.masks.opaque(text)
        if text[:1] in ("{", "[") and (nested := self._nested(path, text)) is not None:
            return nested
        for row in place.rows:
            if (masked := row.mask(self, text)) is not None:
                if self._memory is not None and masked.startswith("User") and kind_of(masked) == "name":
                    self._memory.note(Known(frozenset([text.strip()])))
                return masked
        return self._loose(text, path) if ":" in text or "<" in text else self.text(text)

    def field(self, name: str, value: str) -> str:
        """The value of a field of a form or a query, or with an empty name that of a name."""
        how = of_field(name)
        return (how and how(self, value)) or self.member(name, value)

    def figure(self, path: str, digits: str) -> str:
        """A number of JSON, which may be a telephone number or a secret where only those stand."""
        stands = any(row.datum in _FIGURES for row in place_of(path).rows) or self._custom.names(path)
        return figure(self, digits) if stands else digits

    def _nested(self, path: str, text: str) -> str | None:
        """JSON inside a string, as in the errors that carry another service's error; None when it is none."""
        try:
            return json_body.rewritten(text.encode(), *self._below(path)).decode()
        except ValueError:
            return None

    def _unnamed(self, part: str, *, running: bool) -> str:
        """A part of a text without what is known. One word alone is no running text."""
        if self._memory is None or (part.isalnum() and not running):
            return part
        return self._memory.masked(part, self.masks, also=self._known if running else NOBODY)

    def aware(self, found: Known) -> "Redactor":
        """A redactor that knows also whom a message names."""
        memory = self._memory or Memory()
        memory.note(found)
        return self._knowing(self._known | found, memory)

    def _knowing(self, known: Known, memory: Memory) -> "Redactor":
        other = object.__new__(Redactor)
        vars(other).update(vars(self), _known=known, _memory=memory)
        return other

    def _masked_host(self, name: str) -> str:
        mask = self.masks.host(name)
        if self._memory is not None and mask != name:
            self._memory.meet(name)
        return mask


def _asked(aware: Redactor, request: Request, way: Way) -> Request:
    bare = Request(method(aware.text, aware.masks, request.method), aware.address(request.url, way))
    if way is Way.TO_LOGIN:
        return bare
    body = request.body and aware.body(request.body)
    return replace(bare, headers=aware.headers(request.headers), body=body)


def _answered(aware: Redactor, response: Response) -> Response:
    return replace(
        response,
        headers=aware.headers(response.headers),
        body=response.body and aware.body(response.body),
        reason=in_utf8(response.reason, aware.text),
    )
