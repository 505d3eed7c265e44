"""`redial check` by the settings of a project: a file says what flags leave open."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.rules.exchanges import answered, members, redirect


@pytest.fixture(autouse=True)
def _in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of a project with a recording of a live bot that sends a text for a timeout."""
    deep = cassette(
        tmp_path / "tests" / "calls.yaml", [redirect(members(timeout="30"), answer=answered("v1.0"))]
    )
    monkeypatch.chdir(deep.parent)


def found(redial: Terminal, *arguments: str) -> tuple[str, set[str]]:
    """The contract that judged, and the codes of what it found."""
    result = json.loads(redial("check", "calls.yaml", "--format", "json", *arguments).out)
    return result["contract"], {each["rule"] for each in result["findings"]}


def test_the_file_chooses_the_contract_and_a_flag_another(tmp_path: Path, redial: Terminal) -> None:
    assert found(redial) == ("reference", {"RDQ040", "RDR001"})
    (tmp_path / "redial.toml").write_text('contract = "v1.0"')
    assert found(redial) == ("v1.0", {"RDQ040"})
    assert found(redial, "--contract", "reference") == ("reference", {"RDQ040", "RDR001"})


def test_the_file_chooses_the_rules_a_flag_begins_anew_or_ignores_more(
    tmp_path: Path, redial: Terminal
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.redial]\nselect = ["RDQ"]\nignore = ["RDQ041"]')
    assert found(redial)[1] == {"RDQ040"}
    assert found(redial, "--select", "RDR")[1] == {"RDR001"}
    assert found(redial, "--ignore", "RDQ040")[1] == set()


def test_the_file_chooses_what_fails_and_a_flag_another(tmp_path: Path, redial: Terminal) -> None:
    (tmp_path / "redial.toml").write_text('fail-on = "never"')
    assert redial("check", "calls.yaml").status == 0
    assert redial("check", "calls.yaml", "--fail-on", "error").status == 1
    (tmp_path / "redial.toml").write_text('fail-on = "info"\nignore = ["RDQ"]')
    assert redial("check", "calls.yaml").status == 1


def test_a_bot_that_records_by_policy_is_measured_by_its_own_window(tmp_path: Path, redial: Terminal) -> None:
    (tmp_path / "redial.toml").write_text('contract = "v1.0"\nrecording-bot = true')
    printed = redial("check", "calls.yaml", "--coverage").out
    assert "recording_window" in printed
    assert ", window" not in printed


@pytest.mark.parametrize(
    "command",
    [
        ("check", "calls.yaml"),
        ("diff", "calls.yaml", "calls.yaml"),
        ("replay", "calls.yaml"),
        ("simulate",),
        ("record",),
    ],
    ids=lambda command: str(command[0]),
)
def test_every_command_that_judges_refuses_a_file_that_means_nothing(
    command: tuple[str, ...], tmp_path: Path, redial: Terminal
) -> None:
    (tmp_path / "redial.toml").write_text('contarct = "v1.0"')
    assert "redial.toml: unknown key 'contarct'; did you mean contract?" in redial.refused(*command)
