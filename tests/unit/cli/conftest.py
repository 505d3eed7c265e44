"""The terminal."""

import pytest

from tests.unit.cli.terminal import Terminal


@pytest.fixture
def redial(capfd: pytest.CaptureFixture[str]) -> Terminal:
    """The command line."""
    return Terminal(capfd)
