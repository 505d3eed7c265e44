"""The chart of how early redirects were sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.page.chart import BINS, LATE_BINS, PITCH, Chart, chart


def drawn(*margins: float) -> Chart:
    found = chart(margins, 15.0)
    assert found is not None
    return found


def test_each_redirect_is_counted_where_it_was_sent() -> None:
    assert [(bar.words, bar.late) for bar in drawn(14.9, 14.2, 7.5, -1.2, -60).bars] == [
        ("2 after 0 to 1 s", False),
        ("1 after 7 to 8 s", False),
        ("1 after 16 to 17 s", True),
        ("1 after 17 s", True),
    ]


def test_what_is_sent_at_the_deadline_is_in_time() -> None:
    assert [bar.late for bar in drawn(0.0).bars] == [False]


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        ((14.2,), "after 0.8 s, 14.2 s before the end"),
        ((14.0, 2.0, 3.0), "the latest after 13.0 s, 2.0 s before the end; median after 12.0 s"),
        (
            (14.0, -2.5),
            "the latest after 17.5 s, 2.5 s too late; median after 9.2 s; 1 of 2 too late",
        ),
    ],
)
def test_a_sentence_says_how_it_stands(margins: tuple[float, ...], words: str) -> None:
    assert drawn(*margins).words == words


def test_without_times_or_a_window_there_is_none() -> None:
    assert chart((), 15.0) is None
    assert chart((1.0,), None) is None


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_every_bar_stands_within_the_chart(margins: list[float]) -> None:
    found = drawn(*margins)
    assert sum(bar.count for bar in found.bars) == len(margins)
    assert all(0 <= bar.x <= (BINS + LATE_BINS) * PITCH and 0 <= bar.y <= found.height for bar in found.bars)
