"""`redial diff` with its judging shared: it prints what one process does, byte for byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests._cluster import Cluster
from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.hostile import hostile
from tests.unit.recorded import CALLS, forward

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders whose files have other names in part, some of which cannot be read."""
    made = tmp_path_factory.mktemp("project")
    for name, timeout in (("old", 45), ("again", 45), ("new", 5)):
        folder = hostile(made / name)
        cassette(folder / "z.yaml", [*forward(), *forward(CALLS[1], at=60, timeout=timeout)])
        cassette(folder / f"{name}-alone.yaml", forward(CALLS[2], at=90, timeout=timeout))
        (folder / "b-wrong.yaml").rename(folder / f"{name}-wrong.yaml")
    return made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running.address


@pytest.mark.parametrize(
    "more",
    [
        ("old", "new"),
        ("old", "new", "--format", "json", "--timing"),
        ("old", "new", "--format", "markdown", "--baseline", "again"),
        ("old/z.yaml", "new/z.yaml"),
        ("old/z.yaml", "new"),
        ("old", "new/g-none.yaml"),
    ],
    ids=" ".join,
)
def test_it_prints_the_same(
    more: tuple[str, ...], project: Path, address: str, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("REDIAL_KEY", "a key of the tests")
    alone = redial("diff", *more)
    assert redial("diff", *more, "--jobs", 2) == alone
    assert redial("diff", *more, "--scheduler", address) == alone
    assert alone.out or alone.status == 2
