"""What the tests of a real mitmdump share: a project to be in, and one authority of mitmproxy's."""

from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, and the key that recordings in it are made with."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDIAL_KEY", "a key for tests alone")
    return tmp_path


@pytest.fixture(scope="session")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where mitmproxy makes its authority, which takes a while, once."""
    return tmp_path_factory.mktemp("mitmproxy")
