"""How `redial record` ends: by whatever signal and in whatever state, with the recording whole, nobody left
behind, and a word.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.library import open_cassette
from tests._processes import gone
from tests.unit.cli.program import Program

BOT = Path(__file__).with_name("a_bot.py")
ENDING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are told apart by /proc"),
]


def recorded(home: Path, folder: Path, *arguments: object) -> Program:
    command = ("record", "--simulate", "--port", 0, "-o", "calls.yaml", *arguments)
    return Program(*command, cwd=folder, HOME=str(home))


def bot(*arguments: object) -> tuple[object, ...]:
    return ("--", sys.executable, BOT, *arguments)


def count(folder: Path) -> int:
    return len(list(open_cassette(folder / "calls.yaml").entries()))


def test_who_is_killed_leaves_no_bot_behind(home: Path, tmp_path: Path) -> None:
    with recorded(home, tmp_path, *bot("base", "wait")) as program:
        program.line("waiting")
        children = [program.child("a_bot.py"), program.child("mitmdump")]
        program.signal(signal.SIGKILL)
        assert all(gone(child) for child in children)
        until(lambda: not program.processes())
        program.ended()
    assert count(tmp_path) == 1


def test_a_command_that_does_not_end_is_named_and_the_next_signal_ends_it(home: Path, tmp_path: Path) -> None:
    with recorded(home, tmp_path, *bot("base", "deaf")) as program:
        program.line("deaf")
        program.signal(signal.SIGTERM)
        told = program.line("has not ended 5 s after SIGTERM")
        assert told.endswith("; another Ctrl-C or SIGTERM kills it")
        printed = program.told(signal.SIGTERM)
    assert printed.status == 128 + signal.SIGKILL
    assert printed.out.splitlines()[-1] == "calls.yaml: 1 exchange, 1 redirect"
    assert count(tmp_path) == 1


@pytest.mark.parametrize("number", ENDING)
def test_without_a_command_each_of_them_ends_it_with_a_total(
    number: signal.Signals, home: Path, tmp_path: Path
) -> None:
    with recorded(home, tmp_path) as program:
        graph = program.line("Graph is at ").split()[3].rstrip(":")
        program.line("recording to ")
        environment = {**os.environ, "REDIAL_GRAPH_URL": graph}
        subprocess.run([sys.executable, BOT, "base"], env=environment, check=True, capture_output=True)
        printed = program.told(number)
    assert (printed.status, printed.out) == (0, "calls.yaml: 1 exchange, 1 redirect\n")
    assert "in total: 1 call" in printed.err


@pytest.mark.parametrize("number", ENDING)
def test_during_the_start_it_ends_with_a_word_and_nothing_left(
    number: signal.Signals, home: Path, tmp_path: Path
) -> None:
    with recorded(home, tmp_path, *bot("base")) as program:
        until(lambda: any("mitmdump" in command(pid) for pid in program.processes()))
        for _ in range(3):
            program.signal(number)
            time.sleep(0.1)
        printed = program.ended()
    assert (printed.status, printed.out) == (128 + number, "")
    assert printed.err == f"redial: {number.name} came before the proxy listened; nothing was recorded\n"
    assert not (tmp_path / "calls.yaml").exists()


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2])
def test_keys_that_are_hit_again_and_again_end_it_without_a_traceback(
    seconds: float, home: Path, tmp_path: Path
) -> None:
    with recorded(home, tmp_path) as program:
        time.sleep(seconds)
        while program.running:
            program.signal(signal.SIGINT)
            time.sleep(0.05)
        printed = program.ended()
    assert printed.status in (0, 130, -signal.SIGINT), "a shell says 130 of the last, which is Python's own"
    assert printed.err


@pytest.mark.parametrize("lost", ["2>&1 | head -n 1", "2>/dev/full", ">/dev/full 2>/dev/full", "2>&-"])
def test_a_terminal_that_is_lost_loses_neither_bot_nor_recording(
    lost: str, home: Path, tmp_path: Path
) -> None:
    typed = [sys.executable, "-m", "harness.cli", "record", "--simulate", "-o", "calls.yaml"]
    quiet = (
        f"import subprocess, sys; subprocess.run({[sys.executable, str(BOT), 'base']}, capture_output=True)"
    )
    run = f"set -o pipefail; {shlex.join([*typed, '--', sys.executable, '-c', quiet])} {lost}"
    ended = subprocess.run(
        ["bash", "-c", run],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert count(tmp_path) == 1


def until(said: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not said():
        assert time.monotonic() < end
        time.sleep(0.01)


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    except OSError:
        return ""
