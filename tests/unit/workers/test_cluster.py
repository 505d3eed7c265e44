"""A cluster that works: a real scheduler, and workers that die."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.errors import HarnessError
from harness.ports import free_ports
from harness.workers import Crew, cluster
from tests._cluster import Cluster
from tests.unit.workers.works import deadly, doubled, foreign, lost, pid, unlucky

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that nobody harms."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


def test_each_result_comes_in_order_from_a_worker(shared: Cluster) -> None:
    crew = Crew(1, shared.address)
    assert [*crew.each(doubled, range(30), lost)] == [2 * number for number in range(30)]
    assert {*crew.each(pid, range(10), lost)} <= {worker.pid for worker in shared.workers}


def test_a_worker_that_cannot_is_told_with_what_it_says(shared: Cluster) -> None:
    with pytest.raises(HarnessError, match=r"a worker failed: ImportError: no module .* on each worker"):
        list(Crew(1, shared.address).each(foreign, [1], lost))


def test_what_a_worker_was_killed_over_is_done_by_another(tmp_path: Path) -> None:
    things = [tmp_path / str(number) for number in range(6)]
    for thing in things[1:]:
        thing.touch()
    with Cluster(tmp_path) as running:
        assert [*Crew(1, running.address).each(unlucky, things, lost)] == [thing.name for thing in things]


def test_what_kills_its_workers_is_lost_alone(tmp_path: Path) -> None:
    with Cluster(tmp_path, workers=3, failures=0) as running:
        found = [*Crew(1, running.address).each(deadly, range(6, 9), lost)]
    assert found == [12, f"7: {cluster.KILLED}", 16]


def test_without_any_worker_left_it_ends_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "GONE", 1.0)
    with (
        Cluster(tmp_path, workers=1) as running,
        pytest.raises(HarnessError, match=r"^tcp://.*: it has no worker any more; begin one with"),
    ):
        list(Crew(1, running.address).each(deadly, [7], lost))


def test_without_its_scheduler_it_ends_in_one_sentence(tmp_path: Path) -> None:
    with Cluster(tmp_path) as running:
        results = Crew(1, running.address).each(pid, range(1000), lost)
        assert next(results) in {worker.pid for worker in running.workers}
        running.scheduler.kill()
        with pytest.raises(HarnessError, match=r"^tcp://.*: the scheduler went away; begin it again"):
            list(results)


def test_a_scheduler_that_says_nothing_any_more_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "GONE", 2.0)
    monkeypatch.setattr(cluster, "PATIENCE", 20.0)
    with Cluster(tmp_path) as running:
        results = Crew(1, running.address).each(pid, range(1000), lost)
        assert next(results) in {worker.pid for worker in running.workers}
        running.scheduler.send_signal(signal.SIGSTOP)
        with pytest.raises(
            HarnessError, match=r"^tcp://.*: the scheduler does not answer any more; begin it"
        ):
            list(results)


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    with (
        Cluster(tmp_path, workers=0) as running,
        pytest.raises(HarnessError, match=r"the scheduler has no worker; begin one with `dask worker`"),
    ):
        list(Crew(1, running.address).each(doubled, [1], lost))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:PORT", "127.0.0.1:PORT", "smoke://signals", ""])
def test_where_no_scheduler_is_that_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    (port,) = free_ports("127.0.0.1", 1)
    given = address.replace("PORT", str(port))
    with pytest.raises(HarnessError, match=r"no scheduler of Dask answers: .+; begin one with `dask sched"):
        list(Crew(1, given).each(doubled, [1], lost))


def test_without_dask_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "distributed", missing)
    with pytest.raises(HarnessError, match=r"needs Dask.*pip install 'graph-redial\[cluster\]'"):
        list(Crew(1, "tcp://127.0.0.1:1").each(doubled, [1], lost))
