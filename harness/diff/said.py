"""What a tree says: a text that trees share which differ in their own texts only, and these texts.

As leaves and their key, which have the path of each, but in one walk: each request that is matched comes
through here.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from harness.body import steps
from harness.diff.difference import DEFAULTS, respelled, same
from harness.diff.leaves import ANNOTATION

type Exact = tuple[str, tuple[str, ...]]

_GUID_DIGITS = 32


class Said(NamedTuple):
    """shape: all but the texts. texts: the values that are texts, in an order that the shape decides."""

    shape: str
    texts: tuple[str, ...]

    @property
    def exact(self) -> Exact:
        """Equal for trees that differ in spelling only."""
        return self.shape, tuple(text if len(text) < _GUID_DIGITS else respelled(text) for text in self.texts)


def said(tree: Any) -> Said:
    """What a tree says, but for annotations of types and members that say what leaving them out says."""
    shape: list[str] = []
    texts: list[str] = []
    rest = [_without_defaults(tree)]
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            shape.append("'")
            texts.append(value)
        elif isinstance(value, dict):
            told = tuple(value)
            if None in value.values():
                told = tuple(name for name in told if value[name] is not None)
            names, spelled = _named(told)
            shape.append(spelled)
            rest += [value[name] for name in names]
        elif isinstance(value, list):
            shape.append(f"[{len(value)}]")
            rest += value[::-1]
        else:
            shape.append(_scalar(value))
    return Said("".join(shape), tuple(texts))


def _without_defaults(tree: Any) -> Any:
    """A tree without the members that say what leaving them out says."""
    if not isinstance(tree, dict):
        return tree
    for parent, defaults in _DEFAULTS.items():
        members = tree.get(parent)
        if isinstance(members, dict) and not defaults.keys().isdisjoint(members):
            others = {
                name: member
                for name, member in members.items()
                if name not in defaults or not same(member, defaults[name])
            }
            tree = {**tree, parent: others}
    return tree


@lru_cache(maxsize=1024)
def _named(told: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The names of an object's members in an order of their own; a text that ends where they do."""
    names = tuple(sorted((name for name in told if name != ANNOTATION), reverse=True))
    return names, repr(names)


def _scalar(value: Any) -> str:
    """What is no text and no container: `true` is not `1`, `30` is `30.0`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value},"


def _parents() -> Mapping[str, Mapping[str, Any]]:
    """The members of a tree -> those in them that may be left out, and what they say then."""
    found: dict[str, dict[str, Any]] = {}
    for path, value in DEFAULTS.items():
        parent, name = (str(step) for step in steps(path))
        found.setdefault(parent, {})[name] = value
    return found


_DEFAULTS = _parents()
