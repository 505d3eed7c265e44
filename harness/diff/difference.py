"""Differences: how two trees differ by meaning, member by member.

Trees are what `json` reads: dicts, lists, scalars. Whether a difference breaks the contract is for rules to
say; which exchanges belong together is for harness.comparison.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any

from harness.address import canonical_id
from harness.body import child
from harness.diff.noise import NOISE
from harness.redaction.masks import GUID
from harness.renaming import Renaming

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {"body.maskCallee": False, "body.maskCaller": False, "body.targetDisposition": "default"}
)
"""path -> the value that stands for itself when it is left out ("call: redirect", beta)."""

_ANNOTATION = '["@odata.type"]'
_GUID = re.compile(GUID)
_SHOWN = 80
_UTF8_JSON = re.compile(r"\A(application/(?:[\w.+-]+\+)?json) *; *charset=\"?utf-8\"? *\Z", re.IGNORECASE)


class Kind(StrEnum):
    """How a member differs. EQUIVALENT: spelled otherwise, meaning the same."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Difference:
    """One member that differs. `old` or `new` is None where the member is missing.

    note: why a renaming did not explain it: an id that would split or merge. Empty otherwise.
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
            case _:
                values = f"{shown(self.old)} -> {shown(self.new)}"
        return f"{self.path}: {values}" + (f" ({self.note})" if self.note else "")


class _Absence(Enum):
    MISSING = "missing"


_MISSING = _Absence.MISSING


def differences(
    old: Any, new: Any, *, renaming: Renaming | None = None, noise: Mapping[str, str] = NOISE
) -> Iterator[Difference]:
    """How the tree `new` differs from the tree `old`, in the order of the members of `old`.

    renaming: grows with the ids that correspond; without one, an id only equals itself.
    noise: paths whose differences are left out.
    """
    rest: list[tuple[str, Any, Any]] = [("", old, new)]
    while rest:
        path, before, after = rest.pop()
        if path in noise:
            continue
        if path.endswith(_ANNOTATION):
            if repr(before) != repr(after):
                yield _found(path, Kind.EQUIVALENT, before, after)
        elif isinstance(before, dict) and isinstance(after, dict):
            names = [*before, *(name for name in after if name not in before)]
            rest += [
                (child(path, name), before.get(name, _MISSING), after.get(name, _MISSING))
                for name in reversed(names)
            ]
        elif isinstance(before, list) and isinstance(after, list):
            longest = max(len(before), len(after))
            rest += [(child(path, i), _at(before, i), _at(after, i)) for i in reversed(range(longest))]
        elif (found := _compared(path, before, after, renaming)) is not None:
            yield found


def shown(value: Any) -> str:
    """A value as JSON on one line, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


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


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else _MISSING


def _compared(path: str, old: Any, new: Any, renaming: Renaming | None) -> Difference | None:
    """The difference of two values of which at most one is a container, or None."""
    if isinstance(old, str) and isinstance(new, str):
        return _texts(path, old, new, renaming)
    alike = _scalar(old) and _scalar(new) and same(old, new)
    if alike and type(old) is type(new):
        return None
    if alike or (_left_out(path, old) and _left_out(path, new)):
        kind = Kind.EQUIVALENT
    elif old is _MISSING:
        kind = Kind.ADDED
    else:
        kind = Kind.REMOVED if new is _MISSING else Kind.CHANGED
    return _found(path, kind, old, new)


def _found(path: str, kind: Kind, old: Any, new: Any) -> Difference:
    return Difference(path, kind, None if old is _MISSING else old, None if new is _MISSING else new)


def _texts(path: str, old: str, new: str, renaming: Renaming | None) -> Difference | None:
    alike = respelled(old) == respelled(new)
    if path.endswith("headers.content-type") and _media_type(old, new):
        return None if old == new else Difference(path, Kind.EQUIVALENT, old, new)
    if not (renaming.pair(old, new) if renaming is not None else alike):
        return Difference(path, Kind.CHANGED, old, new, renaming.refusal if renaming is not None else "")
    return Difference(path, Kind.EQUIVALENT, old, new) if alike and old != new else None


def _media_type(old: str, new: str) -> bool:
    """Whether two media types are one: JSON is UTF-8 whether it says so or not (RFC 8259 section 8.1)."""
    one, other = (_UTF8_JSON.sub(r"\1", value.strip()).lower() for value in (old, new))
    return one == other


def _left_out(path: str, value: Any) -> bool:
    return value is _MISSING or unsaid(path, value)


def _scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)
