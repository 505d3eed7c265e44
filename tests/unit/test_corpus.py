"""Which recordings a list of paths means."""

from pathlib import Path
from typing import Any

import fsspec
import pytest

from harness.checking.verdict import Judged, Part, Read
from harness.contract.editions import documentation
from harness.corpus import checked, files, pairs, recordings
from harness.errors import HarnessError
from harness.redaction.redactor import Redactor
from harness.remote import source
from harness.rules import Judge
from tests.unit.cassette.exchanges import file_of, redirect
from tests.unit.har import exports


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
        "i.har",
        "j.mitm",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "folder.yaml").mkdir()
    return tmp_path


def test_a_folder_means_the_recordings_under_it_in_order(tree: Path) -> None:
    found = [str(path.relative_to(str(tree))) for path in files([tree])]
    assert found == ["H.YAML", "a.yml", "b.yaml", "deep/er/c.yaml", "i.har", "j.mitm"]


def test_a_file_is_meant_whatever_its_name(tree: Path) -> None:
    assert files([tree / "f.json", tree / ".e.yaml"]) == [tree / "f.json", tree / ".e.yaml"]


def test_a_file_named_twice_is_meant_once(tree: Path) -> None:
    (tree / "link.yaml").symlink_to(tree / "b.yaml")
    found = files([tree / "b.yaml", tree, tree / "deep"])
    assert found == [
        tree / "b.yaml",
        *(tree / name for name in ("H.YAML", "a.yml", "deep/er/c.yaml", "i.har", "j.mitm")),
    ]


def test_a_url_means_what_a_path_does() -> None:
    for name in ("b.yaml", "a.yml", "deep/er/c.yaml", ".hidden/d.yaml", "f.json", "g.yaml.torn"):
        fsspec.filesystem("memory").pipe(f"/corpus/{name}", b"")
    found = [str(path) for path in files([source("memory://corpus/"), source("memory://corpus/a.yml")])]
    assert found == ["memory://corpus/a.yml", "memory://corpus/b.yaml", "memory://corpus/deep/er/c.yaml"]
    with pytest.raises(HarnessError, match=r"^memory://corpus/none: there is no such file or directory"):
        files([source("memory://corpus/none")])


def test_nothing_given_means_nothing() -> None:
    assert files([]) == []


def test_a_path_that_is_not_there_is_refused(tree: Path) -> None:
    with pytest.raises(HarnessError, match=r"gone: there is no such file or directory"):
        files([tree, tree / "gone"])


def test_a_folder_without_cassettes_is_refused(tree: Path) -> None:
    with pytest.raises(HarnessError, match=r"no cassette \(\*\.har, \*\.mitm, \*\.yaml or \*\.yml\)"):
        files([tree / "folder.yaml"])


def test_files_of_one_name_make_a_pair_and_the_others_are_left(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / ".other"
    for name in ("b.yaml", "deep/er/c.yaml", "deep/b.yaml"):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text("")
    both, (gone, came) = pairs(tree, other)
    names = ("b.yaml", "deep/er/c.yaml")
    assert both == [([tree / name], [other / name]) for name in names]
    assert gone == [tree / name for name in ("H.YAML", "a.yml", "i.har", "j.mitm")]
    assert came == [other / "deep/b.yaml"]


def test_a_file_and_a_folder_make_no_pair_of_names(tree: Path) -> None:
    assert pairs(tree / "b.yaml", tree / "deep") == ([], ([tree / "b.yaml"], [tree / "deep/er/c.yaml"]))
    assert pairs(tree / "b.yaml", tree / "a.yml") == ([], ([tree / "b.yaml"], [tree / "a.yml"]))


def test_recordings_are_opened_when_they_are_read(tree: Path) -> None:
    (tree / "deep/er/c.yaml").write_text("interactions: []\n")
    made = recordings([tree / "deep", tree / "b.yaml"], masking=_unused, flows=_unused)
    assert [recorded.path for recorded in made] == [tree / "deep/er/c.yaml", tree / "b.yaml"]
    assert list(made[0].entries()) == []
    with pytest.raises(HarnessError, match=r"b\.yaml: it is empty"):
        list(made[1].entries())


def test_recordings_are_judged_one_after_the_other_and_what_became_of_each_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(file_of([redirect()]) + b"- request:\n")
    (tmp_path / "b.har").write_bytes(exports.har(exports.entry(), exports.entry("https://shop.example"))[:-3])
    (tmp_path / "c.har").write_text("{}")
    made = recordings([tmp_path], masking=lambda: Redactor(b"a key of the tests"), flows=_unused)
    events = list(checked(made, Judge(documentation())))
    read = [event for event in events if isinstance(event, Read)]
    assert [Path(event.file).name for event in read] == ["a.yaml", "b.har", "c.har"]
    assert [event.capture for event in read] == [False, True, True]
    assert [bool(event.torn) for event in read] == [True, False, False]
    assert [event.left_out for event in read] == [0, 1, 0]
    assert [event.trouble is not None for event in read] == [False, False, True]
    exchanges = [event for event in events if isinstance(event, Judged) and event.part is Part.EXCHANGE]
    assert [Path(event.file).name for event in exchanges] == ["a.yaml", "b.har"]


def _unused(*_: object) -> Any:
    raise AssertionError("no capture is there")
