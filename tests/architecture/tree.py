"""The files of the checkout, and the modules of the two packages, as the architecture tests see them."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("harness", "proxy_addons")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, tracked or about to be and not ignored, relative to the root."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing tells the project's files from others")
    # The home of a test is empty, and with it goes what the user's git may trust.
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT)]
    listing = subprocess.run(
        [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        text=True,
    )
    return tuple(sorted(Path(name) for name in set(listing.stdout.split("\0")) if (ROOT / name).is_file()))


@cache
def sources() -> tuple[Path, ...]:
    """The Python files of the two packages, relative to the root."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(sorted(path.relative_to(ROOT) for path in found))


def module(source: Path) -> str:
    """The dotted name under which a source file is imported."""
    return ".".join(source.with_suffix("").parts).removesuffix(".__init__")


def text(path: Path) -> str:
    """What stands in a file, or nothing where it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def parse(source: Path) -> ast.Module:
    return ast.parse(text(source), filename=str(source))


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads(text(Path("pyproject.toml")))


def wall(name: str) -> dict[str, Any]:
    """The import-linter contract of that id."""
    contracts: list[dict[str, Any]] = project()["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == name)
