"""A shelf: things in the order of their ranks, whichever way they come. Most come in order."""

from collections.abc import Reversible


class Shelf[T]:
    """Things by their ranks. What came before its turn is put in order when all are looked at."""

    __slots__ = ("_in_order", "_last", "_things")

    def __init__(self) -> None:
        self._things: dict[int, T] = {}
        self._last = -1
        self._in_order = True

    def __len__(self) -> int:
        return len(self._things)

    def put(self, rank: int, thing: T) -> None:
        """Put a thing in its place."""
        self._in_order &= rank > self._last
        self._last = max(self._last, rank)
        self._things[rank] = thing

    def drop(self, rank: int) -> None:
        """Take away what is in that place, if anything is."""
        self._things.pop(rank, None)

    def values(self) -> Reversible[T]:
        """All that is there, in order."""
        if not self._in_order:
            self._things, self._in_order = dict(sorted(self._things.items())), True
        return self._things.values()
