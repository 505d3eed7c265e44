"""`redial check` shared among processes and by a cluster: it prints what one process does, byte for byte."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.cli.formats import RENDERERS
from tests._cluster import Cluster
from tests._pages import ROOT
from tests.unit.cli.terminal import Printed, Terminal
from tests.unit.hostile import hostile

pytestmark = pytest.mark.slow

MORE = [
    ("--verbose", "--coverage"),
    ("--baseline", "accepted.json", "--coverage"),
    ("--format", "json", "--baseline", "accepted.json"),
    ("--select", "RDQ", "--contract", "v1.0", "--fail-on", "never"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with recordings of all sorts."""
    made = tmp_path_factory.mktemp("project")
    hostile(made / "corpus")
    (made / "redial.toml").write_text('ignore = ["RDQ05"]\n[redaction]\nkeep = ["57dab8b1"]\n')
    return made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster whose workers run in another folder, and know nothing of the project."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running.address


@pytest.fixture(autouse=True)
def _project(folder: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    if not Path("accepted.json").exists():
        redial("check", "corpus/b-wrong.yaml", "--write-baseline", "accepted.json")


@pytest.mark.parametrize("more", [*((("--format", form)) for form in sorted(RENDERERS)), *MORE], ids=" ".join)
def test_it_prints_the_same(more: tuple[str, ...], address: str, redial: Terminal) -> None:
    alone = redial("check", "corpus", *more)
    assert alone.status == 2
    assert alone.err.count("\n") >= 5
    assert redial("check", "corpus", *more, "--jobs", 2) == alone
    assert redial("check", "corpus", *more, "--scheduler", address) == alone


def test_the_same_findings_are_accepted(address: str, redial: Terminal) -> None:
    written = []
    for more in ((), ("--jobs", 2), ("--scheduler", address)):
        redial("check", "corpus/b-wrong.yaml", "corpus/k-wrong.yaml", "--write-baseline", "new.json", *more)
        written.append(Path("new.json").read_bytes())
        Path("new.json").unlink()
    assert written[0] == written[1] == written[2]


@pytest.mark.parametrize("victim", ["a process", "a worker of a cluster"])
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    victim: str, tmp_path: Path, redial: Terminal
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    text = Path("corpus/k-wrong.yaml").read_bytes()
    for number in range(40):
        (many / f"{number:02}.yaml").write_bytes(text)
    alone = redial("check", many)
    if victim == "a process":
        printed = _killed(many, ["--jobs", "2"], None)
    else:
        with Cluster(tmp_path) as running:
            printed = _killed(many, ["--scheduler", running.address], running.workers[0].pid)
    assert printed == alone


def _killed(many: Path, more: list[str], victim: int | None) -> Printed:
    """Check the recordings, and kill the victim meanwhile; without one the first process that works."""
    command = [sys.executable, "-m", "harness.cli", "check", str(many), *more]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        if victim is not None:
            time.sleep(1.5)  # the workers are at it
            assert process.poll() is None
        os.kill(victim or _first_worker(process.pid), signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.communicate()
    return Printed(process.returncode, out, err)


def _first_worker(parent: int) -> int:
    """The id of a process that works for a command, once it has begun."""
    deadline = time.monotonic() + 60
    children = ["pgrep", "--newest", "--parent", str(parent), "--full", "spawn_main"]
    while not (found := subprocess.run(children, check=False, capture_output=True, text=True).stdout):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(0.5)
    return int(found)
