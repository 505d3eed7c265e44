"""Who works, as a command is told."""

from pathlib import Path

import click
import pytest

from harness.cli.sharing import crew
from harness.ports import free_ports
from harness.workers import Crew, cluster
from tests.unit.cli.program import Program
from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.rules.exchanges import redirect


def test_processes_or_a_cluster_work_and_not_both() -> None:
    assert crew(1, None) == Crew()
    assert crew(0, None) == Crew(0)
    assert crew(1, "tcp://127.0.0.1:8786") == Crew(1, "tcp://127.0.0.1:8786")
    with pytest.raises(click.UsageError, match="leave out --jobs"):
        crew(2, "tcp://127.0.0.1:8786")


@pytest.mark.parametrize("jobs", ["-1", "two", ""])
def test_a_number_of_processes_that_is_none_is_refused(jobs: str, tmp_path: Path, redial: Terminal) -> None:
    assert "--jobs" in redial.refused("check", cassette(tmp_path / "a.yaml", [redirect()]), f"--jobs={jobs}")


@pytest.mark.slow
def test_where_no_scheduler_listens_it_ends_in_one_sentence_with_nothing_written(
    tmp_path: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    path, output = cassette(tmp_path / "a.yaml", [redirect()]), tmp_path / "result.txt"
    (port,) = free_ports("127.0.0.1", 1)
    said = redial.refused("check", path, "--scheduler", f"tcp://127.0.0.1:{port}", "-o", output)
    assert said.startswith(f"redial: tcp://127.0.0.1:{port}: no scheduler of Dask answers: ")
    assert not output.exists()


@pytest.mark.slow
def test_what_is_no_address_is_one_sentence_and_no_more(tmp_path: Path) -> None:
    path = cassette(tmp_path / "a.yaml", [redirect()])
    with Program("check", path, "--scheduler", "nonsense", cwd=tmp_path) as program:
        printed = program.ended()
    assert (printed.status, printed.out) == (2, "")
    assert printed.err.startswith("redial: nonsense: no scheduler of Dask answers: ")
    assert printed.err.count("\n") == 1
