"""Ids: the GUIDs and the masks that stand in a text, and what each of them names."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from harness.address import canonical_id
from harness.redaction.masks import HEX, KINDS

PORT = re.compile(r":\d*\Z")
"""A masked host has no port, whatever port the real one has."""

_PROOFS = {kind.name: kind.proof for kind in KINDS}
_PATTERNS = {kind.name: re.compile(kind.pattern, re.ASCII) for kind in KINDS}
"""One by one they are found in half the time that it takes to find any of them."""

_TOKEN = re.compile("|".join(f"(?P<{kind.name}>{kind.pattern})" for kind in KINDS), re.ASCII)
_DRAWN = re.compile(f"{HEX}{HEX}{{7}}")
_OPENING = len("redacted-")
"""Every token holds 8 hex digits in a row, and opens so many characters before them at most."""

type Name = tuple[str, str]
"""The kind of an id and its one spelling: a display name may be the same text as an opaque value."""


class Token(NamedTuple):
    """An id or a mask in a text: its kind, its spelling, and where it starts and ends.

    name: what it names, however it is spelled. masked: whether it is a mask; a GUID may also be a real id.
    """

    kind: str
    text: str
    start: int
    end: int
    name: Name
    masked: bool


def is_masked(kind: str, text: str) -> bool:
    """Whether a text that has the shape of a kind is a mask of it."""
    return _PROOFS[kind](text)


def tokens(text: str) -> tuple[Token, ...]:
    """The GUIDs and the masks of every kind in `text`, in order."""
    return apart(text)[0]


@lru_cache(maxsize=16384)
def apart(text: str) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The tokens of a text, and what stands before, between and after them."""
    found: list[Token] = []
    around: list[str] = []
    position = 0
    drawn = _DRAWN.search(text)
    for match in _TOKEN.finditer(text, max(0, drawn.start() - _OPENING)) if drawn else ():
        kind, spelled = match.lastgroup or "", match.group()
        if (masked := is_masked(kind, spelled)) or kind == "guid":
            start, end = match.span()
            found.append(Token(kind, spelled, start, end, name_of(kind, spelled), masked))
            around.append(text[position:start])
            position = end
    return tuple(found), (*around, text[position:])


def has_mask(text: str) -> bool:
    """Whether something in `text` stands masked."""
    return any(token.masked for token in tokens(text))


def name_of(kind: str, text: str) -> Name:
    """What `text` names as an id of that kind: spellings that differ in what does not matter are one name."""
    match kind:
        case "guid":
            return kind, canonical_id(text)
        case "number":
            return kind, re.sub(r"%2[bB]|\D", "", text)
        case "host":
            return kind, PORT.sub("", text.lower()).rstrip(".")
        case "mail":
            return kind, text.lower().replace("%40", "@")
    return kind, text


def names_in(text: str) -> Iterator[Name]:
    """What the ids in a text name, which may be a whole recording. No id goes on over the end of a line."""
    drawn = "\n".join(filter(_DRAWN.search, text.split("\n")))
    for kind, pattern in _PATTERNS.items():
        for found in {match.group() for match in pattern.finditer(drawn)}:
            if kind == "guid" or is_masked(kind, found):
                yield name_of(kind, found)


def replaced(text: str, names: Mapping[Name, str]) -> str:
    """`text` with each token that `names` knows replaced by what stands there."""
    found, around = apart(text)
    if not found:
        return text
    both = zip(around, found, strict=False)
    return "".join([before + names.get(token.name, token.text) for before, token in both]) + around[-1]


def blank(text: str) -> str:
    """`text` without its ids."""
    return replaced(text, {token.name: "" for token in tokens(text)})
