"""The pace of a replay, in the words of the command line."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.replay.pace import LIMIT_S, Pace


@pytest.mark.parametrize(
    ("text", "answer", "gap"),
    [
        ("none", 0.0, 0.0),
        ("recorded", 0.8, 0.8),
        ("x0.5", 0.4, 0.4),
        ("x2", 1.6, 1.6),
        ("x0", 0.0, 0.0),
        ("250", 0.25, 0.0),
        ("0", 0.0, 0.0),
        ("1.5", 0.0015, 0.0),
    ],
)
def test_a_text_names_what_an_answer_and_a_gap_of_0_8_s_come_to(text: str, answer: float, gap: float) -> None:
    pace = Pace.told(text)
    assert (pace.answer(0.8).total_seconds(), pace.gap(0.8).total_seconds()) == (answer, gap)


@pytest.mark.parametrize("text", ["", "fast", "x", "-1", "x-1", "1e9", "xnan", "99999999", "\u0663", "None"])
def test_any_other_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="is none of none, recorded, milliseconds such as 250, or a factor"):
        Pace.told(text)


def test_what_has_no_recorded_time_takes_none() -> None:
    assert Pace.told("recorded").gap(None) == timedelta(0)


@given(st.floats(0, 999999), st.floats(allow_nan=False))
def test_nothing_is_put_off_for_ever_or_into_the_past(factor: float, recorded: float) -> None:
    assert timedelta(0) <= Pace(factor).gap(recorded) <= timedelta(seconds=LIMIT_S)
