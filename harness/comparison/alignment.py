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


def unordered[T](
    old: Sequence[T], new: Sequence[T], keys: Keys[T], met: Callable[[T, T], bool] = lambda *_: True
) -> Aligned[T]:
    """Pairs of equal keys in order of appearance, in linear time; a key of None pairs with nothing.

    Where one side has more of a key than the other, those stay alone that stand farther off, and those that
    do not fit with the pairs so far. met: told two that are to be a pair; whether they fit.
    """
    partner: dict[int, int] = {}
    left = list(range(len(old)))
    free = list(range(len(new)))
    for key in keys:
        before, after = _named(old, left, key), _named(new, free, key)
        for name, some in before.items():
            others = after.get(name, [])
            if len(some) < len(others):
                partner |= dict(_near(others, some, lambda other, one: met(old[one], new[other])))
            else:
                pairs = _near(some, others, lambda one, other: met(old[one], new[other]))
                partner |= {other: one for one, other in pairs}
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


def _near(more: list[int], less: list[int], met: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """A pair for each place of the shorter list, both in order."""
    spare, at = len(more) - len(less), 0
    for other in less:
        while spare and abs(more[at + 1] - other) < abs(more[at] - other):
            spare, at = spare - 1, at + 1
        while not met(more[at], other) and spare:
            spare, at = spare - 1, at + 1
        yield more[at], other
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
