"""A draft: nothing is seen of a cassette before its test has passed."""

from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.library import open_cassette
from harness.pytest_plugin.draft import Draft
from tests.unit.recorded import CALLER, KEY, forward


def kept(path: Path, *, well: bool, after: Path | None = None, count: int = 3) -> None:
    draft = Draft(path, KEY, after=after)
    for exchange in forward()[:count]:
        draft.keep(exchange)
    assert (not path.exists()) or after is not None
    draft.close(well=well)


def test_it_becomes_the_cassette_masked_and_with_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "cassettes" / "new.yaml"
    kept(path, well=True)
    entries = list(open_cassette(path).entries())
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert {entry.key for entry in entries} == {KEY.key_id}
    assert entries[1].exchange.facts["token_present"] is True
    assert CALLER not in path.read_text()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("well", "count"), [(False, 3), (True, 0)])
def test_it_leaves_nothing_when_the_test_failed_or_nothing_was_kept(
    tmp_path: Path, well: bool, count: int
) -> None:
    kept(tmp_path / "new.yaml", well=well, count=count)
    assert list(tmp_path.iterdir()) == []


def test_it_goes_on_with_a_cassette_that_it_does_not_touch_before(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    kept(path, well=True)
    before = path.read_bytes()
    kept(path, well=False, after=path)
    assert path.read_bytes() == before
    kept(path, well=True, after=path)
    assert path.read_bytes().startswith(before)
    assert [entry.number for entry in open_cassette(path).entries()] == [1, 2, 3, 4, 5, 6]


def test_two_drafts_of_one_cassette_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    one, other = Draft(path, KEY), Draft(path, KEY)
    for draft in (one, other):
        for exchange in forward():
            draft.keep(exchange)
        draft.close(well=True)
    assert len(list(open_cassette(path).entries())) == 3
    assert list(tmp_path.iterdir()) == [path]


def test_what_another_tool_wrote_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("interactions: []\nversion: 1\n")
    with pytest.raises(HarnessError):
        Draft(path, KEY, after=path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "cassettes").write_text("no folder")
    with pytest.raises(HarnessError, match="cannot record to"):
        Draft(tmp_path / "cassettes" / "new.yaml", KEY)
