"""How recordings differ from older ones, as `redial report --against` brings it to the page."""

from pathlib import Path

import pytest

from harness.cli.against import Against
from harness.contract.editions import documentation
from harness.errors import HarnessError
from harness.library import Recording
from harness.redaction.redactor import Redactor
from harness.report.page.anchor import Anchors
from tests.unit.cli.terminal import KEY, Terminal, cassette
from tests.unit.recorded import CALLS, forward

OLD, NEW = forward(CALLS[0], at=0), forward(CALLS[0], at=0, timeout=5)
OTHER = forward(CALLS[1], at=100)


def against(old: Path, *new: Path) -> Against:
    return Against(old, new, documentation(), Redactor(KEY))


def test_changes_are_told_by_file_and_number(tmp_path: Path) -> None:
    old = cassette(tmp_path / "old.yaml", [*OTHER, *OLD])
    first, second = cassette(tmp_path / "a.yaml", OTHER), cassette(tmp_path / "b.yaml", NEW)
    changes, _ = against(old, first, second).differing.on(str(second), 2)
    assert [(change.path, change.new) for change in changes] == [("redirect.body.timeout", 5)]
    assert against(old, first, second).differing.on(str(first), 2) == ([], "")


def test_of_two_folders_files_of_one_name_are_compared_with_each_other(tmp_path: Path) -> None:
    for folder, exchanges in {"old": OLD, "new": NEW}.items():
        cassette(tmp_path / folder / "a.yaml", forward(CALLS[1], at=0))
        cassette(tmp_path / folder / "b.yaml", exchanges)
    cassette(tmp_path / "old" / "c.yaml", forward(CALLS[2], at=200))
    found = against(tmp_path / "old", tmp_path / "new").differing
    assert found.on(str(tmp_path / "new" / "a.yaml"), 2) == ([], "")
    (change,) = found.on(str(tmp_path / "new" / "b.yaml"), 2)[0]
    assert change.path == "redirect.body.timeout"
    (gone,) = found.gone(15.0, Anchors())
    assert gone.place.startswith(f"{tmp_path}/old/c.yaml:")


def test_what_has_no_mask_is_masked_before_it_is_compared(tmp_path: Path) -> None:
    with Recording(tmp_path / "clear.yaml", None) as clear:
        for exchange in forward(CALLS[0], at=0):
            clear.keep(exchange)
    masked = cassette(tmp_path / "masked.yaml", OLD)
    found = against(tmp_path / "clear.yaml", masked)
    assert all(not found.differing.on(str(masked), number)[0] for number in range(1, 4))


def test_an_older_file_that_is_torn_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = cassette(tmp_path / "old.yaml", OLD)
    old.write_bytes(old.read_bytes()[:-200])
    assert against(old, cassette(tmp_path / "new.yaml", NEW)).unread == 1
    assert f"redial: {old} ends in the middle" in capsys.readouterr().err


def test_there_must_be_something_to_compare_with(tmp_path: Path) -> None:
    empty = tmp_path / "old.yaml"
    empty.touch()
    with pytest.raises(HarnessError, match=r"nothing to compare with: .*old\.yaml: it is empty"):
        against(empty, cassette(tmp_path / "new.yaml", NEW))


def test_a_page_shows_what_changed(tmp_path: Path, redial: Terminal) -> None:
    old, new = cassette(tmp_path / "old.yaml", [*OLD, *OTHER]), cassette(tmp_path / "new.yaml", NEW)
    page = tmp_path / "report.html"
    assert redial("report", new, "--against", old, "-o", page).status == 0
    written = page.read_text("utf-8")
    assert f'against <span class="mono">{old}</span>' in written
    assert "<del>45</del> → <ins>5</ins>" in written
    assert '<span class="badge removed">removed</span>' in written


def test_a_torn_older_file_is_status_2_and_the_page_is_there(tmp_path: Path, redial: Terminal) -> None:
    old, new = cassette(tmp_path / "old.yaml", OLD), cassette(tmp_path / "new.yaml", NEW)
    old.write_bytes(old.read_bytes()[:-200])
    page = tmp_path / "report.html"
    assert redial("report", new, "--against", old, "-o", page).status == 2
    assert page.exists()


def test_a_page_never_takes_the_place_of_an_older_recording(tmp_path: Path, redial: Terminal) -> None:
    old, new = cassette(tmp_path / "old.yaml", OLD), cassette(tmp_path / "new.yaml", NEW)
    assert redial.refused("report", new, "--against", old, "-o", old)
    assert redial.refused("report", new, "--against", tmp_path / "none.yaml", "-o", tmp_path / "r.html")
