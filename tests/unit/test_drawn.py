"""What is drawn from a recording equals the tuple that it stands for, and is drawn no further than asked."""

from collections.abc import Iterator

import pytest

from harness.drawn import Drawn, Seen


def watched(seen: list[int]) -> Iterator[int]:
    for n in range(5):
        seen.append(n)
        yield n


def test_no_more_is_drawn_than_is_looked_at() -> None:
    seen: list[int] = []
    drawn = Drawn(watched(seen))
    assert drawn
    assert seen == [0]
    assert (drawn[2], drawn[0]) == (2, 0)
    assert seen == [0, 1, 2]
    assert next(iter(drawn)) == 0
    assert (len(drawn), seen) == (5, [0, 1, 2, 3, 4])
    assert not Drawn([])


@pytest.mark.parametrize("sequence", [Drawn(iter("abc")), Seen([97, 98, 99], chr)])
def test_it_is_the_tuple_that_it_stands_for(sequence: Drawn[str] | Seen[str]) -> None:
    assert sequence == ("a", "b", "c")
    assert list(sequence) == ["a", "b", "c"]
    assert sequence != ("a", "b")
    assert repr(sequence) == "('a', 'b', 'c')"
    assert (sequence[-1], sequence[1:], sequence.index("b"), "c" in sequence) == ("c", ("b", "c"), 1, True)
    with pytest.raises(IndexError):
        sequence[3]
