"""Where a file is for whoever reads a report somewhere else."""

from pathlib import Path

import pytest

from harness.cli.places import locating


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("calls/a.yaml", "bot/calls/a.yaml"),
        ("./a.yaml", "bot/a.yaml"),
        ("../other/a.yaml", "other/a.yaml"),
        ("{root}/bot/a.yaml", "bot/a.yaml"),
        ("/elsewhere/a.yaml", "/elsewhere/a.yaml"),
        ("s3://calls/day/a.yaml", "s3://calls/day/a.yaml"),
    ],
)
def test_a_path_begins_at_the_root_of_the_repository(file: str, path: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "bot").mkdir()
    assert locating(tmp_path / "bot")(file.format(root=tmp_path)) == path


def test_the_root_of_a_worktree_has_a_file_of_that_name(tmp_path: Path) -> None:
    (tmp_path / ".git").touch()
    (tmp_path / "bot").mkdir()
    assert locating(tmp_path / "bot")("a.yaml") == "bot/a.yaml"


def test_without_a_repository_a_path_begins_where_the_command_runs(tmp_path: Path) -> None:
    assert locating(tmp_path)("calls/../a.yaml") == "a.yaml"
    assert locating(tmp_path)(f"{tmp_path}/a.yaml") == "a.yaml"


def test_a_link_is_not_followed_out_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "calls").symlink_to(tmp_path / "elsewhere")
    assert locating(repository)("calls/a.yaml") == "calls/a.yaml"
