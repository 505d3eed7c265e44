"""Things stand in the order of their ranks, whichever way they came."""

from hypothesis import given
from hypothesis import strategies as st

from harness.matching.shelf import Shelf


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["put", "drop", "look"]))))
def test_whatever_comes_and_goes_stands_in_order(steps: list[tuple[int, str]]) -> None:
    shelf: Shelf[int] = Shelf()
    there: set[int] = set()
    for rank, step in steps:
        if step == "put":
            shelf.put(rank, rank)
            there.add(rank)
        elif step == "drop":
            shelf.drop(rank)
            there.discard(rank)
        else:
            assert list(shelf.values()) == sorted(there)
    assert list(shelf.values()) == sorted(there)
