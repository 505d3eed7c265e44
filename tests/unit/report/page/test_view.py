"""The values of a page."""

from harness.report.page.view import SEVERITIES, Card, Lane, Point


def test_the_lanes_stand_as_the_conversation_goes() -> None:
    assert [lane.title for lane in Lane] == ["Platform", "Bot", "Graph", "Login"]


def test_the_worst_severity_comes_first() -> None:
    assert [str(each) for each in SEVERITIES] == ["error", "warning", "info"]


def test_a_card_counts_what_it_does_not_show() -> None:
    assert Card("error", "RDQ040", "", "", None, (Point("a", "", "", ""),), more=4).count == 5
