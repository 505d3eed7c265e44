"""What is looked into little by little is found and missed as if all had been looked into at once."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange import Exchange, Request
from harness.matching import Index, Match, View, view
from harness.redaction.redactor import Redactor
from tests.unit.recorded import GRAPH, KEY, OTHER_KEY, Kept, asked, redirect, redirect_body

CALLS = [f"{n:08x}-894c-409a-b240-bd8beae78896" for n in range(40)]
STRANGERS = [f"{n:08x}-1111-409a-b240-bd8beae78896" for n in range(8)]


def any_request(rng: random.Random, calls: list[str]) -> Request:
    call = rng.choice(calls)
    body = redirect_body(
        f"{rng.randrange(3)}d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a", timeout=rng.choice([20, 30])
    )
    one = redirect(call, body)
    match rng.randrange(8):
        case 0:
            return replace(one, method="GET", url=f"https://graph.microsoft.com/v1.0/users/{call}", body=b"")
        case 1:
            return replace(one, url=f"{GRAPH}/{call}/reject", body=b'{"reason":"busy"}')
        case 2:
            return replace(one, url="https://graph.microsoft.com/v1.0/me", body=b"")
        case 3:
            return replace(one, url=one.url.replace("v1.0", "beta"))
    return one


def recording(rng: random.Random) -> list[Kept]:
    """Some masked with our key, some with another's, some not, in an order of their own."""
    calls = rng.sample(CALLS, rng.randint(1, 12))
    sets: list[list[Redactor | None]] = [[KEY], [OTHER_KEY], [None], [KEY, None], [KEY, OTHER_KEY, None]]
    by = rng.choice(sets)
    found: list[Kept] = []
    for number in range(1, rng.randint(2, 70)):
        exchange: Exchange = asked(any_request(rng, calls), at=rng.uniform(0, 60))
        redactor = rng.choice(by)
        key = redactor.key_id if redactor else None
        found.append(Kept(number, redactor.exchange(exchange) if redactor else exchange, key))
    return found


def at_once(entries: list[Kept], reader: Redactor | None, *, repeats: bool) -> Index:
    index = Index.of(entries, redactor=reader, repeats=repeats)
    while requests := index._pending.following():
        index._look_into(requests)
    return index


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([None, KEY, OTHER_KEY]), st.booleans())
def test_little_by_little_comes_to_the_same(
    rng: random.Random, reader: Redactor | None, repeats: bool
) -> None:
    entries = recording(rng)
    one = Index.of(entries, redactor=reader, repeats=repeats)
    other = at_once(entries, reader, repeats=repeats)
    calls = [*rng.sample(CALLS, 12), *STRANGERS]
    for _ in range(rng.randint(1, 60)):
        chosen = rng.choice(entries).exchange.request if rng.random() < 0.5 else any_request(rng, calls)
        if rng.random() < 0.2:
            chosen = OTHER_KEY.exchange(asked(chosen)).request
        mine, theirs = one.find(chosen), other.find(chosen)
        if isinstance(mine, Match) and isinstance(theirs, Match):
            assert mine.entry is theirs.entry
            assert (mine.call, mine.renaming.names) == (theirs.call, theirs.renaming.names)
            assert mine.again == theirs.again
            assert one.before(mine) is other.before(theirs)
            if not mine.again and rng.random() < 0.8:
                one.take(mine)
                other.take(theirs)
        else:
            assert mine == theirs
        assert list(one.left()) == list(other.left())


@pytest.mark.parametrize("reader", [None, KEY])
def test_of_a_long_recording_only_what_may_be_asked_for_is_looked_into(
    reader: Redactor | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Request] = []

    def watched(request: Request) -> View:
        seen.append(request)
        return view(request)

    monkeypatch.setattr("harness.matching.index.view", watched)
    recorded = [asked(redirect(call), at=n) for n, call in enumerate(CALLS)]
    entries = [Kept(n, KEY.exchange(one), KEY.key_id) for n, one in enumerate(recorded, 1)]
    index = Index.of(entries, redactor=reader)
    assert seen == []
    for call in STRANGERS[:3]:
        match = index.find(redirect(call))
        assert isinstance(match, Match)
        index.take(match)
    assert sum(any(request is entry.exchange.request for entry in entries) for request in seen) <= 4
