"""Floors 0-6 open nothing: the part of that wall that import-linter cannot see, inside harmless modules.

The modules that they may not import at all stand in pyproject.toml, contract "purity".
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import module, parse, sources, wall

IMPORTS = {"http.client", "http.server", "importlib.resources", "urllib.request"}
CALLS = {"breakpoint", "eval", "exec", "input", "open", "print"}
ATTRIBUTES = {
    *(("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")),
    *(("sys", "stdin"), ("sys", "stdout"), ("sys", "stderr"), ("sys", "exit"), ("sys", "argv")),
    *(("uuid", "uuid1"), ("uuid", "uuid4"), ("uuid", "getnode")),
}
FROM = {f"{owner}.{name}" for owner, name in ATTRIBUTES}

# Where a pure module may nevertheless read, and what.
READS = {
    "harness.contract.editions": {"importlib.resources"},
    "harness.report.page.packaged": {"importlib.resources"},
}


def impurities(tree: ast.AST) -> Iterator[str]:
    """What a module would open, read or ask for, in the spelling of the source."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from sorted({alias.name for alias in names} & IMPORTS)
            case ast.ImportFrom(module=str(origin), names=names):
                spelled = {origin} | {f"{origin}.{alias.name}" for alias in names}
                yield from sorted(spelled & (IMPORTS | FROM))
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield name
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if (owner, name) in ATTRIBUTES:
                    yield f"{owner}.{name}"
            case _:
                pass


def is_edge(name: str) -> bool:
    """Whether a module is named in pyproject.toml as one that may open things."""
    edges = {line.split(" -> ")[0].removesuffix(".**") for line in wall("purity")["ignore_imports"]}
    return any(f"{name}.".startswith(f"{edge}.") for edge in edges)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import http.client", "http.client"),
        ("from http import client", "http.client"),
        ("from http.client import HTTPConnection", "http.client"),
        ("from importlib import resources", "importlib.resources"),
        ("from urllib.request import urlopen", "urllib.request"),
        ("text = open('a').read()", "open"),
        ("print(1)", "print"),
        ("at = datetime.now(UTC)", "datetime.now"),
        ("at = datetime.datetime.now()", "datetime.now"),
        ("from uuid import uuid4", "uuid.uuid4"),
        ("fresh = uuid.uuid4", "uuid.uuid4"),
        ("sys.stdout.write('')", "sys.stdout"),
    ],
)
def test_this_is_seen_as_opening_something(source: str, found: str) -> None:
    assert list(impurities(ast.parse(source))) == [found]


@pytest.mark.parametrize(
    "source",
    [
        "from http import HTTPStatus",
        "from urllib.parse import urlsplit",
        "uuid.UUID(text)",
        "other.open(1)",
        "call.now",
    ],
)
def test_this_is_seen_as_harmless(source: str) -> None:
    assert list(impurities(ast.parse(source))) == []


def test_floors_0_to_6_open_nothing() -> None:
    opened = [
        f"{source}: {what}"
        for source in sources()
        if source.parts[0] == "harness" and not is_edge(name := module(source))
        for what in impurities(parse(source))
        if what not in READS.get(name, ())
    ]
    assert opened == []
