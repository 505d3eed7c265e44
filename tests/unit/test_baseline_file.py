"""Baselines on disk: whole or not at all."""

from pathlib import Path

import pytest

from harness.baseline_file import read, write
from harness.checking.baseline import Accepted, Baseline
from harness.errors import HarnessError

BASELINE = Baseline((Accepted("RDQ040", "request.body.timeout", "0" * 16, 2),))


def test_what_is_written_is_read_again_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    for baseline in (Baseline(()), BASELINE):
        write(path, baseline)
        assert read(path) == baseline
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    write(tmp_path / "baseline.json", BASELINE)
    with pytest.raises(HarnessError, match="give another place"):
        write(tmp_path / "baseline.json" / "inside.json", Baseline(()))
    assert read(tmp_path / "baseline.json") == BASELINE


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="there is no such baseline; write one"):
        read(tmp_path / "baseline.json")
    with pytest.raises(HarnessError, match=r"cannot read the baseline .*: Is a directory"):
        read(tmp_path)
    (tmp_path / "broken.json").write_text('{"version": 1, "accep')
    with pytest.raises(HarnessError, match=r"broken\.json is no baseline: "):
        read(tmp_path / "broken.json")
