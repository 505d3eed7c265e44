"""How a scalar of YAML is spelled anew where it stands: in its style, at its indentation, with its anchor."""

import base64
import re

import yaml

from harness.cassette import dialect
from harness.cassette.emitting import literal, quoted

_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t]+)*")


def respelled(source: str, new: str | bytes, *, flow: bool) -> str:
    """`source`, the spelling of a scalar with its anchor and its tag, for another value.

    flow: whether it stands within `[]` or `{}`. What the old style cannot hold stands between double quotes.
    """
    properties = _PROPERTIES.match(source)
    before = properties.group() if properties else ""
    bare = source[len(before) :]
    if isinstance(new, bytes):
        return _binary(before, bare, new)
    if bare.startswith("|"):
        return before + _literal(bare, new)
    folded = "\n" if bare.startswith(">") else ""
    if bare.startswith("'") and new.isascii() and new.isprintable():
        return f"{before}'{new.replace("'", "''")}'"
    plain = "" if flow or folded or bare.startswith('"') else dialect.dump([new]).decode()[2:-1]
    return before + (plain if plain and "\n" not in plain else quoted(new)) + folded


def _binary(before: str, bare: str, new: bytes) -> str:
    before = " ".join((*(each for each in before.split() if each.startswith("&")), "!!binary", ""))
    if not bare.startswith("|"):
        return f'{before}"{base64.b64encode(new).decode()}"'
    head, indent, tail = _frame(bare)
    lines = base64.encodebytes(new).decode().splitlines() or [""]
    return before + head + "".join(f"{indent}{line}\n" for line in lines) + tail


def _literal(bare: str, new: str) -> str:
    """Text in literal style, if it may stand so; its last line ends as before."""
    head, indent, tail = _frame(bare)
    content = new.rstrip("\n")
    if not content or not literal(f"{content}\n"):
        return f"{quoted(new)}\n"
    lines = (f"{indent}{line}\n" if line else "\n" for line in content.split("\n"))
    spelled = head + "".join(lines) + tail
    return spelled if _reads(spelled) == new else f"{quoted(new)}\n"


def _frame(bare: str) -> tuple[str, str, str]:
    """Of a literal: its first line, the indentation of its lines, and the blank lines at its end."""
    head, _, rest = bare.partition("\n")
    content = rest.rstrip(" \n")
    first = next((line for line in content.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" "))]
    tail = rest[len(content) :].partition("\n")[2]
    return f"{head}\n", indent, tail


def _reads(spelled: str) -> object:
    """What a literal is read as where it stands below a key."""
    try:
        return dialect.load(f"- {spelled}")[0]
    except (yaml.YAMLError, ValueError):
        return None
