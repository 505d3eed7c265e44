"""What runs in a process that works."""

import os
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe
from pathlib import Path

import pytest

from harness.workers import worker
from harness.workers.worker import Raised, done, serve
from tests._pages import ROOT
from tests.unit.workers.works import doubled, foreign

PROGRAM = """
import os, signal, sys
from pathlib import Path
from harness.workers.worker import begin, done

def work(flag):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    finally:
        flag.touch()

begin()
os.kill(os.getpid(), signal.SIGHUP)
done(work, Path(sys.argv[1])) if len(sys.argv) > 1 else work(Path("/nowhere/at/all"))
"""


DEAF = """
import os, signal, time
from harness.workers import worker
from harness.workers.worker import begin, done

worker.UNWINDING_S = 1

class Deaf:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)

def work(_):
    Deaf()
    time.sleep(60)

begin()
done(work, None)
"""


def test_work_is_done() -> None:
    assert done(doubled, 21) == 42


def test_what_comes_through_its_pipe_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "begin", lambda: None)
    ours, its = Pipe()
    for work in (doubled, foreign):
        ours.send((work, 21))
    thread = threading.Thread(target=serve, args=(its,))
    thread.start()
    answers = [ours.recv(), ours.recv()]
    ours.close()
    thread.join(60)
    assert not thread.is_alive()
    assert answers[0] == 42
    assert isinstance(answers[1], Raised)
    assert isinstance(answers[1].error, ImportError)


def test_asked_to_end_where_python_loses_that_it_ends_all_the_same() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DEAF],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert ended.returncode == -signal.SIGALRM


@pytest.mark.parametrize("at_work", [False, True])
def test_asked_to_end_it_ends_without_a_word_and_what_it_works_on_unwinds_first(
    tmp_path: Path, *, at_work: bool
) -> None:
    flag = tmp_path / "unwound"
    program = [sys.executable, "-c", PROGRAM, *([str(flag)] if at_work else [])]
    ended = subprocess.run(
        program, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert flag.exists() is at_work
