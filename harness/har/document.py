"""A HAR as JSON text: its entries one by one, each with its text and its line.

A file that breaks off is read as far as its entries are whole. What an entry says is read elsewhere.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from harness import body

_SPACES = (" ", "\t", "\r", "\n", "\ufeff")
"""White space, and the byte order mark that some exporters begin with."""

_DECODER = json.JSONDecoder(parse_int=body.whole)


class Element(NamedTuple):
    """One entry: its value, its text, the line it opens on, from 1, and the character behind it."""

    value: Any
    text: str
    line: int
    end: int


def first(text: str) -> int:
    """The character behind the `[` of `log.entries`. Raises ValueError when there is no such list."""
    return _past(text, _member(text, _member(text, 0, "log"), "entries"), "[")


def elements(text: str, at: int) -> Iterator[Element]:
    """The entries from `first` on. Raises ValueError, or RecursionError, behind the last that is whole."""
    line, counted = 1, 0
    while not text.startswith("]", at):
        value, end = _DECODER.raw_decode(text, at)
        line += text.count("\n", counted, at)
        counted = at
        yield Element(value, text[at:end], line, end)
        at = _solid(text, end)
        if not text.startswith("]", at):
            at = _past(text, at, ",")


def _member(text: str, at: int, name: str) -> int:
    """Where the value of a member begins in the object that opens at `at`."""
    at = _past(text, at, "{")
    while True:
        key, at = _DECODER.raw_decode(text, at)
        at = _past(text, at, ":")
        if key == name:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _past(text, at, ",")


def _past(text: str, at: int, sign: str) -> int:
    """Behind a sign that must come next, and the white space around it."""
    at = _solid(text, at)
    if not text.startswith(sign, at):
        raise ValueError(f"no {sign} at character {at}")
    return _solid(text, at + 1)


def _solid(text: str, at: int) -> int:
    """The next character that is no white space."""
    while text.startswith(_SPACES, at):
        at += 1
    return at
