"""A recording comes into being whole: whoever is killed in between leaves no empty file."""

import errno
import os
from pathlib import Path

import pytest

from harness.library import Recording, open_cassette
from tests.unit.cassette.exchanges import redirect


def test_a_file_comes_into_being_with_its_first_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    link = os.link

    def linked(draft: Path, path: Path) -> None:
        seen.append(Path(draft).stat().st_size)
        link(draft, path)

    monkeypatch.setattr(os, "link", linked)
    path = tmp_path / "calls.yaml"
    with Recording(path, None) as recording:
        recording.keep(redirect())
        assert seen == [path.stat().st_size]
    assert [each.name for each in tmp_path.iterdir()] == ["calls.yaml"]


def test_a_disk_that_knows_no_second_name_of_a_file_is_recorded_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "calls.yaml"
    with Recording(path, None) as recording:
        recording.keep(redirect())
        recording.keep(redirect())
    assert len(list(open_cassette(path).entries())) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["calls.yaml"]
