"""What was taken is found again when nothing else matches, where that is asked for."""

import pytest

from harness.matching import Index, Match
from harness.replay import renamed
from tests.unit.matching.finding import READERS, found, missed
from tests.unit.recorded import CALLER, CALLS, KEY, asked, forward, kept, redirect, redirect_body

NOBODYS = "0badca11-0000-4000-8000-000000000000"


@pytest.mark.parametrize("reader", READERS)
def test_what_was_taken_last_is_found_again_by_its_call_and_by_any_other(reader: str) -> None:
    exchanges = [asked(redirect(), 429, at=1), asked(redirect(), 202, at=2)]
    index = Index.of(kept(exchanges, KEY), redactor=READERS[reader], repeats=True)
    assert [found(index, redirect(call)) for call in (*[CALLS[0]] * 4, NOBODYS, CALLS[0])] == [1, *[2] * 5]


def test_what_is_left_comes_first() -> None:
    index = Index.of(kept([asked(redirect(), at=1), asked(redirect(), at=2)]), repeats=True)
    matches = []
    for _ in range(3):
        match = index.find(redirect())
        assert isinstance(match, Match)
        matches.append((match.entry.number, match.again))
        if not match.again:
            index.take(match)
    assert matches == [(1, False), (2, False), (2, True)]


@pytest.mark.parametrize("reader", READERS)
def test_who_asks_again_is_answered_with_ids_of_its_own(reader: str) -> None:
    entries = kept([each for call in CALLS[:2] for each in forward(call)], KEY)
    index = Index.of(entries, redactor=READERS[reader], repeats=True)
    assert [found(index, redirect(call)) for call in CALLS[:2]] == [2, 5]
    for call in (CALLS[0], NOBODYS):
        match = index.find(redirect(call))
        assert isinstance(match, Match)
        recorded = match.entry.exchange.request
        assert renamed.request(recorded, match.renaming.names).url == redirect(call).url


@pytest.mark.parametrize("reader", READERS)
def test_what_was_never_recorded_is_a_miss_all_the_same(reader: str) -> None:
    index = Index.of(kept(forward(), KEY), redactor=READERS[reader], repeats=True)
    found(index, redirect())
    assert missed(index, redirect(body=redirect_body(timeout=31))).differences


def test_in_a_file_that_is_not_masked_nothing_is_renamed() -> None:
    index = Index.of(kept([asked(redirect())]), repeats=True)
    found(index, redirect())
    assert "call recorded" in missed(index, redirect(CALLS[1])).why
    assert "body.targets[0].identity.user.id" in missed(index, redirect(body=redirect_body(CALLER))).why


def test_without_being_asked_for_it_is_a_miss() -> None:
    index = Index.of(kept([asked(redirect())]))
    found(index, redirect())
    assert missed(index, redirect()).differences == ()
