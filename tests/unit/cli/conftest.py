"""The terminal, and a home where mitmproxy makes its authority once."""

from pathlib import Path

import pytest

from tests.unit.cli.terminal import Terminal


@pytest.fixture
def redial(capfd: pytest.CaptureFixture[str]) -> Terminal:
    """The command line."""
    return Terminal(capfd)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the programs that are started."""
    return tmp_path_factory.mktemp("home")
