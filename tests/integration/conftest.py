"""What tests of real programs share: a project to be in, mitmproxy's authority, a report in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests._browser import browser
from tests._report import Page, page_of_all_sorts


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


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    """One browser for the tests of a file."""
    with browser() as chrome:
        yield chrome


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with calls of all sorts."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_of_all_sorts(), "utf-8")
    return path


@pytest.fixture
def page(window: Chrome, file: Path) -> Page:
    """That report, as if it had just been opened."""
    return Page(window, file)
