"""A path that a command is given, whatever the command."""

from pathlib import Path

import pytest

from tests.unit.cli.terminal import Terminal

ARGUMENTS = [
    ("scrub", ""),
    ("scrub", "--check", "there.yaml", ""),
    ("check", ""),
    ("check", "there.yaml", "-o", ""),
    ("check", "there.yaml", "--baseline", ""),
    ("check", "there.yaml", "--write-baseline", ""),
    ("replay", ""),
    ("diff", "", "there.yaml"),
    ("diff", "there.yaml", ""),
    ("contract", "compile", ""),
    ("contract", "compile", "there.yaml", "-o", ""),
    ("record", "-o", ""),
    ("record", "--from", ""),
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_an_empty_path_is_refused_and_is_not_the_current_folder(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redial: Terminal
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "there.yaml"
    there.write_text("interactions: []\n# erika@contoso.com\nversion: 1\n", encoding="utf-8")
    before = there.read_bytes()
    assert "an empty path names no file" in redial.refused(*arguments)
    assert (there.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (before, ["there.yaml"])
