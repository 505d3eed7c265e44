"""What the type column of a parameter says: names of types, many or one, and of what sort they are."""

import re
from dataclasses import dataclass

from harness.contract.page import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A type as a page states it.

    name: of the element type, without namespace; of a union, the names joined by ` or `.
    collection: whether many are sent.
    """

    name: str
    collection: bool

    @property
    def number(self) -> bool:
        """Whether values are numbers."""
        return not self.collection and self.name.lower() in _NUMBERS

    @property
    def boolean(self) -> bool:
        """Whether the only values are true and false."""
        return not self.collection and self.name.lower() in ("boolean", "bool")


def kind(cell: Text) -> Kind:
    """Read a type cell: `X collection`, `Collection(graph.x)`, `x enum`, `a or b`, `String (date)`."""
    stated = " ".join(cell.bare.replace("*", "").split())
    many = _MANY.search(stated) is not None
    stated = _QUALIFIER.sub(" ", _INNER.sub(r" \1 ", stated))
    parts = (_NOISE.sub(" ", part).split() for part in _UNION.split(stated))
    names = (" ".join(word.lstrip("#").rpartition(".")[2] for word in part) for part in parts)
    return Kind(" or ".join(dict.fromkeys(name for name in names if name)), many)


_NUMBERS = frozenset(
    {"byte", "decimal", "double", "float", "int", "integer", "long", "number", "sbyte", "short", "single"}
    | {"int16", "int32", "int64"}
)
_MANY = re.compile(r"\bcollections?\b|\barray\b|\[\]|\blist of\b", re.IGNORECASE)
_INNER = re.compile(r"\b(?:collection|array) ?\(([^()]*)\)", re.IGNORECASE)
_QUALIFIER = re.compile(r"\([^()]*\)|\[\]|[.;]$")
_NOISE = re.compile(
    r"\b(?:an?|array|collections?|complex type|enum(?:eration)?|list|nullable|(?<=\w )objects?|of|resource"
    r"|type)\b",
    re.IGNORECASE,
)
_UNION = re.compile(r",? or | ?\| ?| ?/ ?|, ", re.IGNORECASE)
