"""What stands behind `--` is another program's command line."""

import click
import pytest

from harness.cli.behind_dashes import COMMAND, BehindDashes


@click.command(cls=BehindDashes)
@click.argument("names", nargs=-1)
@click.option("--loud", is_flag=True)
def command(names: tuple[str, ...], loud: bool) -> tuple[object, ...]:
    """Tell what was given."""
    return names, loud, click.get_current_context().meta[COMMAND]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("a b", (("a", "b"), False, ())),
        ("a --loud b", (("a", "b"), True, ())),
        ("a -- run --loud x", (("a",), False, ("run", "--loud", "x"))),
        ("a --loud -- run -- x", (("a",), True, ("run", "--", "x"))),
    ],
)
def test_only_what_stands_before_is_ours(given: str, told: tuple[object, ...]) -> None:
    assert command.main(given.split(), standalone_mode=False) == told


def test_dashes_with_nothing_behind_them_are_a_mistake() -> None:
    with pytest.raises(click.UsageError, match="no COMMAND stands behind --"):
        command.main(["a", "--"], standalone_mode=False)
