"""Recording: made late, grown by whole blocks, refused where it could harm."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import CassetteError
from harness.exchange import Exchange
from harness.headers import Headers
from harness.library import Recording, open_cassette
from tests.unit.cassette.exchanges import file_of, redirect, webhook


class Blanking:
    """A redactor that blanks every header."""

    key_id = "aabbccdd"

    def exchange(self, exchange: Exchange) -> Exchange:
        return replace(exchange, request=replace(exchange.request, headers=Headers.of({"x": "masked"})))


def recorded(path: Path, *exchanges: Exchange, append: bool = False) -> list[int]:
    with Recording(path, None, append=append) as recording:
        return [recording.keep(exchange) for exchange in exchanges]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.yaml"


def test_a_recording_is_the_cassette_of_what_it_kept(path: Path) -> None:
    assert recorded(path, redirect(), webhook()) == [1, 2]
    assert path.read_bytes() == file_of([redirect(), webhook()])


def test_no_file_is_made_before_the_first_exchange_nor_left_beside_it(path: Path) -> None:
    with Recording(path, None) as recording:
        assert not path.exists()
        recording.keep(redirect())
        assert path.exists()
    assert list(path.parent.iterdir()) == [path]


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    recorded(tmp_path / "a" / "b" / "calls.yaml", redirect())
    assert (tmp_path / "a" / "b" / "calls.yaml").is_file()


def test_nothing_is_written_that_was_not_redacted_first(path: Path) -> None:
    with Recording(path, Blanking()) as recording:
        recording.keep(redirect())
    (entry,) = open_cassette(path).entries()
    assert entry.key == "aabbccdd"
    assert list(entry.exchange.request.headers) == [("x", "masked")]


def test_a_redactor_that_fails_leaves_no_trace(path: Path) -> None:
    class Failing(Blanking):
        def exchange(self, exchange: Exchange) -> Exchange:
            raise ValueError("cannot")

    with Recording(path, Failing()) as recording, pytest.raises(ValueError, match="cannot"):
        recording.keep(redirect())
    assert list(path.parent.iterdir()) == []


def test_what_nothing_redacted_is_for_the_owner_only(path: Path, tmp_path: Path) -> None:
    recorded(path, redirect())
    with Recording(tmp_path / "masked.yaml", Blanking()) as recording:
        recording.keep(redirect())
    assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "masked.yaml").stat().st_mode & 0o044 == 0o044 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_existing_file_is_refused_and_stays_as_it_was(path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(CassetteError, match="exists already") as caught:
        Recording(path, None)
    assert "--append" in caught.value.hint
    assert path.read_text() == "precious"
    assert list(path.parent.iterdir()) == [path]


def test_a_recorder_is_refused_the_file_that_another_holds(path: Path) -> None:
    with Recording(path, None) as recording:
        for append in (False, True):
            with pytest.raises(CassetteError, match=f"process {os.getpid()} is recording to it"):
                Recording(path, None, append=append)
        assert recording.keep(redirect()) == 1
        with pytest.raises(CassetteError, match=f"process {os.getpid()} is recording to it"):
            Recording(path, None, append=True)
    assert recorded(path, redirect(), append=True) == [2]


def test_two_names_of_one_file_are_one_file(path: Path) -> None:
    path.with_name("alias.yaml").symlink_to(path)
    with Recording(path, None), pytest.raises(CassetteError, match="is recording to it"):
        Recording(path.with_name("alias.yaml"), None)
    recorded(path.with_name("alias.yaml"), redirect())
    assert path.is_file()
    assert not path.is_symlink()


def test_a_loop_of_links_is_said_in_one_sentence(path: Path) -> None:
    path.symlink_to(path)
    with pytest.raises(CassetteError, match=r"calls\.yaml: "):
        Recording(path, None)


def test_a_directory_is_no_file_to_record_to(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="it exists already"):
        Recording(tmp_path, None)
    with pytest.raises(CassetteError, match="it is no file"):
        Recording(tmp_path, None, append=True)


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(path: Path) -> None:
    path.write_text("a file, no folder")
    with pytest.raises(CassetteError, match=r"calls\.yaml/in/x\.yaml: "):
        Recording(path / "in" / "x.yaml", None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(CassetteError, match="Permission denied"):
            Recording(tmp_path / "calls.yaml", None)
    finally:
        tmp_path.chmod(0o700)


def test_a_file_made_by_somebody_else_meanwhile_stays_as_it_is(path: Path) -> None:
    with Recording(path, None) as recording:
        path.write_text("precious")
        with pytest.raises(CassetteError, match=r"calls\.yaml: File exists"):
            recording.keep(redirect())
    assert path.read_text() == "precious"


def test_a_file_deleted_meanwhile_is_not_written_on_in_silence(path: Path) -> None:
    with Recording(path, None) as recording:
        recording.keep(redirect())
        path.unlink()
        with pytest.raises(CassetteError, match="deleted while it was recorded"):
            recording.keep(redirect())
        assert recording.count == 1
        assert recording.lost() == "it was deleted while it was recorded"


def test_what_is_still_there_at_the_end_is_not_lost(path: Path) -> None:
    with Recording(path, None) as recording:
        assert recording.lost() is None
        recording.keep(redirect())
        assert recording.lost() is None
    assert recording.lost() is None


def test_a_file_moved_away_meanwhile_is_not_written_on_in_silence(path: Path) -> None:
    away = path.with_name("away.yaml")
    with Recording(path, None) as recording:
        recording.keep(redirect())
        path.rename(away)
        with pytest.raises(CassetteError, match="moved while it was recorded"):
            recording.keep(redirect())
        path.write_bytes(file_of([redirect()]))
        with pytest.raises(CassetteError, match="moved while it was recorded"):
            recording.keep(redirect())
    assert path.read_bytes() == away.read_bytes() == file_of([redirect()])


@pytest.mark.parametrize("size", [0, 20, len(file_of([redirect()])) - 1, len(file_of([redirect()])) + 5])
def test_a_file_cut_or_grown_meanwhile_is_not_written_on_in_silence(path: Path, size: int) -> None:
    with Recording(path, None) as recording:
        recording.keep(redirect())
        os.truncate(path, size)
        for _ in range(2):
            with pytest.raises(CassetteError, match="somebody else changed it while it was recorded"):
                recording.keep(webhook())
        assert recording.count == 1
    assert path.stat().st_size == size


def test_a_file_touched_before_the_first_exchange_after_append_is_left(path: Path) -> None:
    recorded(path, redirect())
    with Recording(path, None, append=True) as recording:
        os.truncate(path, 30)
        with pytest.raises(CassetteError, match="somebody else changed it"):
            recording.keep(webhook())
    assert path.stat().st_size == 30


def test_a_closed_recording_keeps_nothing_and_closes_again(path: Path) -> None:
    recording = Recording(path, None)
    recording.close()
    recording.close()
    with pytest.raises(CassetteError, match="the recording is closed"):
        recording.keep(redirect())


def test_threads_keep_whole_blocks_with_numbers_of_their_own(path: Path) -> None:
    sent = [redirect(b'{"filler":"%s"}' % (b"x" * n)) for n in range(64)]
    with Recording(path, None) as recording, ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(recording.keep, sent))
        assert recording.count == 64
    assert sorted(numbers) == list(range(1, 65))
    entries = list(open_cassette(path).entries())
    by_number = {entry.number: entry.exchange.request.body for entry in entries}
    assert [len(by_number[number]) for number in numbers] == [
        len(by_number[numbers[0]]) + n for n in range(64)
    ]


def test_a_short_write_that_could_not_be_cut_off_is_cut_off_before_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def short(file: int, data: bytes) -> int:
        return write(file, data[: len(data) // 2])

    def stuck(file: int, size: int) -> None:
        raise OSError(5, "Input/output error")

    with Recording(path, None) as recording:
        recording.keep(redirect())
        with monkeypatch.context() as broken:
            broken.setattr(os, "write", short)
            broken.setattr(os, "ftruncate", stuck)
            with pytest.raises(CassetteError, match="Input/output error"):
                recording.keep(redirect())
        assert path.read_bytes() != file_of([redirect()])
        assert recording.keep(webhook()) == 2
    assert path.read_bytes() == file_of([redirect(), webhook()])


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from harness.errors import CassetteError
from harness.library import Recording
from tests.unit.cassette.exchanges import redirect, webhook

path, limit = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
with Recording(path, None) as recording:
    for exchange in (redirect(), webhook(), redirect(b"x")):
        try:
            print("kept", recording.keep(exchange))
        except CassetteError as error:
            print("failed", error)
"""


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 1, 100, 10_000])
def test_what_does_not_fit_on_the_disk_is_not_there_in_part(path: Path, room: int) -> None:
    """The limit on a file's size makes a write come short, as a full disk does."""
    whole = file_of([redirect(), webhook()])
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(len(whole) + room)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    kept = [redirect(), webhook(), redirect(b"x")][: 3 if room == 10_000 else 2]
    assert path.read_bytes() == file_of(kept)
    assert done.stdout.count("kept") == len(kept)
    assert ("bytes could be written" in done.stdout or "File too large" in done.stdout) is (room < 10_000)
    assert ("make room on the disk" in done.stdout) is (room < 10_000)
    assert done.stderr == ""


@pytest.mark.slow
def test_a_first_block_that_does_not_fit_leaves_no_file(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), "60"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.count("failed") == 3
    assert list(path.parent.iterdir()) == []
