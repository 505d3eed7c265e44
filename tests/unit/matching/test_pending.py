"""What was not looked into yet is handed out call by call."""

from harness.matching.pending import Pending
from tests.unit.recorded import CALLS, Kept, asked, redirect

RECORDED = [Kept(n, asked(redirect(call))) for n, call in enumerate([*CALLS[:2], CALLS[0]], 1)]


def test_a_call_is_handed_out_once_and_whole() -> None:
    pending = Pending(RECORDED)
    call = RECORDED[0].about
    assert [(rank, entry.number) for rank, entry in pending.of(call)] == [(0, 1), (2, 3)]
    assert pending.of(call) == []


def test_calls_follow_in_the_order_in_which_they_began() -> None:
    pending = Pending(RECORDED)
    firsts = []
    while requests := pending.following():
        firsts.append((pending.first, [rank for rank, _ in requests]))
    assert firsts == [(1, [0, 2]), (3, [1])]
