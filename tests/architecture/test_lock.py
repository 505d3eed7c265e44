"""requirements.lock pins what pyproject.toml asks for, by hash, and says nothing of where it came from."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import project, text

LOCK = Path("requirements.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)", re.MULTILINE)


def pins() -> dict[str, set[str]]:
    """Name -> versions; a universal lock may hold one version a platform."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(text(LOCK)):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def asked_for(*extras: str) -> list[Requirement]:
    table = project()["project"]
    groups = [table["dependencies"], *(table["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(line) for group in groups for line in group] + [
        Requirement(line) for line in project()["build-system"]["requires"]
    ]


def test_the_lock_pins_everything_that_a_checkout_needs() -> None:
    unmet = [
        str(requirement)
        for requirement in asked_for("proxy", "cluster", "dev")
        if not any(map(requirement.specifier.contains, pins().get(canonicalize_name(requirement.name), ())))
    ]
    assert unmet == [], "run 'make lock'"


def test_every_pin_has_a_hash() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", text(LOCK))
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_place() -> None:
    foreign = [line for line in text(LOCK).splitlines() if re.search(r"://|^-|@ |\.(whl|tar)", line)]
    assert foreign == []
