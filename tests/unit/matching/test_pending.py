"""What was not looked into yet is handed out call by call."""

from dataclasses import replace

from harness.matching.pending import ALL, RENAMED, Pending, asking
from tests.unit.recorded import CALLS, Kept, asked, redirect

RECORDED = [Kept(n, asked(redirect(call))) for n, call in enumerate([*CALLS[:2], CALLS[0]], 1)]
REJECTED = Kept(
    4, asked(replace(redirect(CALLS[2]), url=redirect(CALLS[2]).url.replace("/redirect", "/reject")))
)
REJECT = "/communications/calls/{callId}/reject"


def pending(*renamed: int) -> Pending:
    return Pending([*RECORDED, REJECTED], lambda entry: entry.number in renamed)


def test_a_call_is_handed_out_once_and_whole() -> None:
    some = pending()
    call = RECORDED[0].about
    assert [(rank, entry.number) for rank, entry in some.of(call)] == [(0, 1), (2, 3)]
    assert some.of(call) == []


def test_calls_follow_in_the_order_in_which_they_began() -> None:
    some = pending()
    firsts = []
    while requests := some.following():
        firsts.append((some.first(), [rank for rank, _ in requests]))
    assert firsts == [(1, [0, 2]), (3, [1]), (4, [3])]


def test_what_asks_for_one_route_follows_by_itself() -> None:
    some = pending()
    assert (some.first(asking(REJECT)), some.first(asking("/me"))) == (3, 4)
    assert [rank for rank, _ in some.following(asking(REJECT))] == [3]
    assert some.following(asking(REJECT)) == []
    assert some.first(ALL) == 0


def test_what_may_go_by_another_name_follows_by_itself_but_with_its_call() -> None:
    some = pending(3)
    assert some.first(RENAMED) == 2
    assert [rank for rank, _ in some.following(RENAMED)] == [0, 2]
    assert (some.first(RENAMED), some.first(ALL)) == (4, 1)
