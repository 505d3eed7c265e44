"""What a crew asks of workers: both kinds have it."""

import pytest

from harness.workers.cluster import Cluster
from harness.workers.hands import Died, Hands
from harness.workers.processes import Processes


@pytest.mark.parametrize("kind", [Processes, Cluster])
def test_processes_and_clusters_are_hands(kind: type[Hands]) -> None:
    assert all(hasattr(kind, name) for name in ("submit", "result", "__enter__", "__exit__"))


def test_a_death_says_what_to_do() -> None:
    assert str(Died("it died; try it alone")) == "it died; try it alone"
