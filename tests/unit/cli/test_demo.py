"""`redial demo`: the tour from a shell, and what is left when it is broken off: nothing."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.unit.cli.program import PATIENCE, Program
from tests.unit.cli.terminal import Printed, Terminal

pytestmark = pytest.mark.slow


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """A folder for the temporary files of a program."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An empty folder to start the program in."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def test_the_tour_tells_each_step_and_leaves_its_files_and_no_process(
    temporary: Path, elsewhere: Path, home: Path, redial: Terminal
) -> None:
    with Program("demo", cwd=elsewhere, TMPDIR=str(temporary), HOME=str(home)) as program:
        printed = program.ended()
    assert (printed.status, printed.err) == (0, "")
    steps = re.findall(r"^ ?(\d+)  (\w+) ", printed.out, re.MULTILINE)
    assert [(int(number), step) for number, step in steps] == list(
        enumerate(["stage", "proxy", "call", "call", "call", "recorded", "check", "replay", "diff"], 1)
    )
    assert "    error RDQ040 request.body.timeout: " in printed.out
    assert "        fix   " in printed.out
    assert "        cite  reference.md:" in printed.out
    assert "8 played, 0 missed, 0 left unplayed" in printed.out
    assert "3 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041" in printed.out
    (directory,) = temporary.iterdir()
    assert sorted(path.name for path in directory.iterdir()) == [".redial", "calls.yaml", "changed.yaml"]
    assert list(elsewhere.iterdir()) == []
    check, diff = re.findall(
        r"^  (?:redial|python -m harness.cli) ((?:check|diff) .*)$", printed.out, re.MULTILINE
    )
    assert redial(*check.split()).status == 1
    assert redial(*diff.split()).status == 1


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("", signal.SIGINT),
        (" 1  stage", signal.SIGINT),
        (" 3  call", signal.SIGINT),
        (" 5  call", signal.SIGTERM),
    ],
)
def test_broken_off_it_leaves_no_process_no_file_and_no_traceback(
    words: str, number: signal.Signals, temporary: Path, elsewhere: Path, home: Path
) -> None:
    with Program("demo", cwd=elsewhere, TMPDIR=str(temporary), HOME=str(home)) as program:
        if words:
            program.line(words)
        else:
            wait_for_a_file(temporary)
        printed = program.told(number)
    assert_nothing_is_left(printed, temporary, elsewhere)


def test_a_second_ctrl_c_does_not_disturb_the_clearing_up(
    temporary: Path, elsewhere: Path, home: Path
) -> None:
    with Program("demo", cwd=elsewhere, TMPDIR=str(temporary), HOME=str(home)) as program:
        program.line(" 3  call")
        for _ in range(20):
            program.signal(signal.SIGINT)
            time.sleep(0.005)
        printed = program.ended()
    assert_nothing_is_left(printed, temporary, elsewhere)


def assert_nothing_is_left(printed: Printed, *folders: Path) -> None:
    assert (printed.status, printed.err.strip()) == (130, "redial: interrupted")
    assert "next:" not in printed.out
    assert [list(folder.iterdir()) for folder in folders] == [[], []]


def wait_for_a_file(folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not any(folder.iterdir()) and time.monotonic() < end:
        time.sleep(0.01)


def test_a_home_that_takes_no_files_is_one_sentence(temporary: Path, elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with Program("demo", cwd=elsewhere, TMPDIR=str(temporary), HOME=str(tmp_path / "home")) as program:
        printed = program.ended()
    assert (printed.status, printed.out) == (2, "")
    assert re.fullmatch(
        r"redial: .* cannot be made: Not a directory; set HOME to a folder you may write to\n", printed.err
    )
    assert list(temporary.iterdir()) == []
