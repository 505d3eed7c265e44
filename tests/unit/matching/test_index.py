"""Which recorded request a request is: with the file's key, with another, with none."""

import random
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange import Request, Way
from harness.matching import Index, Match, in_order, view
from harness.redaction.redactor import Redactor
from tests.unit.matching.finding import READERS, found, missed
from tests.unit.matching.spellings import BODIES, OTHER_BODIES, OTHER_URLS, PLAIN, URL, URLS
from tests.unit.recorded import (
    CALLER,
    CALLS,
    KEY,
    MEGAN,
    OTHER_KEY,
    asked,
    forward,
    kept,
    redirect,
    redirect_body,
)

GUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.mark.parametrize("reader", READERS)
def test_a_masked_file_knows_the_real_requests_in_any_order(reader: str) -> None:
    exchanges = [
        exchange
        for n, call in enumerate(CALLS)
        for exchange in forward(call, at=60.0 * n, user=f"{n}{MEGAN[1:]}")
    ]
    for order in ((0, 1, 2), (2, 0, 1)):
        index = Index.of(kept(exchanges, KEY), redactor=READERS[reader])
        requests = [redirect(CALLS[n], redirect_body(f"{n}{MEGAN[1:]}")) for n in order]
        numbers = [found(index, request) for request in requests]
        assert sorted(numbers) == [2, 5, 8]
        if reader == "the key of the file":
            assert numbers == [(2, 5, 8)[n] for n in order]
        assert list(index.left()) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("spelling", BODIES)
def test_every_client_is_known_in_a_masked_file(reader: str, spelling: str) -> None:
    entries = kept([asked(Request("POST", URL, body=PLAIN))], KEY)
    assert (
        found(Index.of(entries, redactor=READERS[reader]), Request("POST", URL, body=BODIES[spelling])) == 1
    )


@pytest.mark.parametrize("spelling", URLS)
@pytest.mark.parametrize("reader", READERS)
def test_every_spelling_of_the_url_is_known_in_a_masked_file(reader: str, spelling: str) -> None:
    entries = kept([asked(Request("POST", URL, body=PLAIN))], KEY)
    assert (
        found(Index.of(entries, redactor=READERS[reader]), Request("POST", URLS[spelling], body=PLAIN)) == 1
    )


RENAMED = {"another user", "another name", "another host to call back"}
"""Near misses that only the key can tell: without it they are the same request of somebody else."""


@pytest.mark.parametrize(
    ("reader", "difference"),
    [
        (reader, name)
        for reader in READERS
        for name in OTHER_BODIES
        if READERS[reader] is KEY or name not in RENAMED
    ],
)
def test_a_near_miss_is_a_miss_in_a_masked_file(reader: str, difference: str) -> None:
    entries = kept([asked(Request("POST", URL, body=PLAIN))], KEY)
    miss = missed(
        Index.of(entries, redactor=READERS[reader]), Request("POST", URL, body=OTHER_BODIES[difference])
    )
    assert miss.differences
    assert miss.nearest == entries[0]


@pytest.mark.parametrize("difference", [name for name in OTHER_URLS if name != "another call"])
@pytest.mark.parametrize("reader", READERS)
def test_a_near_miss_of_the_url_is_a_miss_in_a_masked_file(reader: str, difference: str) -> None:
    entries = kept([asked(Request("POST", URL, body=PLAIN))], KEY)
    index = Index.of(entries, redactor=READERS[reader])
    assert missed(index, Request("POST", OTHER_URLS[difference], body=PLAIN)).differences


def test_in_a_file_that_is_not_masked_nothing_is_renamed() -> None:
    index = Index.of(kept([asked(redirect())]))
    assert "call recorded" in missed(index, redirect(CALLS[1])).why
    assert "body.targets[0].identity.user.id" in missed(index, redirect(body=redirect_body(CALLER))).why
    assert found(index, redirect()) == 1


def test_a_bot_that_got_its_ids_from_the_file_sends_them_back() -> None:
    entries = kept([exchange for call in CALLS for exchange in forward(call)], KEY)
    for redactor in READERS.values():
        index = Index.of(entries, redactor=redactor)
        for number in (5, 8, 2):
            assert found(index, entries[number - 1].exchange.request) == number


def test_identical_requests_are_found_in_the_order_in_which_they_began() -> None:
    exchanges = [asked(redirect(), 202, at=3), asked(redirect(), 429, at=1)]
    index = Index.of(kept(exchanges))
    assert [found(index, redirect()) for _ in exchanges] == [2, 1]
    assert (
        missed(index, redirect()).why
        == "each recorded answer plays once, and interaction 2 is played already"
    )


def test_without_times_the_order_of_the_file_holds() -> None:
    entries = [
        replace(entry, exchange=replace(entry.exchange, started_at=None))
        for entry in kept([asked(redirect(), at=9), asked(redirect(), at=1)])
    ]
    assert [entry.number for entry in in_order(entries)] == [1, 2]
    assert [entry.number for entry in in_order(kept([asked(redirect(), at=9), asked(redirect(), at=1)]))] == [
        2,
        1,
    ]


def test_finding_takes_nothing() -> None:
    index = Index.of(kept([asked(redirect())]))
    assert isinstance(index.find(redirect()), Match)
    assert found(index, redirect()) == 1


def test_a_call_keeps_its_names_and_a_split_is_a_miss_that_says_so() -> None:
    twice = [asked(redirect(body=redirect_body(timeout=n)), at=float(n)) for n in (20, 30)]
    index = Index.of(kept(twice, KEY))
    assert found(index, redirect(body=redirect_body(timeout=20))) == 1
    miss = missed(index, redirect(body=redirect_body(user=CALLER, timeout=30)))
    assert [one.path for one in miss.differences] == ["body.targets[0].identity.user.id"]
    assert f"is {MEGAN} elsewhere: {CALLER} would split it" in miss.why
    assert found(index, redirect(body=redirect_body(timeout=30))) == 2


def test_two_recorded_calls_cannot_merge_into_one() -> None:
    index = Index.of(kept([asked(redirect(CALLS[0])), asked(redirect(CALLS[1]))], KEY))
    assert found(index, redirect(CALLS[2])) == 1
    assert "each recorded answer plays once" in missed(index, redirect(CALLS[2])).why


def test_one_recorded_call_cannot_split_into_two() -> None:
    index = Index.of(kept([asked(redirect(), 429, at=1), asked(redirect(), 202, at=3)], KEY))
    assert found(index, redirect(CALLS[1])) == 1
    miss = missed(index, redirect(CALLS[2]))
    assert [one.path for one in miss.differences] == ["call"]
    assert f"is {CALLS[1]} elsewhere: {CALLS[2]} would split it" in miss.why
    assert found(index, redirect(CALLS[1])) == 2


def test_two_targets_that_were_two_cannot_be_one() -> None:
    two = redirect_body(targets=redirect_body()["targets"] + redirect_body(CALLER, "Adele")["targets"])
    one = redirect_body(targets=redirect_body()["targets"] * 2)
    index = Index.of(kept([asked(redirect(body=two))], KEY))
    assert "would merge with it" in missed(index, redirect(body=one)).why
    assert found(index, redirect(body=two)) == 1


def test_a_number_of_another_country_is_another_number() -> None:
    def to(number: str) -> Request:
        return redirect(body=redirect_body(targets=[{"identity": {"phone": {"id": number}}}]))

    for reader in (OTHER_KEY, None):
        index = Index.of(kept([asked(to("+4930901820"))], KEY), redactor=reader)
        assert "body.targets[0].identity.phone.id recorded" in missed(index, to("+33140205317")).why
        assert found(index, to("+4989123456")) == 1


def test_requests_that_name_no_call_are_found_each_on_its_own() -> None:
    plain = Request("GET", "https://graph.microsoft.com/v1.0/me")
    index = Index.of(kept([asked(plain), asked(plain)], KEY))
    assert [found(index, plain), found(index, plain)] == [1, 2]
    assert missed(index, plain).differences == ()


def test_the_nearest_is_of_the_same_call_before_it_is_of_the_same_action() -> None:
    exchanges = [
        asked(redirect(CALLS[0], redirect_body(timeout=5))),
        asked(redirect(CALLS[1], redirect_body(timeout=45))),
    ]
    for reader in READERS.values():
        entries = kept(exchanges, KEY)
        index = Index.of(entries, redactor=reader)
        masked = entries[1].exchange.request
        miss = missed(index, replace(masked, body=masked.body.replace(b'"timeout": 45', b'"timeout": 5')))
        assert miss.nearest == entries[1]
        assert [one.path for one in miss.differences] == ["body.timeout"]


def test_an_empty_recording_and_one_of_webhooks_only_hold_no_request() -> None:
    assert missed(Index.of([]), redirect()).nearest is None
    assert missed(Index.of(kept(forward()[:1])), redirect()).nearest is None


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> list[Any]:
    """The calls of a method of Index from now on, by their arguments."""
    calls: list[Any] = []
    real = getattr(Index, name)

    def call(*given: Any) -> Any:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(Index, name, call)
    return calls


def test_a_miss_looks_at_no_more_than_fifty_recorded_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = counted(monkeypatch, "_real")
    index = Index.of(kept([asked(redirect(str(n), redirect_body(timeout=n))) for n in range(200)]))
    assert missed(index, redirect("none", redirect_body(timeout=150.5))).differences
    assert len(looked) == 50


@pytest.mark.parametrize("reader", READERS)
def test_a_hit_looks_at_one_recorded_request_however_many_there_are(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = counted(monkeypatch, "_renaming")
    calls = [f"{n:08x}-894c-409a-b240-bd8beae78896" for n in range(300)]
    index = Index.of(kept([asked(redirect(call)) for call in calls], KEY), redactor=READERS[reader])
    for call in calls:
        found(index, redirect(call))
    assert len(looked) <= len(calls)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.sampled_from([None, OTHER_KEY]))
def test_every_conversation_replays_whole_under_any_one_to_one_renaming(
    rng: random.Random, reader: Redactor | None
) -> None:
    requests = conversation(rng)
    index = Index.of(kept(map(asked, requests), KEY), redactor=reader)
    names: dict[bytes, bytes] = {}

    def renamed(match: re.Match[bytes]) -> bytes:
        return names.setdefault(match.group(), b"%08x-0000-4000-8000-000000000000" % (len(names) + 1))

    for number, request in enumerate(requests, 1):
        url, body = (GUID.sub(renamed, text) for text in (request.url.encode(), request.body))
        assert found(index, replace(request, url=url.decode(), body=body)) == number
    assert list(index.left()) == []


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_with_the_key_calls_replay_in_any_order(rng: random.Random) -> None:
    requests = conversation(rng)
    entries = kept(map(asked, requests), KEY)
    index = Index.of(entries, redactor=KEY)
    for request in rng.sample(requests, len(requests)):
        number = found(index, request)
        assert view(entries[number - 1].exchange.request) == view(KEY.request(request, Way.TO_GRAPH))
    assert list(index.left()) == []


def conversation(rng: random.Random) -> list[Request]:
    """Redirects of a few calls to a few users, some of them the same."""
    calls = [str(n) + CALLS[0][1:] for n in range(1, rng.randint(2, 6))]
    users = [str(n) + MEGAN[1:] for n in range(3)]
    return [
        redirect(rng.choice(calls), redirect_body(rng.choice(users), timeout=rng.choice([15, 30])))
        for _ in range(rng.randint(1, 12))
    ]
