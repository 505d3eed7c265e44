"""The end of a file: its last block, and a tail moved away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.library import tail
from harness.library.tail import last_block, moved_tail
from tests.unit.cassette.exchanges import file_of, redirect, webhook


@contextmanager
def opened(path: Path, content: bytes) -> Iterator[int]:
    path.write_bytes(content)
    file = os.open(path, os.O_RDWR)
    try:
        yield file
    finally:
        os.close(file)


def test_the_last_block_is_found_at_the_end(tmp_path: Path) -> None:
    content = file_of([redirect()] * 12)
    with opened(tmp_path / "x", content) as file:
        last = last_block(file, len(content))
        assert last is not None
        assert last.number == 12
        assert content[last.offset :].startswith(b"- request:")
        assert content[last.offset + last.size :] == b"# end 12 %d\n" % last.size


@pytest.mark.parametrize("lost", range(1, 40))
def test_a_file_cut_anywhere_at_its_end_has_no_last_block(tmp_path: Path, lost: int) -> None:
    content = file_of([redirect(), webhook()])[:-lost]
    with opened(tmp_path / "x", content) as file:
        assert last_block(file, len(content)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"# end 1 5\n",
        b"- ab\n# end 1 6\n",
        b"\n- ab\n# end 1 4\n",
        b"\nx ab\n# end 1 5\n",
        b"\n- ab\n# end 1 5\n\n",
    ],
)
def test_a_marker_that_does_not_fit_its_block_is_none(tmp_path: Path, content: bytes) -> None:
    with opened(tmp_path / "x", content) as file:
        assert last_block(file, len(content)) is None


def test_a_tail_is_moved_whole_and_the_file_ends_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "_CHUNK", 7)
    with opened(tmp_path / "x", b"whole" + b"torn" * 100) as file:
        assert moved_tail(file, tmp_path / "x", 5) == tmp_path / "x.torn"
    assert (tmp_path / "x").read_bytes() == b"whole"
    assert (tmp_path / "x.torn").read_bytes() == b"torn" * 100


def test_a_tail_that_cannot_be_kept_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with opened(tmp_path / "x", b"wholetorn") as file, pytest.raises(OSError, match="No space left"):
        moved_tail(file, tmp_path / "x", 5)
    assert (tmp_path / "x").read_bytes() == b"wholetorn"
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]
