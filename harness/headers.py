"""HTTP header fields as an immutable list of pairs: order and repeats are kept, names compare without case.

RFC 9110 section 5.1 (names are case-insensitive) and 5.2 (a field may stand several times).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

FRAMING = (
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
)
"""Headers that belong to a connection, not to what is said on it: each connection has its own."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one message, in the order they were sent."""

    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, mapping: Mapping[str, str | Iterable[str]]) -> "Headers":
        """Headers from a mapping of name to value, or name to several values."""
        return cls(
            tuple(
                (name, value)
                for name, values in mapping.items()
                for value in ((values,) if isinstance(values, str) else values)
            )
        )

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(key.lower() == name.lower() for key, _ in self.fields)

    def get(self, name: str) -> str | None:
        """The first value of `name`, or None."""
        wanted = name.lower()
        for key, value in self.fields:
            if key.lower() == wanted:
                return value
        return None

    def get_all(self, name: str) -> tuple[str, ...]:
        """Every value of `name`, in order."""
        wanted = name.lower()
        return tuple([value for key, value in self.fields if key.lower() == wanted])

    def without(self, *names: str) -> "Headers":
        """The same fields but for `names`."""
        gone = {name.lower() for name in names}
        return Headers(tuple(field for field in self.fields if field[0].lower() not in gone))

    def replaced(self, name: str, value: str) -> "Headers":
        """`name` once, with `value`: in the place of its first occurrence, else at the end."""
        if name not in self:
            return Headers((*self.fields, (name, value)))
        kept: list[tuple[str, str]] = []
        placed = False
        for key, old in self.fields:
            if key.lower() != name.lower():
                kept.append((key, old))
            elif not placed:
                kept.append((key, value))
                placed = True
        return Headers(tuple(kept))

    def lists(self) -> dict[str, list[str]]:
        """Lower-case name to its values, in order of first occurrence: the shape of a cassette."""
        grouped: dict[str, list[str]] = {}
        for name, value in self.fields:
            grouped.setdefault(name.lower(), []).append(value)
        return grouped


def in_utf8[Text: (str, str | None)](text: str, change: Callable[[str], Text]) -> Text:
    """`change(text)` of a text of the wire, which is handed on a character a byte: where the bytes are UTF-8,
    `change` is given what they say. What it leaves alone keeps its spelling.
    """
    try:
        plain = text if text.isascii() else text.encode("latin-1").decode()
    except ValueError:
        return change(text)
    new = change(plain)
    if new is None:
        return new
    if new == plain:
        return text
    return new if new.isascii() else new.encode("utf-8", "surrogateescape").decode("latin-1")
