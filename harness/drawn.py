"""Sequences that are drawn from a recording as far as somebody looks, equal to tuples of the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, overload


class _Told[T](Sequence[T]):
    """What is drawn compares and shows as the tuple that it stands for."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and not isinstance(other, str) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))


class Drawn[T](_Told[T]):
    """Things that are found one after the other; what was found once is held."""

    def __init__(self, things: Iterable[T]) -> None:
        self._found: list[T] = []
        self._rest: Iterator[T] = iter(things)

    def __iter__(self) -> Iterator[T]:
        at = 0
        while at < len(self._found) or self._draw(1):
            yield self._found[at]
            at += 1

    def __bool__(self) -> bool:
        return bool(self._found) or self._draw(1)

    def __len__(self) -> int:
        self._draw(None)
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        self._draw(None if index < 0 else index + 1 - len(self._found))
        return self._found[index]

    def _draw(self, most: int | None) -> bool:
        """Find so many more, None for all; whether there was any."""
        before = len(self._found)
        self._found += islice(self._rest, None if most is None else max(0, most))
        return len(self._found) > before


class Seen[T](_Told[T]):
    """A look at each of some things, taken whenever it is asked for; nothing is held."""

    def __init__(self, things: Sequence[Any], look: Callable[[Any], T]) -> None:
        self._things, self._look = things, look

    def __iter__(self) -> Iterator[T]:
        return map(self._look, self._things)

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(map(self._look, self._things[index]))
        return self._look(self._things[index])
