"""A difference: one member that is not the same on both sides, and when two values say the same."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from harness.address import canonical_id
from harness.redaction.masks import GUID

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "headers.accept": "*/*",
        "body.maskCallee": False,
        "body.maskCaller": False,
        "body.targetDisposition": "default",
    }
)
"""path -> the value that stands for itself when it is left out ("call: redirect", beta; RFC 9110, 12.5.1)."""

_GUID = re.compile(GUID)
_SHOWN = 80
_BEFORE = 20
"""Characters that are shown before the first one that differs."""


class Kind(StrEnum):
    """How a member differs. EQUIVALENT: spelled otherwise, meaning the same."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Difference:
    """One member that differs. `old` or `new` is None where the member is missing.

    note: why a renaming did not explain it: an id that would split or merge. Where neither side has a value,
    what is different all the same. Empty otherwise.
    """

    path: str
    kind: Kind
    old: Any = None
    new: Any = None
    note: str = ""

    def __str__(self) -> str:
        match self.kind:
            case Kind.ADDED:
                values = f"{shown(self.new)} added"
            case Kind.REMOVED:
                values = f"{shown(self.old)} removed"
            case Kind.EQUIVALENT if self.old is None and self.new is None:
                values = "null against absent"
            case _ if self.old is None and self.new is None:
                return f"{self.path}: {self.note}"
            case _:
                values = " -> ".join(both_shown(self.old, self.new))
        return f"{self.path}: {values}" + (f" ({self.note})" if self.note else "")


def shown(value: Any) -> str:
    """A value as JSON on one line, shortened."""
    return _cut(_line(value))


def both_shown(old: Any, new: Any) -> tuple[str, str]:
    """Two values as `shown`: shortened around the first place that differs, where their beginnings do not."""
    one, other = _line(old), _line(new)
    pairs = enumerate(zip(one, other, strict=False))
    alike = next((at for at, (this, that) in pairs if this != that), min(len(one), len(other)))
    start = alike - _BEFORE if one != other and alike >= _SHOWN else 0
    return _cut(one, start), _cut(other, start)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cut(text: str, start: int = 0) -> str:
    end = start + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


@lru_cache(maxsize=16384)
def respelled(text: str) -> str:
    """`text` with its GUIDs without case and dashes."""
    return _GUID.sub(lambda match: canonical_id(match.group()), text)


def same(old: Any, new: Any) -> bool:
    """Whether two JSON scalars are equal: `true` is not `1`, and the NaN that Python reads equals itself."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    return bool(old == new) or (old != old and new != new)


def unsaid(path: str, value: Any) -> bool:
    """Whether the member at `path` says what leaving it out says. An element of a list is never left out."""
    if path.endswith("]") and not path.endswith('"]'):
        return False
    return value is None or (path in DEFAULTS and same(value, DEFAULTS[path]))
