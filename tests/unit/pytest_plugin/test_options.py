"""The plugin's options: on the command line, or in pytest's ini file."""

import pytest

from harness.pytest_plugin.options import OPTIONS, setting

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_is_shown_by_help_and_may_stand_in_the_ini_file(
    pytester: pytest.Pytester, name: str
) -> None:
    assert setting(pytester.parseconfig(), name) is None
    pytester.makeini(f"[pytest]\nredial_{name.replace('-', '_')} = true\n")
    assert setting(pytester.parseconfig(), name) in ("true", "True")


def test_the_command_line_wins(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nredial_contract = beta\n")
    assert setting(pytester.parseconfig("--redial-contract", "v1.0"), "contract") == "v1.0"
