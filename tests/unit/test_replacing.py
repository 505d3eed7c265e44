"""Files that are written whole or not at all."""

import os
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.replacing import replacing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_when_the_context_ends_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "new" / "result.txt"
    with replacing(path) as text:
        text.write("one\r\ntwo \ud800\u20ac\n")
        assert not path.exists()
    assert path.read_bytes() == b"one\r\ntwo \\ud800\xe2\x82\xac\n"
    assert names(path.parent) == ["result.txt"]


def test_what_was_there_stays_when_something_goes_wrong(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    path.write_text("before")
    with pytest.raises(KeyError), replacing(path) as text:
        text.write({"half": "a result"}["the other half"])
    assert path.read_text() == "before"
    assert names(tmp_path) == ["result.txt"]


def test_a_file_that_is_replaced_gives_its_permissions_and_a_new_one_takes_the_usual(tmp_path: Path) -> None:
    path, other, usual = (tmp_path / name for name in ("old", "new", "usual"))
    path.write_text("before")
    path.chmod(0o640)
    usual.touch()
    for each in (path, other):
        with replacing(each) as text:
            text.write("after")
    assert path.stat().st_mode & 0o777 == 0o640
    assert other.stat().st_mode == usual.stat().st_mode


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("before")
    link.symlink_to(target)
    with replacing(link) as text:
        text.write("after")
    assert link.is_symlink()
    assert target.read_text() == "after"


def test_what_is_no_ordinary_file_is_written_to(tmp_path: Path) -> None:
    with replacing(Path(os.devnull)) as text:
        text.write("gone")
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as text:
        text.write("through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


@pytest.mark.parametrize("name", [".", "file/below", "nul\0", "loop", "n" * 300])
def test_a_place_that_takes_no_file_is_one_sentence_with_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = names(tmp_path)
    with pytest.raises(HarnessError) as raised, replacing(tmp_path / name) as text:
        text.write("x")
    assert raised.value.message.startswith(f"{tmp_path / name}: ")
    assert names(tmp_path) == before


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
def test_a_pipe_is_written_to_under_the_name_that_leads_to_it() -> None:
    out, into = os.pipe()
    with replacing(Path(f"/dev/fd/{into}")) as text:
        text.write("one\n")
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        assert pipe.read() == b"one\n"
