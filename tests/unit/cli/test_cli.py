"""The command line as a whole: its help, its mistakes, its statuses."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import COMMANDS
from tests._pages import ROOT
from tests.unit.cli.terminal import Terminal


def test_help_names_every_command_with_what_it_does(redial: Terminal) -> None:
    printed = redial("--help")
    assert (printed.status, printed.err) == (0, "")
    for name in COMMANDS:
        assert f"  {name} " in printed.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name: str, redial: Terminal) -> None:
    printed = redial(name, "--help")
    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith(f"Usage: redial {name}")


def test_without_a_command_the_help_is_printed_with_status_2(redial: Terminal) -> None:
    printed = redial()
    assert printed.status == 2
    assert "Usage: redial" in printed.out


def test_an_unknown_command_is_one_sentence(redial: Terminal) -> None:
    assert "No such command 'chek'" in redial.refused("chek")


def test_an_unknown_option_is_one_sentence(redial: Terminal) -> None:
    assert "--fail-in" in redial.refused("check", "--fail-in", "x")


def test_a_missing_argument_is_one_sentence(redial: Terminal) -> None:
    assert "PATH" in redial.refused("check")


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from harness.cli import run; run(['--help']); print('harness.cli.check' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "harness.cli", "contract", "show"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    error = writer.stderr.read()
    writer.stderr.close()
    writer.wait()
    assert error == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("arguments", ["check cassettes/forward.yaml", "diff cassettes cassettes", "rules"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_takes_nothing_and_ends_nothing(arguments: str, closed: str) -> None:
    run = f"exec {shlex.quote(sys.executable)} -m harness.cli {arguments} {closed}"
    done = subprocess.run(["sh", "-c", run], cwd=ROOT, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_result_that_cannot_be_printed_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "harness.cli", "rules"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"redial: the result cannot be printed: ")
    assert done.stderr.count(b"\n") == 1
