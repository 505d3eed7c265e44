"""Leaves: a tree taken apart into what it says, and a key that is equal for trees that say the same.

Members that say what leaving them out says, and annotations of types, are no leaves.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any

from harness.body import child
from harness.diff.difference import respelled, unsaid

ANNOTATION = "@odata.type"

type Leaf = tuple[str, Any]
"""Path and value. A container is its own leaf besides those in it: emptied, a list with its length."""

type Said = tuple[str, Hashable]
"""The kind of a value, and what counts of it."""

type Key = tuple[tuple[str, Said], ...]


def leaves(tree: Any, noise: Collection[str] = ()) -> list[Leaf]:
    """The leaves of a tree, in order of their paths; without those at or below a path of `noise`."""
    found: list[Leaf] = []
    rest: list[Leaf] = [("", tree)]
    while rest:
        path, value = rest.pop()
        if path in noise:
            continue
        if isinstance(value, dict):
            found.append((path, {}))
            members = ((child(path, name), member) for name, member in value.items() if name != ANNOTATION)
            rest += [(below, member) for below, member in members if not unsaid(below, member)]
        elif isinstance(value, list):
            found.append((path, [len(value)]))
            rest += [(child(path, index), element) for index, element in enumerate(value)]
        else:
            found.append((path, value))
    return sorted(found, key=lambda leaf: leaf[0])


def key(found: Iterable[Leaf], text: Callable[[str], Hashable] = respelled) -> Key:
    """A key of leaves, equal for trees that differ in spelling only. text: what counts of a text."""
    return tuple((path, _token(value, text)) for path, value in found)


def textless(found: Key) -> Key:
    """A key in which any text is any other."""
    return tuple((path, ("text", None) if said[0] == "text" else said) for path, said in found)


def _token(value: Any, text: Callable[[str], Hashable]) -> Said:
    """A value that can be hashed and equals what it equals in JSON: `true` is not `1`, `30` is `30.0`."""
    match value:
        case str():
            return "text", text(value)
        case bool():
            return "boolean", value
        case int() | float() if value == value:
            return "number", value
        case list():
            return "array", value[0]
        case dict():
            return "object", None
    return "none", None if value is None else "NaN"
