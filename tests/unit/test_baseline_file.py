"""Baselines on disk: whole or not at all."""

import os
from pathlib import Path

import pytest

from harness.baseline import Accepted, Baseline
from harness.baseline_file import read, write
from harness.errors import HarnessError

BASELINE = Baseline((Accepted("RDQ040", "request.body.timeout", "0" * 16, 2),))


def test_what_is_written_is_read_again_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    for baseline in (Baseline(()), BASELINE):
        write(path, baseline)
        assert read(path) == baseline
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "baseline.json"
    write(path, BASELINE)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(HarnessError, match=r"cannot write the baseline .*: No space left on device"):
        write(path, Baseline(()))
    assert read(path) == BASELINE
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("real.json")
    write(tmp_path / "link.json", BASELINE)
    assert (tmp_path / "link.json").is_symlink()
    assert read(tmp_path / "real.json") == BASELINE


def test_a_new_file_may_be_read_by_whoever_may_read_new_files(tmp_path: Path) -> None:
    write(tmp_path / "baseline.json", BASELINE)
    (tmp_path / "other").write_text("")
    assert (tmp_path / "baseline.json").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("place", ["", os.devnull])
def test_what_is_no_file_is_not_replaced(place: str, tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="is no ordinary file"):
        write(tmp_path / place, BASELINE)


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match=r"cannot write the baseline .*: No such file or directory"):
        write(tmp_path / "missing" / "baseline.json", BASELINE)


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="there is no such baseline; write one"):
        read(tmp_path / "baseline.json")
    with pytest.raises(HarnessError, match=r"cannot read the baseline .*: Is a directory"):
        read(tmp_path)
    (tmp_path / "broken.json").write_text('{"version": 1, "accep')
    with pytest.raises(HarnessError, match=r"broken\.json is no baseline: "):
        read(tmp_path / "broken.json")
