"""Differing: how two trees differ by meaning, member by member.

Trees are what `json` reads: dicts, lists, scalars. Whether a difference breaks the contract is for rules to
say; which exchanges belong together is for harness.comparison.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from itertools import zip_longest
from typing import Any

from harness.body import child
from harness.diff import sets
from harness.diff.difference import Difference, Kind, respelled, same, unsaid
from harness.diff.noise import NOISE
from harness.renaming import Renaming

_ANNOTATION = '["@odata.type"]'
_UTF8_JSON = re.compile(r"\A(application/(?:[\w.+-]+\+)?json) *; *charset=\"?utf-8\"? *\Z", re.IGNORECASE)


class _Absence(Enum):
    MISSING = "missing"


_MISSING = _Absence.MISSING


def differences(
    old: Any,
    new: Any,
    *,
    renaming: Renaming | None = None,
    noise: Mapping[str, str] = NOISE,
    unordered: Callable[[str], bool] = lambda _: False,
    passed: Callable[[str], object] = lambda _: None,
) -> Iterator[Difference]:
    """How the tree `new` differs from the tree `old`, in the order of the members of `old`.

    renaming: grows with the ids that correspond; without one, an id only equals itself.
    noise: paths whose differences are left out. unordered: whether the order of a list says nothing, by path.
    passed: told the paths of the noise that differs.
    """
    rest: list[tuple[str, Any, Any]] = [("", old, new)]
    while rest:
        path, before, after = rest.pop()
        if path in noise:
            if (_scalar(before) or _scalar(after)) and _compared(path, before, after, None) is not None:
                passed(path)
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
            pairs = list(sets.pairs(before, after, renaming) if unordered(path) else _in_place(before, after))
            rest += [
                (child(path, _index(one, other)), _at(before, one), _at(after, other))
                for one, other in reversed(pairs)
            ]
        elif (found := _compared(path, before, after, renaming)) is not None:
            yield found


def _in_place(old: list[Any], new: list[Any]) -> Iterator[tuple[int | None, int | None]]:
    return zip_longest(range(len(old)), range(len(new)))


def _index(old: int | None, new: int | None) -> int:
    """Which index a difference of an element is told at: the new one where there is one."""
    return next(index for index in (new, old) if index is not None)


def _at(values: list[Any], index: int | None) -> Any:
    return _MISSING if index is None else values[index]


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
    alike = old == new or respelled(old) == respelled(new)
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
