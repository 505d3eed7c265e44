"""A test whose program is missing says so: on a desk it is skipped, in continuous integration it fails."""

import re
from pathlib import Path

import pytest

from tests import conftest
from tests.architecture.tree import project, text
from tests.conftest import PACKAGES, PROGRAMS


def test_every_marker_that_needs_a_program_names_it() -> None:
    lines = project()["tool"]["pytest"]["ini_options"]["markers"]
    markers = {marker.partition(":")[0] for marker in lines if ": needs " in marker}
    assert set(PROGRAMS) | set(PACKAGES) == markers


def test_continuous_integration_installs_every_program() -> None:
    installed = set(re.findall(r"\b([\w-]+):[\w-]+", text(Path(".ci/run"))))
    assert {program for programs in PROGRAMS.values() for program in programs} <= installed


def test_continuous_integration_installs_every_package() -> None:
    locked = re.findall(r"^([\w-]+)==", text(Path(".ci/beta.lock")), re.MULTILINE)
    assert [name.replace("-", "_").removesuffix("_sdk") for name in locked] == list(PACKAGES.values())
    assert "-r .ci/beta.lock" in text(Path(".ci/run"))


@pytest.mark.parametrize(
    ("ci", "outcome"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)], ids=["desk", "ci"]
)
def test_without_its_program_a_test_does_not_pass(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    ci: bool,
    outcome: type[Exception],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(conftest, "CI", ci)
    conftest.pytest_runtest_setup(request.node)
    request.node.add_marker("browser")
    with pytest.raises(outcome, match="needs chromium and chromedriver"):
        conftest.pytest_runtest_setup(request.node)
