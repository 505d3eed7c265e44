"""Processes that work: what they do, how they die, and that none of them stays."""

import errno
import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.workers import Crew, processes
from harness.workers.processes import KILLED
from tests._pages import ROOT
from tests._processes import gone
from tests.unit.workers.works import Heavy, deadly, doubled, foreign, lost, pid, stubborn, torn, unlucky

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
from pathlib import Path
from harness.workers import Crew
from tests.unit.workers.works import lost, slow

if __name__ == "__main__":
    list(Crew(2).each(slow, [Path(sys.argv[1])] * 3, lost))
"""


def test_each_result_comes_in_order_from_another_process() -> None:
    assert [*Crew(2).each(doubled, range(20), lost)] == [2 * number for number in range(20)]
    assert os.getpid() not in Crew(2).each(pid, range(4), lost)


def test_the_work_is_sent_to_each_process_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Heavy, "sent", 0)
    assert [*Crew(2).each(Heavy(), range(20), lost)] == [2 * number for number in range(20)]
    assert 1 <= Heavy.sent <= 2


def test_what_kills_its_process_is_lost_alone() -> None:
    expected = [f"{number}: {KILLED}" if number % 7 == 0 else 2 * number for number in range(1, 16)]
    assert [*Crew(2).each(deadly, range(1, 16), lost)] == expected


def test_half_an_answer_of_one_that_is_killed_is_none() -> None:
    expected = [f"{number}: {KILLED}" if number % 7 == 0 else 2 * number for number in range(1, 9)]
    assert [*Crew(2).each(torn, range(1, 9), lost)] == expected


def test_one_that_does_not_end_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 2.0)
    results = Crew(2).each(stubborn, [3, 2, 1], lost)
    assert [next(results), next(results)] == [6, f"2: {KILLED}"]
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 20
    assert active_children() == []


def test_one_that_is_stopped_ends_with_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 2.0)
    results = Crew(2).each(pid, range(50), lost)
    os.kill(int(str(next(results))), signal.SIGSTOP)
    results.close()  # type: ignore[attr-defined]
    assert active_children() == []


def test_more_processes_than_there_can_be_are_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(get_context("spawn").Process, "start", full)
    with pytest.raises(
        HarnessError, match=r"^no more than 0 processes can be begun: .*; give a smaller --jobs$"
    ):
        list(Crew(2).each(doubled, [1, 2], lost))


def test_what_a_process_was_killed_over_once_is_done_by_another(tmp_path: Path) -> None:
    things = [tmp_path / str(number) for number in range(6)]
    for thing in things[1:]:
        thing.touch()
    assert [*Crew(2).each(unlucky, things, lost)] == [thing.name for thing in things]


def test_a_mistake_in_the_work_is_raised() -> None:
    with pytest.raises(ImportError):
        list(Crew(2).each(foreign, [1, 2], lost))
    assert active_children() == []


def test_none_stays_when_nobody_wants_the_rest() -> None:
    results = Crew(2).each(pid, range(50), lost)
    assert isinstance(next(results), int)
    assert active_children() != []
    results.close()  # type: ignore[attr-defined]
    assert active_children() == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_none_outlives_us_and_what_it_worked_on_unwinds(name: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    folder = tmp_path / "seen"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, program, folder],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while len([*folder.glob("began-*")]) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        workers = [int(path.name.partition("-")[2]) for path in folder.glob("began-*")]
        if name == "SIGKILL":
            process.kill()
        else:
            os.killpg(process.pid, getattr(signal, name))
        assert process.wait(30) != 0
        assert all(gone(worker) for worker in workers)
        assert {path.name for path in folder.glob("unwound-*")} == {f"unwound-{each}" for each in workers}
    finally:
        process.kill()
        process.wait()
