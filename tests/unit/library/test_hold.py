"""One holder a file, who is named, and who cannot take the lock with him when he is killed."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.errors import CassetteError
from harness.library.hold import Hold, held

HOLDING = """
import sys, time
from pathlib import Path
from harness.library.hold import Hold
Hold(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    hold = Hold(tmp_path / "x")
    with pytest.raises(CassetteError, match=f"process {os.getpid()} is recording to it"):
        Hold(tmp_path / "x")
    hold.release()
    Hold(tmp_path / "x").release()
    assert list(tmp_path.iterdir()) == []


def test_whether_somebody_holds_a_file_is_told(tmp_path: Path) -> None:
    assert not held(tmp_path / "x")
    hold = Hold(tmp_path / "x")
    assert held(tmp_path / "x")
    hold.release()
    assert not held(tmp_path / "x")


def test_two_files_have_two_holders(tmp_path: Path) -> None:
    for hold in [Hold(tmp_path / "x"), Hold(tmp_path / "y")]:
        hold.release()


@pytest.mark.slow
def test_a_holder_that_is_killed_holds_no_longer(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path / "x")], stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "held\n"
            with pytest.raises(CassetteError, match=f"process {child.pid} is recording to it"):
                Hold(tmp_path / "x")
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait(10)
    assert (tmp_path / ".x.lock").exists()
    Hold(tmp_path / "x").release()
    assert list(tmp_path.iterdir()) == []


def test_of_many_that_try_again_and_again_one_holds_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    overlaps: list[int] = []

    def take(number: int) -> None:
        for _ in range(200):
            try:
                hold = Hold(tmp_path / "x")
            except CassetteError:
                continue
            inside.append(number)
            overlaps.append(len(inside))
            inside.remove(number)
            hold.release()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(take, range(6)))
    assert set(overlaps) == {1}
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_without_a_number_is_somebody_elses(tmp_path: Path) -> None:
    hold = Hold(tmp_path / "x")
    (tmp_path / ".x.lock").write_text("")
    with pytest.raises(CassetteError, match="another process is recording to it"):
        Hold(tmp_path / "x")
    hold.release()
