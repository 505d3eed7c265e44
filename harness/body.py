"""A message body as JSON: its value, where each member stands, and its text laid out or rewritten.

Bodies here are foreign: duplicate keys, odd number spellings and escapes stay as they were sent (RFC 8259).
Text that is none may hold members too. Nothing here knows what a member means.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

_SPACE = r"[ \t\r\n]*+"
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_TOKEN = re.compile(
    rf"(?:(?:(?P<key>{_STRING}){_SPACE}:{_SPACE})?"
    rf"(?:(?P<value>{_STRING}|[^ \t\r\n{{}}\[\],:\"]++)|(?P<open>[{{\[]))|(?P<close>[}}\]]))"
    rf"{_SPACE}(?P<comma>,)?"
)
"""A piece of valid JSON text: a bracket or a value, what it opens with its key, with the comma behind it."""

_PIECE = re.compile(
    r"""(?P<open>[{[])|(?P<close>[}\]])|(?:(?P<quoted>"(?:[^"\\]|\\.){0,99}+"|'(?:[^'\\]|\\.){0,99}+')"""
    r"""|(?P<bare>(?<![\w@$])[A-Za-z_@$][\w@$\-]{0,99}+)|(?P<slashed>(?<!\\)\\++")[^"\\]{0,99}+(?P=slashed))"""
    r"""(?P<colon>\s*+:\s*+)(?:(?=[{[])|(?(slashed)(?P<inner>(?P=slashed)[^"\\]*+)|(?P<text>"(?:[^"\\]|\\.)*+"""
    r"""|'(?:[^'\\]|\\.)*+))|(?(quoted)(?P<figure>-?\d++(?:\.\d++)?+(?:[eE][+\-]?\d++)?+)(?![\w.])|(?!)))""",
    re.DOTALL,
)
"""A bracket, or a key with its value up to the quote that ends it; strings may be cut, quoted otherwise or
escaped, keys bare. A key is short: else text full of quotes would be read anew from each of them."""

_DEEPEST = 100
_STEP = re.compile(r"""\["(?P<quoted>(?:[^"\\]++|\\.)*+)"\]|\[(?P<index>\d+)\]|(?P<name>[^.\[\]]+)""")
_PLAIN_NAME = re.compile(r"[A-Za-z_@$][\w@$-]*\Z")
_INDENT = "  "
_HOLDING = (str, list, tuple)
_DIGITS = tuple("-0123456789")
_BOM = "\ufeff"
_spelled = json.JSONEncoder().encode


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON body.

    value: as Python's `json` reads it; of duplicate keys the last one.
    lines: path of each member -> the line its key or element starts on, from 0.
    duplicates: paths of the members whose key stands more than once, in order of the repeat.
    """

    value: Any
    lines: Mapping[str, int]
    duplicates: tuple[str, ...]


class Token(NamedTuple):
    """A key or a value of JSON text; of an array or an object its bracket, which is of the kind `open`.

    kind: `key`, `string`, `scalar` or `open`. path: of the member it belongs to.
    """

    kind: str
    text: str
    path: str


def child(path: str, key: str | int) -> str:
    """The path of a member of `path`: `targets[0].identity`, `identity["odd name"]`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if not (key.isascii() and key.isidentifier()) and not _PLAIN_NAME.match(key):  # the first is quicker
        return f"{path}[{json.dumps(key)}]"
    return f"{path}.{key}" if path else key


def under(path: str, below: str) -> str:
    """The path of a member of JSON that stands in the string at `path`."""
    return f"{path}{below}" if not below or below.startswith("[") else f"{path}.{below}"


def steps(path: str) -> Iterator[str | int]:
    """The names and indexes that lead to a member: the inverse of `child`."""
    for step in _STEP.finditer(path):
        if step["index"]:
            yield int(step["index"])
        else:
            yield step["name"] or json.loads(f'"{step["quoted"]}"')


def value_of(body: bytes, members: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """The value of a JSON body in UTF-8, with or without a byte order mark.

    members: makes an object of its keys and values in the order sent; None: of a repeated key the last stays.
    A whole number of more digits than Python reads (4300) is infinite, as 1e999 is. Raises ValueError when
    the body is anything else, nested too deep to read included.
    """
    text = body.decode().removeprefix(_BOM)
    try:
        try:
            return json.loads(text, object_pairs_hook=members)
        except json.JSONDecodeError:
            raise
        except ValueError:  # the one that is left: too many digits
            return json.loads(text, object_pairs_hook=members, parse_int=whole)
    except RecursionError as error:
        raise ValueError("nested too deep to read") from error


def whole(digits: str) -> int | float:
    """A whole number of JSON; infinite when it has more digits than Python reads."""
    try:
        return int(digits)
    except ValueError:
        return float(digits)


def read(body: bytes) -> Document | None:
    """The body as a Document, or None when it is not JSON."""
    try:
        value = value_of(body)
    except ValueError:
        return None
    lines: dict[str, int] = {}
    duplicates: list[str] = []
    text = body.decode("utf-8-sig")
    at = line = 0
    for kind, path, start, _ in _tokens(text):
        if kind == "key" and path in lines:
            duplicates.append(path)
        if kind == "key" or path not in lines:
            line += text.count("\n", at, start)
            at = start
            lines[path] = line
    return Document(value, lines, tuple(duplicates))


def laid_out(body: bytes) -> str | None:
    """The same JSON with one member a line: only white space outside strings changes.

    None when the body is not JSON, or opens with a byte order mark (which is no white space).
    """
    try:
        value_of(body)
    except ValueError:
        return None
    text = body.decode("utf-8")
    if text.startswith(_BOM):
        return None
    parts: list[str] = []
    before, depth, empty = "", 0, False
    for match in _TOKEN.finditer(text):
        key, value, opened, close, comma = match.groups()
        if close:
            depth -= 1
            parts.append(close if empty else f"\n{_INDENT * depth}{close}")
        else:
            parts.append(f"{before}{key}: {value or opened}" if key else f"{before}{value or opened}")
        empty = opened is not None
        depth += empty
        before = f",\n{_INDENT * depth}" if comma else f"\n{_INDENT * depth}"
    return "".join(parts)


def scalars(body: bytes) -> Iterator[Token]:
    """The keys, strings, numbers and words of a JSON body as sent; text and key without quotes and escapes.

    A key has the path of the member it names. Raises ValueError when the body is no JSON.
    """
    value_of(body)
    text = body.decode("utf-8-sig")
    for kind, path, start, end in _tokens(text):
        if kind in ("key", "string"):
            yield Token(kind, _content(text, start, end), path)
        elif kind == "scalar":
            yield Token(kind, text[start:end], path)


def strings(body: bytes) -> Iterator[tuple[str, str]]:
    """Each string value with its path, those of repeated keys included, in no order. Raises ValueError."""
    left: list[tuple[str, Any]] = [("", value_of(body, tuple))]
    while left:
        path, value = left.pop()
        if isinstance(value, str):
            yield path, value
            continue
        members = value if isinstance(value, tuple) else enumerate(value) if isinstance(value, list) else ()
        left += [(child(path, key), each) for key, each in members if isinstance(each, _HOLDING)]


def rewritten(
    body: bytes, change: Callable[[str, str], str], change_number: Callable[[str, str], str] | None = None
) -> bytes:
    """The same JSON with each string value and key passed through `change(path, text)`.

    `change_number(path, digits)`, where given, is handed each number as it is spelled, and returns one.

    Strings that `change` returns as they are keep their spelling, as does everything that is no string.
    A key is handed over with the path of the member it names. Raises ValueError when the body is no JSON.
    """
    value_of(body)
    text = body.decode("utf-8")
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    parts = [mark]
    at = 0
    for kind, path, start, end in _tokens(text):
        if kind in ("key", "string"):
            old = _content(text, start, end)
            new = change(path, old)
            spelled = _spelled(new) if new != old else None
        elif kind == "scalar" and change_number and text.startswith(_DIGITS, start):
            spelled = change_number(path, text[start:end])
        else:
            continue
        if spelled is not None:
            parts += text[at:start], spelled
            at = end
    parts.append(text[at:])
    return "".join(parts).encode("utf-8")


def rewritten_in_text(
    text: str, change: Callable[[str, str], str], change_number: Callable[[str, str], str]
) -> str:
    """Text in which JSON stands, whole, broken or cut, with each member passed through as in `rewritten`.

    Only values that follow a key are: strings, and numbers where the key is quoted. Brackets within strings
    aside, a path is told by the brackets that stand open.
    """
    paths = [""]
    pending = ""

    def piece(match: re.Match[str]) -> str:
        nonlocal pending
        if match["open"]:
            paths.append(child(paths[-1], pending) if pending and len(paths) < _DEEPEST else paths[-1])
            pending = ""
            return match.group()
        if match["close"]:
            if len(paths) > 1:
                paths.pop()
            return match.group()
        spelled = match.group()
        key = _unescaped(spelled[: match.start("colon") - match.start()].strip("\\\"'"))
        value = match["inner"] or match["text"] or match["figure"]
        if value is None:
            pending = key
            return spelled
        before = spelled[: len(spelled) - len(value)]
        path = child(paths[-1], key)
        if match["figure"]:
            return before + change_number(path, value)
        quote = match["slashed"] or value[0]
        sent = value[len(quote) :]
        old = _unescaped(sent) if quote == '"' else sent
        new = change(path, old)
        if new == old:
            return spelled
        return f"{before}{quote}{json.dumps(new)[1:-1] if old != sent else new}"

    return _PIECE.sub(piece, text)


def _unescaped(text: str) -> str:
    """What stands between quotes as JSON reads it, else as it is spelled."""
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _content(text: str, start: int, end: int) -> str:
    """What the JSON string in `text` from one quote up to behind the other says."""
    inner = text[start + 1 : end - 1]
    return str(json.loads(text[start:end])) if "\\" in inner else inner


def _tokens(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind and path, as of a Token, and start and end of each key and value of valid JSON text."""
    outer: list[tuple[str, int | None, str]] = []
    around = path = ""
    index: int | None = None  # in an array
    for match in _TOKEN.finditer(text):
        _, (key, key_end), (value, value_end), (opened, _), (close, _), (comma, _) = match.regs
        if key >= 0:
            path = child(around, _content(text, key, key_end))
            yield "key", path, key, key_end
        if value >= 0:
            yield "string" if text[value] == '"' else "scalar", path, value, value_end
        elif opened >= 0:
            yield "open", path, opened, opened + 1
            outer.append((around, index, path))
            around = path
            index = 0 if text[opened] == "[" else None
            path = path if index is None else f"{around}[0]"
        elif close >= 0:
            around, index, path = outer.pop()
        if comma >= 0 and index is not None:
            index += 1
            path = f"{around}[{index}]"
