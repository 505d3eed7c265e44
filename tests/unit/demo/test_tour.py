"""The tour: its steps, its files, and that it does not go on when a step comes out wrong."""

from pathlib import Path

import pytest

from harness.demo import tour as subject
from harness.demo.tour import CALLS, CHANGE, Tour
from harness.errors import HarnessError
from harness.library import Recording, open_cassette
from tests.unit.recorded import forward


@pytest.mark.slow
def test_each_step_is_a_line_and_the_changed_file_differs_in_one(tmp_path: Path) -> None:
    said: list[str] = []
    tour = Tour(tmp_path, said.append)
    tour.run()
    steps = [line for line in said if line[:2].strip().isdigit()]
    assert [line.split()[1] for line in steps] == [
        *("stage", "proxy", *("call" for _ in CALLS), "recorded", "check", "replay", "diff"),
    ]
    stories = [line.partition(": ")[2] for line in steps if line.split()[1] == "call"]
    assert stories == ["incoming, redirected 204, terminated"] * 2 + ["incoming, refused 400"]
    old, new = tour.cassette.read_text().splitlines(), tour.changed.read_text().splitlines()
    changed = [
        (one.strip(" ,"), other.strip(" ,")) for one, other in zip(old, new, strict=True) if one != other
    ]
    assert changed == [CHANGE]
    assert len(list(open_cassette(tour.cassette).entries())) == 8


def test_a_replay_that_goes_wrong_ends_the_tour_with_its_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "PATIENCE", 0.5)
    tour = Tour(tmp_path, lambda line: None)
    with Recording(tour.cassette, None) as recording:
        for exchange in forward(callbackUri="https://bot.contoso.com/another"):
            recording.keep(exchange)
    with pytest.raises(HarnessError, match="the replay went wrong: missed POST"):
        tour._replay(open_cassette(tour.cassette))
