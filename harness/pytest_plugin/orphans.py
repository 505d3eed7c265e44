"""Orphans: cassettes of ours that no collected test names. Loads nothing heavy.

Several processes collect the same tests: what one of them found, its controller tells.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.pytest_plugin.places import FOLDER, found

_HEAD = b"# a redial cassette"
_KEY = "redial_orphans"
_NAMING = ("vcr", "default_cassette")
"""Markers of pytest-recording that name cassettes, ours among them."""


class Orphans:
    """A plugin of pytest's: lists them at the end. It is registered when it is asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._found: list[str] = []

    @pytest.hookimpl(tryfirst=True)  # before tests are deselected
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Look for them, now that all tests are known."""
        root = self._config.rootpath
        named = {path for item in items for path in _named(item, root)}
        elsewhere = {str(name) for item in items for name in _by_name(item)}
        folders = dict.fromkeys([root / FOLDER, *(item.path.parent / FOLDER for item in items)])
        orphans = (path for folder in folders for path in _ours(folder) if path.resolve() not in named)
        self._found = [
            str(path.relative_to(root) if path.is_relative_to(root) else path)
            for path in orphans
            if path.name not in elsewhere
        ]
        if (told := getattr(self._config, "workeroutput", None)) is not None:
            told[_KEY] = self._found

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take what a process of pytest-xdist found."""
        self._found = getattr(node, "workeroutput", {}).get(_KEY, self._found)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List them."""
        terminalreporter.section("redial: cassettes that no collected test names")
        for line in self._found or ["none"]:
            terminalreporter.write_line(line)


def _named(item: pytest.Item, root: Path) -> Iterator[Path]:
    for mark in item.iter_markers("redial"):
        path = found(str(mark.args[0]), item.path.parent, root) if mark.args else None
        if path is not None:
            yield path.resolve()


def _by_name(item: pytest.Item) -> Iterator[str]:
    return (
        Path(str(name)).name for kind in _NAMING for mark in item.iter_markers(kind) for name in mark.args
    )


def _ours(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*.yaml")):
        with path.open("rb") as file:
            if file.read(len(_HEAD)) == _HEAD:
                yield path
