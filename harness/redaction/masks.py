"""Masks: what stands in a recording in place of an id, a number, a name, a host, a mail address, a secret.

Made with the project key, recognised without it. Nothing here knows where in a message a datum stands.
"""

import hmac
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from harness.redaction.numbering import country_code
from harness.remembering import remembered

HEX = r"[0-9a-fA-F]"
GUID = rf"{HEX}{{8}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{12}}|(?<!{HEX}){HEX}{{32}}(?!{HEX})"
"""A GUID in its usual spelling, or as the bare 32 digits of the 2018 pages."""

ANY_GUID = (
    rf"{HEX}{{8}}(?:(?:-{HEX}{{4}}){{3}}-{HEX}{{12}}|(?:%2[dD]{HEX}{{4}}){{3}}%2[dD]{HEX}{{12}}"
    rf"|(?:(?<=(?<!{HEX}){HEX}{{8}})|(?<=(?<!{HEX})[a-fA-F]{HEX}{{8}})){HEX}{{24}}(?!{HEX}))"
)
"""A GUID also with its dashes percent-encoded, or bare right behind one letter: the end of a word.
It opens with what is looked for in all of them, as that is found ten times as fast."""

SEPARATORS = " ().\\-/\u00a0\u2009\u202f\u2011"
"""What stands between the groups of a telephone number, as of a class of characters in a pattern."""

NUMBER = rf"(?:\+|%2[bB])(?:[1-9]\d{{6,}}|[1-9](?:[{SEPARATORS}]{{0,3}}\d){{6,14}})"
"""An international telephone number in running text: `+`, then seven digits or more, perhaps in groups."""

DIALLED = (
    rf"(?<![\w+.:/%\-])00[1-9](?=\d{{0,11}}[{SEPARATORS}])(?:[{SEPARATORS}]{{0,3}}\d){{7,14}}"
    rf"(?!\w|[{SEPARATORS}]{{0,3}}\d|-\w)"
)
"""The same in groups, with the `00` of those who dial it. Without groups digits may be anything."""

_AT = r"(?:@|%40|&#64;|&#[xX]40;|\\u0040)"
MAIL = (
    rf"(?<![\w.+\-])(?<!\w')[\w.+\-]++(?:'[\w.+\-]++)*+(?i:#EXT#|%23EXT%23)?{_AT}"
    r"(?!thread\.\w+(?!\.?[\w\-])|unq\.gbl\.spaces)(?:[\w\-]+\.)+[^\W\d_]{2,}"
)
"""A mail address or user principal name, a guest's included. The ids of Teams threads look alike."""

NIL = "0" * 32
GRAPH_APPLICATION = "0000000300000000c000000000000000"
PUBLIC_GUIDS = frozenset({NIL, GRAPH_APPLICATION})
"""GUIDs that name nobody: the nil GUID and Microsoft Graph's own application id, the same in every tenant."""

E164_DIGITS = 15
"""The longest international number (E.164 section 6.2.1)."""

_GUID_MARK = "8ed1a1"  # version 8 (RFC 9562 section 5.8), `ed1`; variant 10xx with the bits of `a`, `1`
_GUID_MARK_AT = 12
_NUMBER_MARK = "55501"
_FOREIGN_LETTER = "ü"
_DASH = re.compile(r"-|%2[dD]")
_TRUNK = re.compile(r"\(0\)")
"""The digit that is dialled at home only: `+49 (0)30` is +49 30."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mask: its name, how its masks look in running text, and what the pattern cannot check."""

    name: str
    pattern: str
    proof: Callable[[str], bool] = bool


def _is_guid_mask(text: str) -> bool:
    return text.replace("-", "").lower()[_GUID_MARK_AT:].startswith(_GUID_MARK)


def _is_number_mask(text: str) -> bool:
    digits = _digits(text)
    return digits[len(country_code(digits)) :].startswith(_NUMBER_MARK) and len(digits) in (
        E164_DIGITS,
        E164_DIGITS + 1,
    )


KINDS = (
    Kind("mail", r"user-[0-9a-f]{8}@mail\.example"),
    Kind("guid", GUID, _is_guid_mask),
    Kind("number", r"(?<!\d)\+?\d{1,3} ?\d{11,15}(?!\d)", _is_number_mask),
    Kind("name", r"User(?: |\+|%20)[0-9a-f]{8}(?![0-9a-f])"),
    Kind("host", rf"h{_FOREIGN_LETTER}?[0-9a-f]{{8}}\.example"),
    Kind("opaque", r"redacted-[0-9a-f]{8}(?![0-9a-f])"),
)
"""Every kind of mask. A row is all that recognising one takes."""

_ANY = re.compile("|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in KINDS), re.ASCII)
_ANY_WHOLE = re.compile("|".join(kind.pattern for kind in KINDS), re.ASCII)
_WHOLE = {kind.name: (re.compile(kind.pattern, re.ASCII), kind.proof) for kind in KINDS}
_EXACT_MAIL = re.compile(MAIL)
_EXACT_GUID = re.compile(GUID)
_EXACT_NUMBER = re.compile(rf"\+[\d{SEPARATORS}]{{2,}}", re.ASCII)


@remembered
def kind_of(text: str) -> str | None:
    """The kind of mask that `text` as a whole is, or None when it is none."""
    if not _ANY_WHOLE.fullmatch(text):
        return None
    return next(
        (name for name, (whole, proof) in _WHOLE.items() if whole.fullmatch(text) and proof(text)), None
    )


def is_mask(text: str) -> bool:
    """Whether `text` as a whole is a mask. Needs no key."""
    return kind_of(text) is not None


def masks(text: str) -> Iterator[str]:
    """The masks that stand in `text`, in order, as they are spelled. Needs no key."""
    for match in _ANY.finditer(text):
        if _WHOLE[match.lastgroup or ""][1](match.group()):
            yield match.group()


class Masks:
    """Makes masks with a key: the same datum always gets the same mask, and a mask stays what it is.

    Each method keeps the type of what it is given: a GUID stays a GUID in its spelling, a number stays as
    valid or invalid as it was (E.164).
    """

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod="sha256")
        self._digest = remembered(self._drawn)

    @property
    def key_id(self) -> str:
        """Which key this is: 8 hex digits that do not give it away."""
        return self._digest("redial")[:8]

    def guid(self, text: str) -> str:
        """A GUID: version 8 with a fixed marker. Spellings of one GUID get the same digits."""
        digits = _DASH.sub("", text).lower()
        if digits in PUBLIC_GUIDS or _is_guid_mask(digits):
            return text
        drawn = self._hex("guid", digits)
        masked = drawn[:_GUID_MARK_AT] + _GUID_MARK + drawn[_GUID_MARK_AT : len(NIL) - len(_GUID_MARK)]
        masked = masked.upper() if text.isupper() else masked
        if dash := _DASH.search(text):
            return dash.group().join((masked[:8], masked[8:12], masked[12:16], masked[16:20], masked[20:]))
        return masked

    def number(self, text: str) -> str:
        """A telephone number: its country code, `55501`, and keyed digits up to 15 in all.

        What makes it valid or not stays: a missing `+`, separators (one space after the code), more than 15
        digits (16).
        """
        digits = _digits(_TRUNK.sub("", text))
        if len(digits) < 2 or _is_number_mask(text):
            return text
        code = country_code(digits)
        opening = code + _NUMBER_MARK
        wanted = (E164_DIGITS if len(digits) <= E164_DIGITS else E164_DIGITS + 1) - len(opening)
        drawn = str(int(self._hex("number", digits), 16))[-wanted:]
        bare = text.strip().replace("%2B", "+").replace("%2b", "+")
        plus = "+" if bare.startswith("+") else ""
        gap = " " if bare.removeprefix("+") != digits else ""
        return f"{plus}{code}{gap}{_NUMBER_MARK}{drawn}"

    def name(self, text: str) -> str:
        """The name of a person, a bot or a call: `User` and 8 hex digits."""
        return text if not text.strip() or is_mask(text) else f"User {self._hex('name', text)[:8]}"

    def host(self, text: str) -> str:
        """A host without its port, or an IP address: `h`, 8 hex digits, `.example`.

        A host outside ASCII stays outside. Spellings of one address get the same digits.
        """
        if not text or kind_of(text.lower()) == "host":
            return text
        letter = "" if text.isascii() else _FOREIGN_LETTER
        return f"h{letter}{self._hex('host', _canonical(text))[:8]}.example"

    def mail(self, text: str) -> str:
        """A mail address or user principal name: `user-`, 8 hex digits, `@mail.example`."""
        if kind_of(text) == "mail":
            return text
        return (
            f"user-{self._hex('mail', re.sub(_AT, '@', text.lower()).replace('%23', '#'))[:8]}@mail.example"
        )

    def opaque(self, text: str) -> str:
        """A secret, or a value of which only equality matters: `redacted-` and 8 hex digits."""
        return text if not text or is_mask(text) else f"redacted-{self._hex('opaque', text)[:8]}"

    def exact(self, text: str) -> str | None:
        """The mask of a text that as a whole is a GUID, a number or a mail address; None when it is none."""
        if is_mask(text):
            return text
        if _EXACT_GUID.fullmatch(text):
            return self.guid(text)
        if _EXACT_NUMBER.fullmatch(text):
            return self.number(text)
        return self.mail(text) if _EXACT_MAIL.fullmatch(text) else None

    def _hex(self, kind: str, value: str) -> str:
        return self._digest(f"{kind}\0{value}")

    def _drawn(self, text: str) -> str:
        digest = self._keyed.copy()  # hmac.digest lets other threads run each time, which takes far longer
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def _digits(text: str) -> str:
    return re.sub(r"%2[bB]|\D", "", text, flags=re.ASCII)


def _canonical(host: str) -> str:
    """A host in lower case, without the dot of the root; an IP address in its one shortest spelling."""
    name = host.lower().rstrip(".")
    if name[-1:].isdigit() or ":" in name:
        with suppress(ValueError):
            address = ip_address(name)
            return str(getattr(address, "ipv4_mapped", None) or address)
    return name
