"""Calls as rows on one axis of time."""

import pytest

from harness.report.page.arrow import arrow
from harness.report.page.call import Gone, Told, call
from harness.report.page.view import Arrow, Call, Deadline
from tests.unit.rules.dialogue import dialogue
from tests.unit.rules.exchanges import CALL
from tests.unit.watching import DIALOGUES


def made(text: str, window: float | None = 15.0, gone: tuple[Gone, ...] = ()) -> Call:
    told = [Told(each, arrow(each, f"a-{at}", "")) for at, each in enumerate(dialogue(text))]
    return call(CALL, "a", "a.yaml:1", told, window=window, gone=gone)


def rows(shown: Call) -> list[str]:
    return [row.name if isinstance(row, Arrow) else row.words for row in shown.rows]


def test_exchanges_stand_in_the_order_they_began_with_the_deadline_among_them() -> None:
    shown = made(DIALOGUES["faultless"])
    assert rows(shown) == [
        "incoming",
        "redirect to user 5e93a1c8",
        "15 s to decide are over; the redirect was sent with 13.5 s left",
        "terminated",
    ]
    assert [row.at for row in shown.rows] == ["+0.000 s", "+1.500 s", "+15.000 s", "+24.000 s"]
    assert [row.gap for row in shown.rows] == [0, 2, 5, 4]


def test_what_is_asked_behind_the_deadline_is_late_what_is_told_there_is_not() -> None:
    shown = made(DIALOGUES["late"])
    assert [row.phase for row in shown.rows if isinstance(row, Arrow)] == ["within", "late", ""]
    assert "15 s to decide are over; the redirect was sent 2.5 s too late" in rows(shown)


@pytest.mark.parametrize("text", ["0.0 bot redirect\n0.3 graph 202", "0.0 platform terminated\n0.1 bot 202"])
def test_without_a_ring_nobody_knows_the_deadline(text: str) -> None:
    assert not any(isinstance(row, Deadline) for row in made(text).rows)


def test_without_a_documented_window_there_is_no_deadline() -> None:
    assert not any(isinstance(row, Deadline) for row in made(DIALOGUES["faultless"], None).rows)


def test_a_call_says_who_calls_whom_when_and_what_came_of_it() -> None:
    shown = made(DIALOGUES["faultless"])
    assert (shown.short, shown.outcome, shown.began) == ("9f2c61b8", "redirected", "2026-03-02 12:00:00")
    assert shown.who == "user d83b60fa calls application 7e05d9b4"


def test_the_lane_of_the_login_side_is_there_where_a_token_was_fetched() -> None:
    assert [lane.title for lane in made(DIALOGUES["faultless"]).lanes] == ["Platform", "Bot", "Graph"]
    assert [lane.title for lane in made(DIALOGUES["unanswered"]).lanes] == [
        "Platform",
        "Bot",
        "Graph",
        "Login",
    ]


def test_an_exchange_that_is_no_more_stands_where_it_was() -> None:
    old = dialogue(DIALOGUES["faultless"])[1]
    shown = made(DIALOGUES["faultless"], gone=(Gone(20.0, arrow(old, "g", "", standing="removed")),))
    assert [row.standing for row in shown.rows if isinstance(row, Arrow)] == ["", "", "removed", ""]
    assert shown.standing == "changed"
    (untimed,) = made("0.0 bot redirect", gone=(Gone(None, arrow(old, "g", "")),)).rows[1:]
    assert untimed.at == ""


@pytest.mark.parametrize(
    ("name", "missed"),
    [("faultless", False), ("late", True), ("unanswered", False)],
)
def test_the_deadline_is_missed_by_a_late_redirect_alone(name: str, missed: bool) -> None:
    (row,) = (row for row in made(DIALOGUES[name]).rows if isinstance(row, Deadline))
    assert row.missed == missed


def test_the_deadline_is_missed_by_who_does_nothing() -> None:
    (row,) = (row for row in made("0.0 platform incoming\n0.1 bot 202").rows if isinstance(row, Deadline))
    assert row.missed
