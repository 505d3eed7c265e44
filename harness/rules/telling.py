"""Which texts of an exchange the rules on recordings have to look at: of all others none has a word to say.

Most of what a webhook holds says nothing: types, states, masks. Its lines are the same from one message to
the next, so that what became of a line is remembered, up to a bound.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from harness.exchange import Exchange
from harness.parsed import parsed
from harness.redaction.leaks import leaks
from harness.redaction.masks import is_mask
from harness.redaction.placeholders import is_placeholder
from harness.rules.held import PATH, URL, Held, Part, in_json, parts

OPENS: Mapping[str, str] = {
    "passcode": "the passcode of a meeting",
    "joinmeetingid": "the id that joins a meeting",
    "token": "the token of a meeting",
}
"""Name of a member that may open a meeting -> what it is."""

MACHINES: Mapping[str, str] = {
    **dict.fromkeys(("cookie", "set-cookie"), "a cookie"),
    **dict.fromkeys(
        (
            *("cf-connecting-ip", "client-ip", "forwarded", "true-client-ip", "x-azure-clientip"),
            *("x-azure-socketip", "x-client-ip", "x-cluster-client-ip", "x-envoy-external-address"),
            *("x-forwarded-for", "x-original-for", "x-real-ip"),
        ),
        "the address of a client",
    ),
    **dict.fromkeys(
        (
            *("disguised-host", "was-default-hostname", "x-forwarded-server", "x-microsoft-pma-instance"),
            *("x-ms-ags-diagnostic", "x-ms-gateway-serviceroot", "x-site-deployment-id", "x-throwsite"),
        ),
        "the name of a server inside somebody's network",
    ),
    **dict.fromkeys(
        ("hostos", "runtimeenvironment", "x-client-cpu", "x-client-os"), "the build of a client's machine"
    ),
}
"""Header, in lower case -> what of machines it gives away."""

_NOTED = re.compile(r"(?:tel:|4:)?\+?([\d ().\-/\u00a0]+)(?:;.*)?", re.ASCII)
_FEWEST_DIGITS = 7
_SECRET_FIELD = re.compile(
    r"(?i)(?:.*[_\-.])?(?:code|sig|signature|secret|pwd|pass(?:word|code)?)|.*(?:token|key)"
)
_LONG = re.compile(r"[\w\-]{32,}={0,2}")

_REMEMBERED = 512
"""Characters of a text that is remembered."""

_MOST = 4096
"""Texts that are remembered."""

_MASK = re.compile(
    r'(?<=["/])(?P<guid>[0-9a-f]{8}-[0-9a-f]{4}-8ed1-a1[0-9a-f]{2}-[0-9a-f]{12})(?=")'
    r'|(?<=": ")(?P<name>User [0-9a-f]{8})(?=")'
)
_ALIKE = {"guid": "aaaaaaaa-aaaa-8ed1-a1aa-aaaaaaaaaaaa", "name": "User aaaaaaaa"}
"""Masks that stand as a whole, or at the end of a path: one says as little there as any other."""

_BRACKETS = frozenset("{}[]") | {""}
_CLOSED = {"{": "}", "[": '"Ines"]'}
"""What a line opens last -> how it might end: with a text that is a secret or a name where one belongs."""


def telling(exchange: Exchange) -> Iterator[Held]:
    """The texts of an exchange that rules have to look at, in the order of a cassette."""
    for part in parts(exchange):
        if isinstance(part.content, bytes):
            if not is_plain(part.content):
                yield from _found(part)
        else:
            yield from (_known if len(part.content) <= _REMEMBERED else _found)(part)


def _found(part: Part) -> tuple[Held, ...]:
    return tuple(text for text in part.texts if is_telling(text))


_known = lru_cache(maxsize=_MOST)(_found)
"""Headers come back from message to message."""


def is_telling(text: Held) -> bool:
    """Whether a rule on recordings could have a word to say of a text."""
    if text.leaks or text.header in MACHINES:
        return True
    own = text.names[-1] if text.names else ""
    if own in OPENS or (own == PATH and text.where == URL):
        return True
    return is_placeholder(text.text) or noted(text.text) or asks_secret(text)


def clean(text: str) -> bool:
    """Whether a text as a whole stands for something that was taken out."""
    return is_mask(text) or is_placeholder(text)


def noted(text: str) -> bool:
    """Whether a text could be a telephone number in any notation, were it in the place of one."""
    found = _NOTED.fullmatch(text)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return len(digits) >= _FEWEST_DIGITS and any(leaks(f"tel:{digits}"))


def asks_secret(text: Held) -> bool:
    """Whether a text is what a host is asked by, and looks like a secret."""
    if not text.asked or not text.text or clean(text.text) or text.kinds:
        return False
    return any((_SECRET_FIELD.fullmatch(text.names[-1]), _LONG.fullmatch(text.text)))


def is_plain(body: bytes) -> bool:
    """Whether a body is empty, or is JSON of which each line by itself shows that no text is telling.

    False does not mean that one is: JSON that is not laid out has no such lines.
    """
    if not body:
        return True
    try:
        parsed(body)
    except ValueError:
        return False
    return all(map(_is_silent, set(body.decode().split("\n")) - _silent))


_silent: set[str] = set()
"""Lines that were found to be silent lately."""


def _is_silent(line: str) -> bool:
    """Whether a line of JSON holds no text that is telling, whatever stands around it.

    No text of JSON goes on over the end of a line: what can be read by itself, once the brackets that it
    opens are closed, holds the same texts there. Of what an array holds only the line that opens it knows
    the name, and is closed by something that would be telling under that name.
    """
    usual = _MASK.sub(lambda mask: _ALIKE[mask.lastgroup or ""], line)
    if usual not in _silent and not _reads_silent(usual):
        return False
    for known in {line, usual} if len(line) <= _REMEMBERED else ():
        if len(_silent) >= _MOST:
            _silent.clear()
        _silent.add(known)
    return True


def _reads_silent(line: str) -> bool:
    inner = line.strip().rstrip(",")
    if inner in _BRACKETS:
        return True
    closed = inner + _CLOSED.get(inner[-1:], "")
    for whole in (f"{{{closed}}}", f"[{closed}]"):
        with suppress(ValueError):
            return not any(map(is_telling, in_json("request.body", (), whole.encode())))
    return False
