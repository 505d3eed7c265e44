"""Sets: lists whose order says nothing. Which element of the old one is which of the new one."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from harness.diff.difference import respelled
from harness.diff.leaves import key, leaves
from harness.ids import blank
from harness.renaming import Renaming


def pairs(
    old: Sequence[Any], new: Sequence[Any], renaming: Renaming | None = None
) -> Iterator[tuple[int | None, int | None]]:
    """Indexes of elements that belong together: those that say the same, by the names that are known, then
    those that differ in ids only, then the rest as they stand; None where there is no counterpart.
    """
    left, free = list(range(len(old))), list(range(len(new)))
    partner: dict[int, int] = {}
    known = renaming.apply if renaming is not None else str
    for one, other in (
        (lambda text: respelled(known(text)), respelled),
        (blank, blank),
    ):
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for at in left:
            waiting[_said(old[at], one)].append(at)
        for at in free:
            if same := waiting.get(_said(new[at], other)):
                partner[at] = same.popleft()
        taken = set(partner.values())
        left = [at for at in left if at not in taken]
        free = [at for at in free if at not in partner]
    partner |= dict(zip(free, left, strict=False))
    yield from ((partner.get(at), at) for at in range(len(new)))
    yield from ((at, None) for at in left[len(free) :])


def _said(element: Any, text: Callable[[str], Hashable]) -> Hashable:
    return key(leaves(element), text)
