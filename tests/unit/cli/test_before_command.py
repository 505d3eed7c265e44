"""An option of ours behind somebody else's command is that command's, and is named where it may be a slip."""

import click
import pytest
from click.testing import CliRunner

from harness.cli.before_command import BeforeCommand


@click.command("run", cls=BeforeCommand, context_settings={"allow_interspersed_args": False})
@click.option("-o", "--output")
@click.option("--simulate", is_flag=True)
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def run(output: str | None, simulate: bool, command: tuple[str, ...]) -> None:
    click.echo(" ".join(command))


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("python bot.py --simulate", "--simulate"),
        ("--simulate python bot.py --output=x", "--output=x"),
        ("python bot.py -o x --simulate", "-o"),
        ("npm start -- --simulate", "--simulate"),
    ],
)
def test_an_option_of_ours_among_the_arguments_is_named_once(typed: str, named: str) -> None:
    printed = CliRunner().invoke(run, typed.split())
    assert printed.stderr.startswith(f"redial: {named} goes to ")
    assert printed.stderr.count("\n") == 1
    assert named in printed.stdout, "it goes there all the same"


@pytest.mark.parametrize(
    "typed", ["-- python bot.py --simulate", "--simulate python bot.py --loud", "--simulate", ""]
)
def test_what_is_meant_so_is_not_spoken_of(typed: str) -> None:
    assert CliRunner().invoke(run, typed.split()).stderr == ""
