"""Tests that replayed a recording, on a page."""

from dataclasses import replace

from harness.checking.verdict import Judged, Part, Placed, Read
from harness.comparison import Change
from harness.diff import Kind
from harness.replay.account import Departure, Interaction
from harness.report import json
from harness.report.page.gathering import Gathering
from harness.report.page.trial import UNPLAYED, Trial, differing, events, read, summary
from harness.report.page.view import Arrow, Call
from tests.unit.report.checks import FINDING, REPLAYED
from tests.unit.report.page.pages import DOCUMENTATION, MASKING, Shown, entries, written
from tests.unit.rules.dialogue import dialogue
from tests.unit.watching import DIALOGUES

ENTRIES = entries(dialogue(DIALOGUES["faultless"]))
SENT = Departure("a.yaml", 2, "57", "redirect.body.timeout", Kind.CHANGED, 30, 45)
RESULT = replace(
    REPLAYED,
    left=(Interaction("a.yaml", 3, "57", "POST /api/calls"),),
    findings=(Placed(FINDING, "a.yaml", 3), Placed(replace(FINDING, at=None), "", 0)),
    differences=(SENT,),
)


def told(said: str = "") -> Trial:
    return read(
        "test_it", "a.yaml", json.replay(RESULT), lambda text: said or text, state="failed", blocked=["x:443"]
    )


def test_an_account_is_read_as_it_was_told() -> None:
    assert told() == Trial(
        "test_it",
        "a.yaml",
        "failed",
        1,
        (3,),
        (
            "not recorded: POST /redirect: timeout differs",
            "not recorded: a connection to x:443",
            "not delivered: a.yaml, interaction 1: the bot accepts no connection",
        ),
        (replace(FINDING, call=None), replace(FINDING, call=None, at=None)),
        (Change("57", 2, "redirect.body.timeout", Kind.CHANGED, 30, 45),),
    )


def test_what_the_bot_sent_is_masked() -> None:
    masked = told("***")
    assert set(masked.troubles) == {"***"}
    assert {found.message for found in masked.findings} == {"***"}


def test_the_recording_is_told_as_a_check_with_what_was_found_at_its_exchange() -> None:
    whole = list(events(told(), ENTRIES))
    judged = [each for each in whole if isinstance(each, Judged)]
    assert [each.part for each in judged] == [*[Part.EXCHANGE] * 3, Part.CALL, Part.SESSION]
    assert [len(each.findings) for each in judged] == [0, 1, 0, 0, 1]
    assert sum(each.redirect for each in judged) == 1
    unplayed = events(replace(told(), left=(1, 2, 3)), ENTRIES)
    assert not any(each.redirect for each in unplayed if isinstance(each, Judged))
    assert whole[-1] == Read(told().label)


def shown() -> Call:
    gathering = Gathering(DOCUMENTATION, MASKING, differing([told()]))
    (call,) = gathering.calls(events(told(), ENTRIES))
    return call


def test_what_stayed_unplayed_and_what_was_sent_otherwise_stand_at_their_arrows() -> None:
    arrows = [row for row in shown().rows if isinstance(row, Arrow)]
    assert [arrow.standing for arrow in arrows] == ["", "", UNPLAYED]
    assert [len(arrow.altered) for arrow in arrows] == [0, 1, 0]
    assert shown().standing == UNPLAYED
    assert shown().test == "test_it"


def test_a_session_is_summed_up() -> None:
    assert summary([told(), replace(told(), state="skipped")]) == (
        "2 tests, 1 failed, 1 skipped: 2 played, 6 not as recorded, 2 left unplayed, 4 findings"
    )


def test_no_name_and_no_sentence_of_a_test_turns_the_text_around_it() -> None:
    turned = replace(told(), test="test_\u202eit", file="\u202ea.yaml", troubles=('sent "\u202e"',))
    page = written(events(turned, ENTRIES), tests=[turned], differing=differing([turned]), against="\u202eb")
    assert "\u202e" not in page


def test_the_page_lists_the_tests() -> None:
    page = written(events(told(), ENTRIES), tests=[told()], differing=differing([told()]))
    shown = Shown.of(page)
    assert shown.open == []
    assert "1 test, 1 failed" in page
    assert any("timeout differs" in each.text for each in shown.all("p"))
