"""Shelves: recorded requests under the labels by which they are looked for, on each in an order of their own.

What a match is, and whose a call is, harness.matching.index says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from harness.diff import Exact
from harness.matching.lenses import View
from harness.matching.miss import Recorded
from harness.matching.shelf import Shelf

type Label = tuple[object, ...]

ALL: Label = ("all",)

_ANY_CALL = "any call"


@dataclass(frozen=True, slots=True)
class Item:
    """A recorded request. `rank`: how many began before it; `call`: its canonical call, empty without one;
    `ours`: masked with our key.
    """

    rank: int
    entry: Recorded
    view: View
    call: str
    ours: bool


def exact(said: Exact, *, ours: bool) -> Label:
    """Of those that say exactly this."""
    return "exact", ours, said


def but_for_call(view: View) -> Label:
    """Of those masked with our key that say the same of another call."""
    return "but for call", view.exact_about(_ANY_CALL)


def of_call(call: str) -> Label:
    """Of those about a call."""
    return "call", call


def shaped(view: View, call: str | None = None) -> Label:
    """Of those that say the same but for their texts, about a call; None: about any."""
    return "shape", call, view.shape


def at(view: View) -> Label:
    """Of those for the same action."""
    return "place", *view.place


def left(item: Item) -> Iterator[Label]:
    """The labels of what is to be found."""
    yield ALL
    yield exact(item.view.exact, ours=item.ours)
    if item.ours and item.call:
        yield but_for_call(item.view)
    yield of_call(item.call)
    yield shaped(item.view, item.call)
    yield at(item.view)


def told(item: Item) -> Iterator[Label]:
    """The labels of what is only told of."""
    yield ALL
    yield at(item.view)


def again(item: Item) -> Iterator[Label]:
    """The labels of what may be found again, where its call is a mask also by whoever has another."""
    yield from left(item)
    if item.view.masked:
        yield shaped(item.view)


_EMPTY: Shelf[Item] = Shelf()


@dataclass(slots=True)
class Shelves:
    """Recorded requests, each on the shelves of all its labels."""

    labels: Callable[[Item], Iterable[Label]]
    _shelves: defaultdict[Label, Shelf[Item]] = field(default_factory=lambda: defaultdict(Shelf))

    def put(self, item: Item, place: int) -> None:
        """Put a request in its place among the others."""
        for label in self.labels(item):
            self._shelves[label].put(place, item)

    def drop(self, item: Item, place: int) -> None:
        """Take away the request that has that place."""
        for label in self.labels(item):
            shelf = self._shelves[label]
            shelf.drop(place)
            if not shelf:
                del self._shelves[label]

    def under(self, label: Label) -> Iterable[Item]:
        """The requests of that label, in the order of their places."""
        return self._shelves.get(label, _EMPTY).values()

    def last_under(self, label: Label) -> Iterator[Item]:
        """The same from the end."""
        return reversed(self._shelves.get(label, _EMPTY).values())
