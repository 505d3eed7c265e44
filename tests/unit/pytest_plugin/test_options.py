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


def test_an_upstream_without_recording_is_wrong_usage(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("-p", "no:asyncio", "--redial-upstream", "http://127.0.0.1:9")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --redial-upstream is for recording: add --redial-record"])


def test_an_upstream_in_the_ini_file_waits_until_something_is_recorded(pytester: pytest.Pytester) -> None:
    pytester.makeini(
        "[pytest]\nasyncio_default_fixture_loop_scope = function\nredial_upstream = http://127.0.0.1:9\n"
    )
    assert setting(pytester.parseconfigure(), "upstream") == "http://127.0.0.1:9"
