"""Copies of a recording: the same calls, under other ids, each playable by itself."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from harness.cassette import HEADER, Entry, block, read
from harness.contract.editions import documentation
from harness.conversation import call_of
from harness.exchange import Exchange, Response, Way
from harness.matching import in_order
from harness.redaction.masks import is_mask
from harness.redaction.redactor import Redactor
from harness.replay.copies import apart, copied
from harness.replay.playback import Playback
from harness.responder import Answer
from tests.unit.recorded import CALLS, KEY, OTHER_KEY, START, forward, redirect

NOW = START + timedelta(days=1)


def masked(exchanges: Iterable[Exchange]) -> list[Entry]:
    blocks = (
        block(KEY.exchange(each), number, key=KEY.key_id) for number, each in enumerate(exchanges, start=1)
    )
    return list(read((HEADER + b"".join(blocks)).splitlines(keepends=True)))


def test_the_first_is_the_recording_itself() -> None:
    entries = masked(forward())
    assert list(copied(entries, 0)) == entries


def test_each_further_one_has_calls_of_its_own_and_is_the_same_otherwise() -> None:
    entries = masked(forward())
    one, other = list(copied(entries, 1)), list(copied(entries, 2))
    calls = [{call_of(each.exchange) for each in copy} for copy in (entries, one, other)]
    assert [len(each) for each in calls] == [1, 1, 1]
    assert len({call for each in calls for call in each}) == 3
    assert [{each.call for each in copy} for copy in (entries, one, other)] == calls
    assert all(is_mask(str(call)) for each in calls[1:] for call in each)
    assert list(copied(entries, 1)) == one, "always the same"
    assert [each.exchange.response and each.exchange.response.status for each in one] == [202, 202, 202]


@pytest.mark.parametrize("key", [KEY, OTHER_KEY, None])
def test_a_bot_plays_all_of_them_under_the_ids_that_it_was_told(key: Redactor | None) -> None:
    entries = masked(forward())
    playback = Playback(
        (("calls.yaml", copied(entries, number)) for number in range(3)),
        documentation(),
        redactor=key,
    )
    rings = playback.webhooks(NOW)
    calls = [rung.request.body.partition(b"/calls/")[2][:36].decode() for rung in rings]
    assert len(set(calls)) == 3
    for call in reversed(calls):
        answer = playback.respond(redirect(call), NOW)
        assert answer is not None
        assert answer.response is not None
        assert answer.response.status == 202
        assert [each.request.body.count(call.encode()) for each in answer.then] == [2], "its own end"
        rings += answer.then
    for webhook in rings:
        playback.delivered(webhook, Exchange(webhook.request, Response(202), Way.TO_BOT))
    assert (playback.result().missed, playback.result().left) == ((), ())


def test_order_and_places_are_those_of_the_recording() -> None:
    entries = masked(forward())
    assert [each.number for each in in_order(list(copied(entries, 1)))] == [each.number for each in entries]


def status(answer: Answer | None) -> int | None:
    return answer.response.status if answer is not None and answer.response is not None else None


@pytest.mark.parametrize("key", [KEY, OTHER_KEY, None])
def test_a_call_that_begins_in_two_recordings_is_another_in_each(key: Redactor | None) -> None:
    entries = masked(forward())
    playback = Playback(apart([("a.yaml", entries), ("b.yaml", entries)]), documentation(), redactor=key)
    rings = playback.webhooks(NOW)
    calls = [rung.request.body.partition(b"/calls/")[2][:36].decode() for rung in rings]
    assert len(set(calls)) == 2
    assert [status(playback.respond(redirect(call), NOW)) for call in calls] == [202, 202]
    assert playback.result().missed == ()


def test_the_parts_of_one_call_stay_one() -> None:
    first, *rest = masked(forward())
    parts = [("a.yaml", [first]), ("b.yaml", rest)]
    assert [(name, list(entries)) for name, entries in apart(parts)] == parts


def test_recordings_of_other_calls_are_played_as_they_are_and_copies_are_none_of_them() -> None:
    one, other = masked(forward()), masked(forward(call=CALLS[1]))
    played = [list(entries) for _, entries in apart([("a.yaml", one), ("b.yaml", other)], 2)]
    assert played[:2] == [one, other]
    assert len({call_of(entries[0].exchange) for entries in played}) == 4
