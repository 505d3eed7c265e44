"""Who is on the leash ends when we are killed, and only then."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from harness.process.leash import Leash
from tests._processes import gone

HOLDS = """
import os, sys, time
from harness.process.leash import Leash
with Leash(int(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"


@pytest.fixture
def dog() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def held(pid: int) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(pid)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_it_ends_when_whoever_holds_it_is_killed(dog: subprocess.Popen[bytes]) -> None:
    with held(dog.pid) as holder:
        holder.kill()
    assert dog.wait(10) == -signal.SIGTERM


@pytest.mark.slow
def test_one_that_does_not_hear_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE) as deaf:
        assert deaf.stdout is not None
        deaf.stdout.readline()
        with held(deaf.pid) as holder:
            holder.kill()
        assert deaf.wait(20) == -signal.SIGKILL


def test_it_runs_on_when_it_is_let_go(dog: subprocess.Popen[bytes]) -> None:
    with Leash(dog.pid) as leash:
        watch = leash._watch.pid
    assert watch is not None
    assert gone(watch)
    assert dog.poll() is None
