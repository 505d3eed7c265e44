"""The face: what `from harness import ...` offers is complete, described, and light to import."""

import ast
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.tree import PACKAGES, project

FACE = importlib.import_module("harness")
NAMES: list[str] = getattr(FACE, "__all__", [])
HEAVY = {
    *("aiohttp", "httpcore", "httpx", "requests", "uvicorn", "vcr"),
    *("asyncio", "click", "jinja2", "mitmproxy", "pytest", "rich"),
    *("dask", "distributed", "fsspec"),
}
FACES = ("harness.cli", "harness.demo", "harness.pytest_plugin")


def imported_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    script = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", script]
    return set(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())


def test_the_face_lists_what_it_offers_to_people_and_to_type_checkers() -> None:
    tree = ast.parse(Path(FACE.__file__ or "").read_text())
    (checked,) = (node for node in tree.body if isinstance(node, ast.If))
    imported = [
        alias.name for node in checked.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert set(imported) == set(NAMES)
    assert len(imported) == len(NAMES)
    assert set(NAMES) <= set(dir(FACE))


@pytest.mark.parametrize("name", NAMES)
def test_each_name_of_the_face_is_described(name: str) -> None:
    thing = getattr(FACE, name)
    if callable(thing):
        assert thing.__doc__
        assert not thing.__doc__.startswith(f"{name}("), "a dataclass without words of its own"


def test_importing_the_face_is_light() -> None:
    assert imported_by("import harness") & (HEAVY | {"proxy_addons"}) == set()


@pytest.mark.parametrize("face", FACES)
def test_importing_a_face_of_the_tool_does_not_import_mitmproxy(face: str) -> None:
    if importlib.util.find_spec(face) is None:
        pytest.skip(f"{face} is not built yet")
    assert imported_by(f"import {face}") & {"mitmproxy", "proxy_addons"} == set()


def test_no_room_goes_through_the_face() -> None:
    """A room that imports the face would import every room, and itself."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    rooms = {
        name for name in graph.find_modules_that_directly_import("harness") if name.startswith("harness.")
    }
    assert {name for name in rooms if not name.startswith(FACES)} == set()


def entry_points() -> list[str]:
    table = project()["project"]
    groups = [table.get("scripts", {}), *table.get("entry-points", {}).values()]
    return [target for group in groups for target in group.values()]


@pytest.mark.parametrize("target", entry_points())
def test_every_entry_point_leads_somewhere(target: str) -> None:
    name, _, attribute = target.partition(":")
    assert hasattr(importlib.import_module(name), attribute or "__doc__")
