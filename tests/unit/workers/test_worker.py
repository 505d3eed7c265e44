"""What runs in a process that works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.workers.worker import done
from tests._pages import ROOT
from tests.unit.workers.works import doubled

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


def test_work_is_done() -> None:
    assert done(doubled, 21) == 42


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
