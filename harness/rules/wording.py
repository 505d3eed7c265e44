"""How messages quote what was sent and name editions: short, on one line, in ASCII."""

import json
from collections.abc import Iterable

from harness.contract.precedence import Weighing

_LONGEST = 40


def quoted(value: object) -> str:
    """A JSON scalar as it would be written, cut when long; ASCII suits any terminal and format."""
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}..."


def named(name: str) -> str:
    """A member's name or another word of the message, in backquotes, cut when long."""
    text = json.dumps(name)[1:-1]
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}...`"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; `nothing` when there are none."""
    *most, last = tuple(words) or ("nothing",)
    return f"{', '.join(most)} and {last}" if most else last


def documenting(verdict: Weighing) -> str:
    """The editions that document what the deciding one does not, with a verb: `v1.0 and beta document`."""
    names = [voice.edition for voice in verdict.documented_by]
    return f"{listed(names)} document{'' if len(names) > 1 else 's'}"
