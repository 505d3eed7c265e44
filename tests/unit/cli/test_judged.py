"""What the commands that judge recordings say and refuse alike."""

from pathlib import Path

import pytest

from harness.checking.tally import Tally
from harness.checking.verdict import Read
from harness.cli.judged import say_nothing_judged, spare, told
from harness.cli.progress import Progress
from harness.cli.recordings import recordings
from harness.errors import HarnessError


def test_what_could_not_be_read_is_said_as_it_passes(capsys: pytest.CaptureFixture[str]) -> None:
    events = [Read("a.yaml"), Read("b.yaml", torn=7)]
    assert list(told(events, Progress(2))) == events
    assert capsys.readouterr().err.startswith("redial: b.yaml ends in the middle of an interaction")


@pytest.mark.parametrize("name", ["calls.yaml", "link.yaml"])
def test_a_recording_is_no_place_for_a_result(name: str, tmp_path: Path) -> None:
    recorded = tmp_path / "calls.yaml"
    recorded.touch()
    (tmp_path / "link.yaml").symlink_to(recorded)
    with pytest.raises(HarnessError, match="is one of the recordings"):
        spare(tmp_path / name, recordings([recorded]))
    spare(tmp_path / "other.yaml", recordings([recorded]))


def test_that_no_redirect_was_there_is_said_with_what_was(capsys: pytest.CaptureFixture[str]) -> None:
    say_nothing_judged(Tally("reference", 1, exchanges=2, left_out=1))
    assert capsys.readouterr().err == (
        "redial: no redirect was judged in 2 exchanges (1 other left out: part of no call's conversation);"
        " record one first\n"
    )
