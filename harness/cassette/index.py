"""Where the entries of a cassette stand and what each is about, found without parsing the blocks.

A cheap look at the few lines that matter; a block that was edited by hand is parsed after all.
"""

import re
from dataclasses import dataclass

import yaml

from harness.address import address, without_origin
from harness.cassette import dialect
from harness.cassette.entry import Entry

_URI = re.compile(rb"^    uri: ([^|].*)$", re.MULTILINE)
_CALL = re.compile(rb"^    call: ([^|].*)$", re.MULTILINE)
"""Four blanks: text within a body stands deeper and cannot pass for these. What opens with `|` ends below."""

_PLAIN = re.compile(
    r"https?://[^\s#'\"]*[^\s#'\":]|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
"""Scalars that are nothing but their text to YAML: nearly all, and ten times as fast to read."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry that has not been read.

    number, line, call: as in its Entry. route: see `route_of`.
    offset, size: the bytes of the block it stands in. nth: which interaction of that block it is, from 0.
    """

    number: int
    line: int
    call: str | None
    route: str
    offset: int
    size: int
    nth: int = 0


def route_of(url: str) -> str:
    """What a URL asks for, its call left out: `/app/calls/{callId}/redirect`; else path and query."""
    try:
        named = address(url)
        return named.template if named else without_origin(url)
    except ValueError:
        return url


def glance(text: bytes, number: int, line: int, offset: int) -> Place | None:
    """The place of the one interaction in a block as we write it; None when the block is not like that."""
    uri, call = (_scalar(pattern.search(text)) for pattern in (_URI, _CALL))
    if not isinstance(uri, str) or not (call is None or isinstance(call, str)):
        return None
    return Place(number, line, call, route_of(uri), offset, len(text))


def place_of(entry: Entry, offset: int, size: int, nth: int) -> Place:
    """The place of an entry that was read."""
    route = route_of(entry.exchange.request.url)
    return Place(entry.number, entry.line, entry.call, route, offset, size, nth)


def _scalar(found: re.Match[bytes] | None) -> object:
    """The value of the scalar that a line holds; anything but text or None when there is none."""
    if found is None:
        return False
    try:
        text = found[1].decode("utf-8")
        return text if _PLAIN.fullmatch(text) else dialect.load(text)
    except (yaml.YAMLError, ValueError):
        return False
