"""The program that writes the pages of the rules: what is right stays, what is gone goes."""

from pathlib import Path

from harness.rules import RULES
from harness.rules.__main__ import write
from harness.rules.pages import LEFT_OUT, pages


def test_pages_are_written_once_and_those_of_rules_that_are_gone_are_removed(tmp_path: Path) -> None:
    (tmp_path / LEFT_OUT).write_text("by hand")
    assert set(write(tmp_path)) == {f"wrote {name}" for name in pages(RULES)}
    (tmp_path / "RDQ040.md").write_text("another")
    (tmp_path / "RDQ999.md").write_text("gone")
    assert list(write(tmp_path)) == ["wrote RDQ040.md", "removed RDQ999.md"]
    assert list(write(tmp_path)) == []
    assert {path.name for path in tmp_path.iterdir()} == {LEFT_OUT, *pages(RULES)}
    assert (tmp_path / LEFT_OUT).read_text() == "by hand"
    assert (tmp_path / "RDQ040.md").read_text() == pages(RULES)["RDQ040.md"]
