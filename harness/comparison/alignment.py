"""Alignment: which of the old belongs to which of the new. Knows sequences and keys, no exchanges.

Keys go from the most to the least telling: what agrees in more is paired first, the rest by less.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

type Keys[T] = Sequence[Callable[[T], Hashable]]


@dataclass(frozen=True, slots=True)
class Both[T]:
    """One of the old and the one of the new that it became."""

    old: T
    new: T


@dataclass(frozen=True, slots=True)
class Added[T]:
    """One of the new that none of the old became."""

    new: T


@dataclass(frozen=True, slots=True)
class Removed[T]:
    """One of the old that is gone."""

    old: T


type Aligned[T] = list[Both[T] | Added[T] | Removed[T]]

_LONGEST = 64
"""Longer sequences are aligned without regard to order: keeping it takes quadratic time."""


def ordered[T](old: Sequence[T], new: Sequence[T], keys: Keys[T]) -> Aligned[T]:
    """Pairs that keep the order of both sides: what was swapped is removed here and added there."""
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return unordered(old, new, keys)
    if not keys or not old or not new:
        return [*map(Removed, old), *map(Added, new)]
    first, *rest = keys
    pairs: Aligned[T] = []
    matcher = SequenceMatcher(None, list(map(first, old)), list(map(first, new)), autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        before, after = old[start:end], new[new_start:new_end]
        within: Aligned[T] = (
            list(map(Both, before, after)) if tag == "equal" else ordered(before, after, rest)
        )
        pairs += within
    return pairs


def unordered[T](old: Sequence[T], new: Sequence[T], keys: Keys[T]) -> Aligned[T]:
    """Pairs of equal keys in order of appearance, in linear time; a key of None pairs with nothing.

    Where one side has more of a key than the other, those stay alone that stand farther off.
    """
    partner: dict[int, int] = {}
    left = list(range(len(old)))
    free = list(range(len(new)))
    for key in keys:
        before, after = _named(old, left, key), _named(new, free, key)
        for name in before.keys() & after.keys():
            partner |= {other: one for one, other in _near(before[name], after[name])}
        taken = set(partner.values())
        left = [at for at in left if at not in taken]
        free = [at for at in free if at not in partner]
    return _in_order_of_the_new(old, new, partner, left)


def _named[T](
    items: Sequence[T], places: list[int], key: Callable[[T], Hashable]
) -> dict[Hashable, list[int]]:
    """The places of each key, in order."""
    named: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at in places:
        if (name := key(items[at])) is not None:
            named[name].append(at)
    return named


def _near(old: list[int], new: list[int]) -> Iterator[tuple[int, int]]:
    """As many pairs of places as there can be, both in order."""
    if len(old) < len(new):
        yield from ((one, other) for other, one in _near(new, old))
        return
    spare, at = len(old) - len(new), 0
    for other in new:
        while spare and abs(old[at + 1] - other) < abs(old[at] - other):
            spare, at = spare - 1, at + 1
        yield old[at], other
        at += 1


def _in_order_of_the_new[T](
    old: Sequence[T], new: Sequence[T], partner: dict[int, int], left: list[int]
) -> Aligned[T]:
    """The pairs by their place in the new; what was removed follows what it followed in the old."""
    place = {before: after for after, before in partner.items()}
    behind: defaultdict[int, list[T]] = defaultdict(list)
    last, gone = -1, set(left)
    for at, one in enumerate(old):
        if at in gone:
            behind[last].append(one)
        else:
            last = place[at]
    pairs: Aligned[T] = list(map(Removed, behind[-1]))
    for at, other in enumerate(new):
        pairs.append(Both(old[partner[at]], other) if at in partner else Added(other))
        pairs += map(Removed, behind[at])
    return pairs
