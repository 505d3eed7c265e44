"""A block spelled exactly as we write it, read without a YAML parser: the same value in a tenth of the time.

What is spelled otherwise is for `dialect`: a block edited by hand, text in double quotes, bytes in Base64.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from harness.cassette import dialect
from harness.cassette.interaction import OURS


class _OtherwiseError(Exception):
    """Something that only a YAML parser can tell."""


def _fields(depth: int) -> str:
    """A mapping of names to lists or scalars, `depth` blanks deep: all of its lines in one group."""
    return rf"( \{{\}}\n|\n(?: {{{depth}}}.+\n)+)"


def _body(depth: int) -> str:
    """A scalar, or the lines of a literal, `depth` blanks deep."""
    return rf"(\|-?\n(?:(?: {{{depth}}}.*)?\n)+|[^|\n].*\n)"


def _answer(depth: int) -> str:
    """null, or a response in the shape of vcrpy: its code, its message, its headers, its body."""
    pad = " " * depth
    return (
        rf"(?: null\n|\n{pad}status:\n{pad}  code: (.+)\n{pad}  message: (.+)\n"
        rf"{pad}headers:{_fields(depth + 2)}{pad}body:\n{pad}  string: {_body(depth + 4)})"
    )


_BEFORE = ("v", "n", "way", "origin", "started_at", "seconds", "call", "http", "error")
"""Members of ours before the reply, each a scalar."""

_BLOCK = re.compile(
    r"- request:\n    method: (.+)\n    uri: (.+)\n"
    rf"    headers:{_fields(6)}    body: {_body(6)}  response:{_answer(4)}  {OURS}:\n"
    + "".join(rf"    {name}: (.+)\n" for name in _BEFORE)
    + rf"    reply:{_answer(6)}    key: (.+)\n    facts:{_fields(6)}"
)
_BODIES = ((4, 6), (8, 8), (21, 10))
"""Group of each body, and how deep it is indented."""

_NAME = re.compile(r"[\w-]{1,128}:", re.ASCII)
_SCALAR = re.compile(
    r"'(?P<quoted>[^']*(?:''[^']*)*)'|(?P<word>null|true|false)|(?P<whole>0|-?[1-9]\d{0,17})"
    r"|(?P<broken>-?\d+\.\d+(?:e[-+]\d+)?)|(?P<plain>[\w/(](?:[^ :#]|:(?=[^ ])|(?<! )#| (?=[^ #]))*)",
    re.ASCII,
)
_WORDS = {"null": None, "true": True, "false": False}


def value(text: str) -> list[Any] | None:
    """The value of a block, as `dialect.load` gives it; None for a block that is not quite as we write it."""
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        return None
    if (found := _BLOCK.fullmatch(text)) is None:
        return None
    groups = found.groups()
    method, uri, headers, body = groups[:4]
    try:
        ours = dict(zip(_BEFORE, map(_scalar, groups[8:17]), strict=True))
        ours |= {
            "reply": _response(groups[17:21], 6),
            "key": _scalar(groups[21]),
            "facts": _facts(groups[22]),
        }
        request = {
            "method": _scalar(method),
            "uri": _scalar(uri),
            "headers": _lists(headers, 6),
            "body": _text(body, 6),
        }
        return [{"request": request, "response": _response(groups[4:8], 4), OURS: ours}]
    except _OtherwiseError:
        return None


def between_bodies(text: str) -> Iterator[tuple[str, str, int]]:
    """A block of which `value` told the value, in parts: the lines up to and with the one that a body begins
    on, the body where it is laid out below, how many lines it takes there; last the lines behind all bodies.
    """
    start = 0
    if (found := _BLOCK.fullmatch(text)) is not None:
        text = f" {text[1:]}"
        for group, depth in _BODIES:
            begin, end = found.span(group)
            if begin >= 0:
                laid_out = text[begin] == "|"
                said = _text(text[begin:end], depth) if laid_out else ""
                yield text[start:begin], said, text.count("\n", begin, end) - 1
                start = end
    yield text[start:], "", 0


def scalar(text: str) -> Any:
    """The value of a scalar on one line, whichever way it is spelled. Raises as `dialect.load` does."""
    try:
        return _scalar(text)
    except _OtherwiseError:
        return dialect.load(text)


def _response(groups: Sequence[Any], depth: int) -> dict[str, Any] | None:
    """What `_answer` found: code, message, headers and body, each None where there is no response."""
    code, message, headers, body = groups
    if body is None:
        return None
    status = {"code": _scalar(code), "message": _scalar(message)}
    return {
        "status": status,
        "headers": _lists(headers, depth + 2),
        "body": {"string": _text(body, depth + 4)},
    }


def _line(text: str) -> Any:
    """The value of a scalar that stands on one line."""
    found = _SCALAR.fullmatch(text)
    match found.lastgroup if found is not None else None:
        case "plain" if dialect.is_text(text):
            return text
        case "quoted":
            return text[1:-1].replace("''", "'")
        case "word":
            return _WORDS[text]
        case "whole":
            return int(text)
        case "broken":
            return float(text)
    raise _OtherwiseError


_scalar = lru_cache(maxsize=1024)(_line)
"""Scalars come back from block to block, but for bodies, which may be long."""


def _text(spelled: str, depth: int) -> Any:
    """A scalar, or what the lines of a literal say."""
    if spelled[0] != "|":
        return _line(spelled[:-1])
    pad = "\n" + " " * depth
    head, _, lines = spelled.partition(pad)
    said = lines.replace(pad, "\n")
    if head not in ("|", "|-") or said[:1] in (" ", "\n", "") or said.endswith("\n\n"):
        raise _OtherwiseError
    return said if head == "|" else said[:-1]


def _lists(spelled: str, depth: int) -> dict[str, list[Any]]:
    """Names, each with the list of its values."""
    found: dict[str, list[Any]] = {}
    values: list[Any] = []
    lines = _lines(spelled, depth)
    for line in lines:
        if line[:2] == "- " and found:
            values.append(_scalar(line[2:]))
        else:
            values = found[_name(line)] = []
    if not all(found.values()) or len(found) + sum(map(len, found.values())) != len(lines):
        raise _OtherwiseError
    return found


def _facts(spelled: str) -> dict[str, Any]:
    """Names, each with a scalar."""
    pairs = [line.partition(" ") for line in _lines(spelled, 6)]
    found = {_name(name): _scalar(text) for name, _, text in pairs}
    if len(found) != len(pairs):
        raise _OtherwiseError
    return found


def _lines(spelled: str, depth: int) -> list[str]:
    """The lines of a mapping, without what they are indented by; none of an empty one."""
    return spelled[depth + 1 : -1].split("\n" + " " * depth) if spelled[0] == "\n" else []


@lru_cache(maxsize=256)
def _name(spelled: str) -> str:
    """The name of a member, given with its colon."""
    name = spelled[:-1]
    if not _NAME.fullmatch(spelled) or not dialect.is_text(name):
        raise _OtherwiseError
    return name
