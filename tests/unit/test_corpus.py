"""Which cassettes a list of paths means."""

from pathlib import Path

import pytest

from harness.corpus import cassettes
from harness.errors import HarnessError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b.yaml",
        "a.yml",
        "deep/er/c.yaml",
        ".hidden/d.yaml",
        ".e.yaml",
        "f.json",
        "g.yaml.torn",
        "H.YAML",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "folder.yaml").mkdir()
    return tmp_path


def test_a_folder_means_the_cassettes_under_it_in_order(tree: Path) -> None:
    found = [str(path.relative_to(tree)) for path in cassettes([tree])]
    assert found == ["H.YAML", "a.yml", "b.yaml", "deep/er/c.yaml"]


def test_a_file_is_meant_whatever_its_name(tree: Path) -> None:
    assert cassettes([tree / "f.json", tree / ".e.yaml"]) == [tree / "f.json", tree / ".e.yaml"]


def test_a_file_named_twice_is_meant_once(tree: Path) -> None:
    (tree / "link.yaml").symlink_to(tree / "b.yaml")
    found = cassettes([tree / "b.yaml", tree, tree / "deep"])
    assert found == [tree / "b.yaml", tree / "H.YAML", tree / "a.yml", tree / "deep/er/c.yaml"]


def test_nothing_given_means_nothing() -> None:
    assert cassettes([]) == []


def test_a_path_that_is_not_there_is_refused(tree: Path) -> None:
    with pytest.raises(HarnessError, match=r"gone: there is no such file or directory"):
        cassettes([tree, tree / "gone"])


def test_a_folder_without_cassettes_is_refused(tree: Path) -> None:
    with pytest.raises(HarnessError, match=r"no cassette \(\*\.yaml or \*\.yml\)"):
        cassettes([tree / "folder.yaml"])
