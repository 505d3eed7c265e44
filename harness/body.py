"""A message body as JSON: its value, where each member stands, and its text laid out or rewritten.

Bodies here are foreign: duplicate keys, odd number spellings and escapes stay as they were sent (RFC 8259).
Text that is none may hold members too. Nothing here knows what a member means.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<string>"(?:[^"\\]++|\\.)*+")|(?P<open>[{[])|(?P<close>[}\]])"""
    r"""|(?P<comma>,[ \t\r\n]*+)|(?P<colon>:[ \t\r\n]*+)|(?P<scalar>[^ \t\r\n{}\[\],:"]+)"""
)
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
_BLANK = ("space", "comma", "colon")
_SPACED = {"comma": ",", "colon": ": "}
_BOM = "\ufeff"


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
    """One token of JSON text. `path` is the member it belongs to, `kind` a group of the grammar or `key`."""

    kind: str
    text: str
    path: str
    depth: int
    line: int


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
    text = body.decode("utf-8-sig")
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
    for token in _tokens(body.decode("utf-8-sig")):
        if token.kind in _BLANK or token.kind == "close":
            continue
        if token.kind == "key" and token.path in lines:
            duplicates.append(token.path)
        if token.kind == "key":
            lines[token.path] = token.line
        else:
            lines.setdefault(token.path, token.line)
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
    previous, depth = "", 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "space":
            continue
        depth -= kind == "close"
        fresh_line = previous in ("comma", "open") and kind != "close"
        if fresh_line or (kind == "close" and previous != "open"):
            parts.append("\n" + _INDENT * depth)
        parts.append(_SPACED.get(kind) or match.group())
        depth += kind == "open"
        previous = kind
    return "".join(parts)


def scalars(body: bytes) -> Iterator[Token]:
    """The keys, strings, numbers and words of a JSON body as sent; text and key without quotes and escapes.

    A key has the path of the member it names. Raises ValueError when the body is no JSON.
    """
    value_of(body)
    for token in _tokens(body.decode("utf-8-sig")):
        if token.kind in ("key", "string"):
            yield token._replace(text=_content(token.text))
        elif token.kind == "scalar":
            yield token


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
    for token in _tokens(text):
        if token.kind not in ("string", "key"):
            is_number = token.kind == "scalar" and token.text[0] in "-0123456789"
            parts.append(change_number(token.path, token.text) if change_number and is_number else token.text)
            continue
        old = _content(token.text)
        new = change(token.path, old)
        parts.append(token.text if new == old else json.dumps(new))
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


def _content(string: str) -> str:
    """The text of a JSON string, quotes included as it is spelled."""
    return str(json.loads(string)) if "\\" in string else string[1:-1]


def _tokens(text: str) -> Iterator[Token]:
    """The tokens of valid JSON text, white space included, each with the path it belongs to."""
    paths = [""]
    counts: list[int | None] = []  # per open bracket: next index of an array, None for an object
    at_key = False
    line = 0
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup or "", match.group()
        depth = len(counts)
        if kind == "open":
            yield Token(kind, raw, paths[-1], depth, line)
            array = raw == "["
            counts.append(0 if array else None)
            paths.append(child(paths[-1], 0) if array else paths[-1])
            at_key = not array
        elif kind == "close":
            counts.pop()
            paths.pop()
            yield Token(kind, raw, paths[-1], depth - 1, line)
            at_key = False
        elif kind == "comma":
            yield Token(kind, raw, paths[-1], depth, line)
            count = counts[-1]
            if count is None:
                at_key = True
            else:
                counts[-1] = count + 1
                paths[-1] = child(paths[-2], count + 1)
        elif kind == "string" and at_key:
            base = paths[-2] if len(paths) > 1 else ""
            paths[-1] = child(base, _content(raw))
            at_key = False
            yield Token("key", raw, paths[-1], depth, line)
        else:
            yield Token(kind, raw, paths[-1], depth, line)
        if kind in _BLANK:
            line += raw.count("\n")
