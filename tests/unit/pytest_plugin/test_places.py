"""Where a cassette stands."""

from pathlib import Path

from harness.pytest_plugin.places import found, places


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    return path


def test_a_cassette_is_found_beside_the_test_then_in_cassettes_then_in_those_of_the_project(
    tmp_path: Path,
) -> None:
    root, folder = tmp_path, tmp_path / "tests"
    for place in (root / "cassettes", folder / "cassettes", folder):
        path = written(place / "forward.yaml")
        assert found("forward.yaml", folder, root) == path
    assert found(str(folder / "forward.yaml"), root, root) == folder / "forward.yaml"


def test_one_that_is_nowhere_is_none_and_each_place_is_named_once(tmp_path: Path) -> None:
    assert found("forward.yaml", tmp_path, tmp_path) is None
    assert places("a.yaml", tmp_path, tmp_path) == (tmp_path / "a.yaml", tmp_path / "cassettes" / "a.yaml")
