"""Answers that are given again are counted; what asks for them is judged as far as anybody would read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.replay import player
from tests.unit.recorded import asked, forward, redirect, redirect_body
from tests.unit.replay.playing import NOW, playback


def test_an_answer_is_given_again_where_that_is_asked_for_and_counted() -> None:
    played = playback([asked(redirect(), 429, at=1), asked(redirect(), 202, at=2)], repeats=True)
    answers = [played.respond(redirect(), NOW + timedelta(minutes=n)) for n in range(5)]
    statuses = [each.response.status for each in answers if each is not None and each.response is not None]
    assert statuses == [429, 202, 202, 202, 202]
    result = played.result()
    assert (len(result.played), result.repeated, result.missed, result.left) == (2, 3, (), ())
    assert result.well, "what is asked again is no part of the call"
    assert playback(forward()).result().repeated is None


def test_of_what_is_asked_again_some_that_differs_is_judged_and_memory_stays_as_it_is() -> None:
    played = playback([asked(redirect())], repeats=True)
    plain = redirect()
    untyped = replace(plain, headers=plain.headers.without("content-type"))
    for number in range(50):
        played.respond(plain, NOW)
        played.respond(replace(untyped, headers=untyped.headers.replaced("x-number", str(number))), NOW)
    result = played.result()
    assert result.repeated == 99
    assert {(placed.file, placed.finding.at) for placed in result.findings} == {("1.yaml", 1)}
    assert 0 < len(result.findings) <= 10
    assert sum(each.path == "redirect.headers.x-number" for each in result.differences) <= 10


def test_misses_beyond_what_anybody_reads_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "LISTED", 3)
    played = playback(forward())
    for _ in range(5):
        played.respond(redirect(body=redirect_body(timeout=30)), NOW)
    result = played.result()
    assert (len(result.missed), result.unlisted) == (3, 2)
