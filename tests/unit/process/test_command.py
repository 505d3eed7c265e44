"""A command of the user's runs as it would alone: its terminal, its signals, its status."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.process.command import Command, require, shown

SLEEPS = "import time\nprint('ready', flush=True)\ntime.sleep(30)"


def python(program: str, *arguments: str) -> Command:
    command = Command([sys.executable, "-c", program, *arguments], os.environ)
    command.start()
    return command


def ended(command: Command, seconds: float = 20) -> int:
    end = time.monotonic() + seconds
    while command.status is None and time.monotonic() < end:
        time.sleep(0.01)
    assert command.status is not None, "it runs on"
    return command.status


@pytest.mark.parametrize("status", [0, 3, 255])
def test_its_exit_status_is_known(status: int) -> None:
    assert ended(python(f"raise SystemExit({status})")) == status


def test_one_that_a_signal_ended_has_the_status_that_a_shell_would_give() -> None:
    assert ended(python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")) == 128 + 9


def test_it_has_the_environment_that_it_is_given(capfd: pytest.CaptureFixture[str]) -> None:
    command = Command(
        [sys.executable, "-c", "import os; print(os.environ['HUE'])"], {**os.environ, "HUE": "blue"}
    )
    command.start()
    assert ended(command) == 0
    assert capfd.readouterr().out == "blue\n"


def test_a_program_that_does_not_exist_is_one_sentence() -> None:
    with pytest.raises(HarnessError, match="no-such-bot cannot be started: No such file"):
        Command(["no-such-bot"], os.environ).start()


@pytest.mark.parametrize("program", ["no-such-bot", "./no-such-bot", __file__, "/"])
def test_what_cannot_be_run_is_one_sentence_before_anything_is(program: str) -> None:
    with pytest.raises(HarnessError, match="is no program that can be run"):
        require(program)


def test_a_program_is_looked_for_as_a_shell_does() -> None:
    require("env")
    require(sys.executable)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGINT])
def test_a_signal_that_reaches_us_reaches_it(number: signal.Signals, tmp_path: Path) -> None:
    said = tmp_path / "said"
    program = (
        "import pathlib, signal, sys, time\n"
        f"signal.signal({int(number)}, lambda *_: sys.exit(7))\n"
        "pathlib.Path(sys.argv[1]).write_text('ready')\n"
        "time.sleep(30)"
    )
    command = python(program, str(said))
    with command.told_our_signals():
        while not said.exists():
            time.sleep(0.01)
        os.kill(os.getpid(), number)
        assert ended(command) == 7


DEAF = (
    "import pathlib, signal, sys, time\n"
    "for number in (signal.SIGTERM, signal.SIGINT): signal.signal(number, signal.SIG_IGN)\n"
    "pathlib.Path(sys.argv[1]).write_text('ready'); time.sleep(30)"
)


def deaf(said: Path, say: Callable[[str], None] | None = None) -> Command:
    command = Command([sys.executable, "-c", DEAF, str(said)], os.environ, say)
    command.start()
    while not said.exists():
        time.sleep(0.01)
    return command


def test_a_signal_that_reaches_us_before_it_runs_reaches_it_then() -> None:
    command = Command([sys.executable, "-c", SLEEPS], os.environ)
    with command.told_our_signals():
        os.kill(os.getpid(), signal.SIGTERM)
        command.start()
        assert ended(command) == 128 + signal.SIGTERM


def test_one_that_does_not_end_when_told_is_named_and_the_next_signal_kills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.process.command._PATIENCE", 0.1)
    lines: list[str] = []
    command = deaf(tmp_path / "said", lines.append)
    with command.told_our_signals():
        assert command.look()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.2)
        assert command.look()
        assert command.look()
        assert command.deaf_to is signal.SIGTERM
        (line,) = lines
        assert line.startswith(f"redial: {sys.executable} -c 'import pathlib")
        assert line.endswith("... has not ended 0.1 s after SIGTERM; another Ctrl-C or SIGTERM kills it")
        os.kill(os.getpid(), signal.SIGINT)
        assert ended(command) == 128 + signal.SIGKILL


def test_the_third_signal_kills_it_at_once(tmp_path: Path) -> None:
    command = deaf(tmp_path / "said")
    with command.told_our_signals():
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)
        assert command.status is None
        os.kill(os.getpid(), signal.SIGTERM)
        assert ended(command) == 128 + signal.SIGKILL


def test_our_own_handlers_are_back_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    command = python("pass")
    with command.told_our_signals():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
    ended(command)


def test_it_can_be_ended() -> None:
    command = python(SLEEPS)
    command.end()
    assert command.status == 128 + signal.SIGTERM
    command.end()


def test_one_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    command = deaf(tmp_path / "said")
    command.end(0.1)
    assert command.status == 128 + signal.SIGKILL


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (["python", "my bot.py", "--port", "3978"], "python 'my bot.py' --port 3978"),
        (["python", "-c", "x" * 80], f"python -c {'x' * 47}..."),
    ],
)
def test_it_is_shown_as_it_was_typed(argv: list[str], line: str) -> None:
    assert shown(argv) == line
