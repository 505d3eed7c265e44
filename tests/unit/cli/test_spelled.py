"""An option whose value is spelled: what reads it decides, and click prints what is wrong."""

import click
import pytest

from harness.cli.spelled import Spelled


@click.command()
@click.option("--number", type=Spelled("number", int, int), default="7")
def command(number: int) -> int:
    """Give the number back."""
    return number


def test_a_text_is_read_and_a_value_stays() -> None:
    assert command.main(["--number", "12"], standalone_mode=False) == 12
    assert command.main([], standalone_mode=False) == 7
    assert Spelled("number", int, int).convert(3, None, None) == 3


def test_what_spells_nothing_is_a_mistake_in_the_readers_words() -> None:
    with pytest.raises(click.BadParameter, match="invalid literal"):
        command.main(["--number", "many"], standalone_mode=False)
