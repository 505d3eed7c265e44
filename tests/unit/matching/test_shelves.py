"""Recorded requests stand under all their labels, in the order of their places, until they are dropped."""

from harness.matching import shelves, view
from harness.matching.shelves import Item, Shelves
from tests.unit.recorded import CALLS, KEY, asked, kept, redirect


def items() -> list[Item]:
    entries = kept([asked(redirect(call), at=n) for n, call in enumerate((*CALLS[:2], CALLS[0]))], KEY)
    return [
        Item(rank, each, view(each.exchange.request), view(each.exchange.request).call, False)
        for rank, each in enumerate(entries)
    ]


def numbers(found: object) -> list[int]:
    return [item.entry.number for item in found]  # type: ignore[attr-defined]


def test_requests_are_found_by_what_they_say_by_their_call_and_by_their_action() -> None:
    kept_here, (first, second, third) = Shelves(shelves.again), items()
    for item in (first, second, third):
        kept_here.put(item, item.rank)
    assert numbers(kept_here.under(shelves.ALL)) == [1, 2, 3]
    assert numbers(kept_here.under(shelves.exact(first.view.exact, ours=False))) == [1, 3]
    assert numbers(kept_here.under(shelves.exact(first.view.exact, ours=True))) == []
    assert numbers(kept_here.under(shelves.of_call(second.call))) == [2]
    assert numbers(kept_here.under(shelves.shaped(first.view, first.call))) == [1, 3]
    assert numbers(kept_here.last_under(shelves.shaped(second.view))) == [3, 2, 1]
    assert numbers(kept_here.under(shelves.at(first.view))) == [1, 2, 3]


def test_what_is_dropped_stands_nowhere() -> None:
    kept_here, (first, second, _) = Shelves(shelves.left), items()
    kept_here.put(first, 0)
    kept_here.put(second, 1)
    kept_here.drop(first, 0)
    assert numbers(kept_here.under(shelves.ALL)) == [2]
    assert numbers(kept_here.under(shelves.exact(first.view.exact, ours=False))) == []


def test_what_is_only_told_of_is_found_by_its_action() -> None:
    kept_here, (first, *_) = Shelves(shelves.told), items()
    kept_here.put(first, 0)
    assert numbers(kept_here.under(shelves.at(first.view))) == [1]
    assert numbers(kept_here.under(shelves.of_call(first.call))) == []
