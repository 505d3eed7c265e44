"""Cassettes that no test names are listed when it is asked for."""

import pytest

from tests.unit.plugged import project, run

__all__ = ["project"]

pytest_plugins = ["pytester"]

HEAD = "redial: cassettes that no collected test names"
TESTS = """
@pytest.mark.redial("forward.yaml")
def test_it():
    pass

@pytest.mark.vcr("recorded.yaml")
def test_recorded():
    pass
"""


@pytest.fixture
def orphaned(project: pytest.Pytester) -> pytest.Pytester:
    folder = project.path / "cassettes"
    content = (folder / "forward.yaml").read_bytes()
    (folder / "old").mkdir()
    for name in ("orphan.yaml", "old/orphan.yaml", "recorded.yaml"):
        (folder / name).write_bytes(content)
    (folder / "foreign.yaml").write_text("interactions: []\nversion: 1\n")
    return project


@pytest.mark.parametrize("arguments", [[], ["-k", "nothing"], ["-n", "1", "-p", "xdist"]])
def test_each_is_listed_also_where_its_test_is_not_run(
    orphaned: pytest.Pytester, arguments: list[str]
) -> None:
    result = run(orphaned, TESTS, "--redial-orphans", "--disable-recording", *arguments)
    lines = [line for line in result.outlines if line.endswith(".yaml")]
    assert lines == ["cassettes/old/orphan.yaml", "cassettes/orphan.yaml"]
    result.stdout.fnmatch_lines([f"*{HEAD}*"])


def test_unasked_nothing_is_said(orphaned: pytest.Pytester) -> None:
    run(orphaned, TESTS, "--disable-recording").stdout.no_fnmatch_line(f"*{HEAD}*")


def test_without_any_it_says_so(project: pytest.Pytester) -> None:
    result = run(project, TESTS, "--redial-orphans", "-k", "nothing")
    result.stdout.fnmatch_lines([f"*{HEAD}*", "none"])
