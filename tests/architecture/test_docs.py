"""What the command line offers, the README shows."""

import importlib
import importlib.util
import re
from pathlib import Path

import click
import pytest

from tests.architecture.tree import text


def test_every_command_stands_in_the_readme() -> None:
    if importlib.util.find_spec("harness.cli") is None:
        pytest.skip("harness.cli is not built yet")
    group = importlib.import_module("harness.cli").redial
    assert isinstance(group, click.Group)
    commands = group.list_commands(click.Context(group))
    assert commands
    readme = text(Path("README.md"))
    assert [name for name in commands if not re.search(rf"\bredial {name}\b", readme)] == []
