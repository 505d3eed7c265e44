"""What differs from another recording, within the same diagrams."""

from collections.abc import Sequence

from harness.exchange import Exchange
from harness.report.page.view import Arrow, Call
from tests.unit.recorded import CALLS, forward
from tests.unit.report.page.pages import MASKING, calls, differing


def against(old: Sequence[Exchange], new: Sequence[Exchange]) -> list[Call]:
    return calls(new, differing=differing(old, new))


def arrows(call: Call) -> list[Arrow]:
    return [row for row in call.rows if isinstance(row, Arrow)]


def two(**last: object) -> list[Exchange]:
    return [*forward(CALLS[0], at=0), *forward(CALLS[1], at=100, **last)]


def test_a_change_stands_at_its_exchange_and_marks_the_member() -> None:
    same, changed = against(two(), two(timeout=5))
    assert (same.standing, changed.standing) == ("", "breaks")
    (altered,) = [each for arrow in arrows(changed) for each in arrow.altered]
    assert (altered.path, altered.old, altered.new, altered.breaks) == (
        "redirect.body.timeout",
        "45",
        "5",
        ("RDQ041",),
    )
    redirect = next(arrow for arrow in arrows(changed) if arrow.altered)
    assert redirect.request.payload is not None
    assert '"timeout": 5,' in [piece.text.strip() for piece in redirect.request.payload.pieces if piece.mark]


def test_an_exchange_that_is_new_and_one_that_is_gone_are_told() -> None:
    longer = forward(CALLS[0], at=0)
    (added,) = against(longer[:-1], longer)
    assert [arrow.standing for arrow in arrows(added)][-1] == "added"
    (gone,) = against(longer, longer[:-1])
    assert [arrow.standing for arrow in arrows(gone)][-1] == "removed"
    assert arrows(gone)[-1].place.startswith("old.yaml:")
    assert (added.standing, gone.standing) == ("changed", "changed")


def test_a_call_that_is_new_and_one_that_is_gone_are_told() -> None:
    _, added = against(two()[: len(two()) // 2], two())
    assert added.standing == "added"
    *_, gone = against(two(), two()[: len(two()) // 2])
    assert (gone.standing, gone.id) == ("removed", MASKING.text(CALLS[1]))
    assert {arrow.standing for arrow in arrows(gone)} == {"removed"}


def test_what_does_not_differ_says_nothing() -> None:
    assert {call.standing for call in against(two(), two())} == {""}
