"""A child is started, heard, and ended, and leaves nobody behind."""

import os
import signal
import sys
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.process.child import Child
from tests._processes import gone

SLEEP = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = (
    "import subprocess, sys, time\n"
    "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(grandchild.pid, flush=True); time.sleep(60)"
)
LEASHED = "import sys; print('up', flush=True); sys.stdin.read(); print('alone', flush=True)"


def python(program: str, **more: object) -> Child:
    return Child([sys.executable, "-c", program], **more)  # type: ignore[arg-type]


def up(child: Child) -> bool:
    return child.wait_until(lambda: bool(child.tail), 30)


def test_its_output_is_handed_on_line_by_line_both_streams_together() -> None:
    heard: list[str] = []
    with python("import sys; print('one'); print('two', file=sys.stderr)", say=heard.append) as child:
        assert child.wait(30) == 0
    assert sorted(heard) == ["one", "two"]
    assert sorted(child.tail) == ["one", "two"]


def test_only_its_last_lines_are_remembered() -> None:
    with python("for number in range(200): print(number)") as child:
        child.wait(30)
    assert child.tail[-1] == "199"
    assert len(child.tail) == 50


def test_output_that_is_no_text_is_no_trouble() -> None:
    with python(r"import os; os.write(1, b'\xff\n')") as child:
        child.wait(30)
    assert child.tail == ("\ufffd",)


def test_a_listener_that_goes_away_does_not_stop_it() -> None:
    def say(line: str) -> None:
        raise BrokenPipeError

    with python("for number in range(20000): print(number)", say=say) as child:
        assert child.wait(30) == 0
    assert child.tail[-1] == "19999"


def test_it_is_ready_when_we_say_so() -> None:
    with python(SLEEP) as child:
        assert up(child)
        assert child.status is None
        assert child.pid is not None


def test_it_is_not_ready_when_it_ended_first() -> None:
    with python("raise SystemExit(3)") as child:
        assert not child.wait_until(lambda: False, 30)
        assert child.status == 3


def test_it_is_not_ready_when_the_time_is_up() -> None:
    with python(SLEEP) as child:
        assert not child.wait_until(lambda: False, 0.05)


def test_it_ends_when_told_to() -> None:
    with python(SLEEP) as child:
        assert up(child)
        assert child.stop() == -signal.SIGTERM
    assert child.stop() == -signal.SIGTERM
    assert child.pid is not None
    assert gone(child.pid)


def test_it_ends_even_when_it_does_not_want_to() -> None:
    with python(STUBBORN) as child:
        assert up(child)
        assert child.stop(0.1) == -signal.SIGKILL


def test_whom_it_started_ends_with_it() -> None:
    with python(PARENT) as child:
        assert up(child)
        grandchild = int(child.tail[0])
    assert gone(grandchild)


def test_it_hears_the_end_of_its_input_when_we_let_go() -> None:
    with python(LEASHED) as child:
        assert up(child)
        process = child._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        assert child.wait(30) == 0
    assert child.tail == ("up", "alone")


def test_it_gets_the_environment_and_the_folder_it_is_given(tmp_path: Path) -> None:
    program = "import os; print(os.getcwd()); print(os.environ.get('ONLY'), os.environ.get('HOME'))"
    with python(program, env={"ONLY": "this"}, cwd=tmp_path) as child:
        child.wait(30)
    assert child.tail == (str(tmp_path), "this None")


def test_ctrl_c_at_the_terminal_does_not_reach_it() -> None:
    with python(SLEEP) as child:
        assert up(child)
        assert child.pid is not None
        assert os.getpgid(child.pid) != os.getpgid(0)


def test_a_program_that_is_not_there_is_one_sentence() -> None:
    child = Child(["./no-such-program"])
    with pytest.raises(HarnessError, match="no-such-program cannot be started: No such file"), child:
        pass
    assert child.stop() is None
    assert (child.pid, child.wait()) == (None, None)
