"""Many calls compared: each finds its own counterpart."""

from dataclasses import replace

import pytest

from harness.comparison import Comparing, Held, comparing
from harness.diff import Kind, Paths
from harness.exchange import Exchange, Response, Way
from harness.headers import Headers
from tests.unit.comparison.test_comparing import DOCUMENTATION, compared, entries, renamed, told_of
from tests.unit.recorded import CALLS, MEGAN, asked, forward, redirect, told


def test_of_very_many_ids_those_of_long_ago_are_forgotten_but_none_of_both_sides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "REMEMBERED", 1)
    old, new = Held(entries(forward())), Held(entries(renamed(forward())))
    again = Held(entries(forward(CALLS[1])))
    pairs = Comparing(DOCUMENTATION, again.names())
    list(pairs.calls([old], [new]))
    for _ in range(3):
        assert [call.changes for call in pairs.calls([again], [again])] == [()]


def test_a_list_may_be_a_set_and_only_where_it_was_said() -> None:
    targets = [{"identity": {kind: {"id": MEGAN, "displayName": kind}}} for kind in ("user", "application")]
    sides = [Held(entries(forward(targets=each))) for each in (targets, targets[::-1])]
    told = [
        sum(
            len(call.changes)
            for call in Comparing(DOCUMENTATION, (), unordered=paths.name).calls(sides[:1], sides[1:])
        )
        for paths in (Paths(("redirect.body.targets",)), Paths(("incoming.body.targets",)))
    ]
    assert told[0] == 0
    assert told[1] > 0


def test_a_call_is_found_by_what_it_carries_whatever_library_sends_it() -> None:
    """One call of many is gone, and every other has another header: none is taken for its neighbour."""
    old = [one for n in range(9) for one in forward(f"{n:08x}{CALLS[0][8:]}", at=10.0 * n, timeout=20 + n)]
    kept = [*old[:6], *old[9:]]
    headers = {"x-sdk": "2", "Content-Type": "application/json", "Authorization": "Bearer a.b.c"}
    new = [
        replace(one, request=replace(one.request, headers=Headers.of(headers)))
        if one.way is Way.TO_GRAPH
        else one
        for one in renamed(kept)
    ]
    found = compared(old, new).digest
    assert [(group.path, group.times) for group in found.groups] == [
        ("call", 1),
        ("redirect.headers.x-sdk", 8),
    ]


def test_one_change_among_many_calls_is_found_whatever_their_ids() -> None:
    recording = [exchange for n in range(100) for exchange in forward(f"{n:08x}{CALLS[0][8:]}", at=10.0 * n)]
    changed = [replace(one, response=Response(500)) if n == 7 else one for n, one in enumerate(recording)]
    assert told_of(compared(recording, renamed(changed))) == ["8 redirect.status: 202 -> 500 breaks RDR004"]


def test_a_call_that_is_gone_shifts_no_other_though_only_their_people_tell_them_apart() -> None:
    people = [f"{letter * 8}-6b7d-4e9f-8a0b-2c4d6e8f0a1b" for letter in "abcde"]
    whole: list[Exchange] = []
    for n in range(25):
        call, at, caller = f"{n:08x}{CALLS[0][8:]}", 10.0 * n, people[n % 5]
        whole += told("created", "incoming", call, at, caller), asked(redirect(call), at=at + 1)
        whole.append(told("deleted", "terminated", call, at + 5, caller))
    for gone in (7, 12, 24):
        kept = [*whole[: 3 * gone], *whole[3 * gone + 3 :]]
        (change,) = compared(whole, renamed(kept)).differences
        assert (change.path, change.kind, change.interaction) == ("call", Kind.REMOVED, 3 * gone + 1)
        (change,) = compared(kept, renamed(whole)).differences
        assert (change.path, change.kind, change.interaction) == ("call", Kind.ADDED, 3 * gone + 1)
