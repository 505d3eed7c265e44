"""Report pages on disk."""

from pathlib import Path

import pytest

from harness import page_file
from harness.checking.tally import Tally
from harness.errors import HarnessError
from harness.report.page import OPENING, Page
from tests.unit.report.page.pages import DOCUMENTATION, MASKING, events, written
from tests.unit.rules.exchanges import redirect


def put(path: Path, *streams: object) -> bool:
    page = Page(DOCUMENTATION, MASKING, "1.2.3")
    found = events([redirect()]) if streams else iter(())
    return page_file.write(path, page, found, Tally("reference", 1))


def test_a_page_is_put_there_as_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.html"
    assert put(path, "one")
    text = path.read_text("utf-8")
    assert text.startswith(OPENING)
    assert (
        text.count('<details class="call') == written(events([redirect()])).count('<details class="call') == 1
    )
    assert [each.name for each in path.parent.iterdir()] == ["report.html"]


def test_without_anything_to_show_nothing_is_there(tmp_path: Path) -> None:
    assert not put(tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("held", [b"", OPENING.encode() + b" 0.1 -->"])
def test_a_report_and_an_empty_file_may_be_replaced(held: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    page_file.spare(path)
    path.write_bytes(held)
    page_file.spare(path)


@pytest.mark.parametrize("held", [b"my notes", b"<!doctype html>\n<html>", b"\xff"])
def test_anything_else_is_spared(held: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(held)
    with pytest.raises(HarnessError, match="exists, and is no report"):
        page_file.spare(path)
