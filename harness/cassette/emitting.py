"""Plain values as YAML in block style, spelled as libyaml spells them: PyYAML takes long for each scalar.

What is not spelled here is left to it: bytes, a long or odd key, what is neither text nor number.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from harness.remembering import remembered

WIDTH = 2**31 - 1
"""Never fold. The C emitter takes no infinity."""

_LONGEST_KEY = 100
"""Letters of a key that surely stands on the line of its value; libyaml has up to 128 of them there."""

_PLAIN = re.compile(r"(?![#,\[\]{}&*!|>'\"%@` ]|[-?:](?: |\Z)|---|\.\.\.)(?:[^:#]|:(?! |\Z)|(?<! )#)+(?<! )")
"""What of printable ASCII needs no quotes for its letters (yaml_emitter_analyze_scalar in libyaml)."""

_RESOLVERS = yaml.CSafeDumper.yaml_implicit_resolvers
"""First letter -> what a text without quotes would be read as, if not as text."""

_INDENT = "  "


class UnspelledError(Exception):
    """A value that is not spelled here."""


def emitted(value: Any) -> str:
    """The YAML of a list or a mapping that is not empty. Raises UnspelledError for what is left to PyYAML."""
    parts: list[str] = []
    if type(value) is list and value:
        _items(parts, value, "")
    elif type(value) is dict and value:
        _members(parts, value, "", "")
    else:
        raise UnspelledError
    return "".join(parts)


def literal(text: str) -> bool:
    """Whether `text` may stand in literal style (`|`).

    Only lines of printable ASCII with no blank at their end nor before the first, as only those come back the
    same from every reader. Text that ends in two line feeds, or has nothing else, would make libyaml end the
    whole document with `...`: each block after it would be a parse error.
    """
    return (
        "\n" in text
        and text.isascii()
        and text.replace("\n", "").isprintable()
        and not text.startswith((" ", "\n"))
        and not text.endswith((" ", "\n\n"))
        and " \n" not in text
    )


def quoted(text: str) -> str:
    """`text` between double quotes, on one line of ASCII."""
    return str(yaml.dump(text, Dumper=yaml.CSafeDumper, width=WIDTH, default_style='"')).rstrip("\n")


def _members(parts: list[str], value: Mapping[Any, Any], before: str, blanks: str) -> None:
    """before: what stands before the first key; the others have `blanks`."""
    for key, member in value.items():
        parts += before, _key(key) if type(key) is str else _unspelled(key), ":"
        before = blanks
        if type(member) is dict and member:
            parts.append("\n")
            _members(parts, member, blanks + _INDENT, blanks + _INDENT)
        elif type(member) is list and member:
            parts.append("\n")
            _items(parts, member, blanks)
        else:
            parts += " ", _scalar(member, blanks), "\n"


def _items(parts: list[str], value: Sequence[Any], blanks: str) -> None:
    for item in value:
        if type(item) is dict and item:
            _members(parts, item, f"{blanks}- ", blanks + _INDENT)
        elif type(item) is list and item:
            _unspelled(item)
        else:
            parts += blanks, "- ", _scalar(item, blanks), "\n"


def _scalar(value: Any, blanks: str) -> str:
    """A scalar, or a collection without members, as it stands behind its key or dash."""
    if type(value) is str:
        return _block(value, blanks + _INDENT) if "\n" in value and literal(value) else _text(value)
    return _SPELLED.get(type(value), _unspelled)(value)


def _block(text: str, blanks: str) -> str:
    """Text in literal style, without its last line feed."""
    opening = "|" if text.endswith("\n") else "|-"
    laid_in = re.sub(r"\n(?!\n)", f"\n{blanks}", text.removesuffix("\n"))
    return f"{opening}\n{blanks}{laid_in}"


@remembered
def _text(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        return quoted(text)
    if _PLAIN.fullmatch(text) and not any(read.match(text) for _, read in _RESOLVERS.get(text[0], ())):
        return text
    return "'" + text.replace("'", "''") + "'"


@remembered
def _key(text: str) -> str:
    is_simple = len(text) <= _LONGEST_KEY and text.isascii() and text.isprintable()
    return _text(text) if is_simple else _unspelled(text)


def _float(value: float) -> str:
    text = repr(value)
    return text if re.fullmatch(r"-?\d+\.\d+", text) else _unspelled(value)


def _unspelled(value: Any) -> str:
    raise UnspelledError


_SPELLED: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    bool: lambda value: str(value).lower(),
    int: str,
    float: _float,
    dict: lambda _: "{}",
    list: lambda _: "[]",
}
