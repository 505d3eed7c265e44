"""What a process started is found, however deep, and ended; nothing else is."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.process import descendants
from harness.process.descendants import Process

SLEEP = "import time; print('ready', flush=True); time.sleep(30)"
NEST = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


@pytest.fixture(params=["as it is", "by ps"])
def _told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the system's word is taken from."""
    if request.param == "by ps":
        monkeypatch.setattr(descendants, "_PROC", tmp_path)


def started(program: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@pytest.fixture
def launcher() -> Iterator[subprocess.Popen[str]]:
    """A process that started another."""
    yield from started(NEST)


@pytest.fixture
def deaf() -> Iterator[subprocess.Popen[str]]:
    """A process that heeds no SIGTERM."""
    yield from started(DEAF)


def gone(process: Process, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while descendants._left({process}) and time.monotonic() < end:
        time.sleep(0.02)
    return not descendants._left({process})


@pytest.mark.usefixtures("_told")
def test_children_of_children_are_found_and_ended(launcher: subprocess.Popen[str]) -> None:
    (child,) = descendants.descendants(launcher.pid)
    deeper = {each.pid for each in descendants.descendants(os.getpid())}
    assert {launcher.pid, child.pid} <= deeper
    launcher.kill()
    launcher.wait()
    descendants.end([child], 5)
    assert gone(child)


def test_one_that_does_not_hear_is_killed(deaf: subprocess.Popen[str]) -> None:
    (found,) = (each for each in descendants.descendants(os.getpid()) if each.pid == deaf.pid)
    descendants.end([found], 0.2)
    assert deaf.wait(10) == -9


def test_a_number_that_is_used_anew_is_left_alone(launcher: subprocess.Popen[str]) -> None:
    descendants.end([Process(launcher.pid, "another time")], 0.2)
    assert launcher.poll() is None


def test_where_nothing_tells_none_are_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(descendants, "_PROC", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert descendants.descendants(1) == frozenset()
