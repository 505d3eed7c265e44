"""The option `--contract`: spelled alike wherever a command judges, and left open where nobody tells it."""

import click
import pytest

from harness.cli import redial
from harness.cli.judging_by import contract


@click.command()
@contract
def command(edition: str | None) -> str | None:
    """Give back what was told."""
    return edition


def test_what_is_told_is_handed_on_and_nothing_means_the_configuration() -> None:
    assert command.main(["--contract", "v1.0"], standalone_mode=False) == "v1.0"
    assert command.main([], standalone_mode=False) is None


@pytest.mark.parametrize("name", ["check", "simulate"])
def test_the_commands_that_judge_have_it(name: str) -> None:
    found = redial.get_command(click.Context(redial), name)
    assert found is not None
    assert [each.metavar for each in found.params if each.name == "edition"] == ["EDITION|PAGE|JSON"]
