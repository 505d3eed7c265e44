"""The shipped scenarios: the same everywhere they are listed, and recorded again they say the same."""

import re
from pathlib import Path

import pytest

from harness.comparison import compare
from harness.contract import editions
from harness.demo.scenarios import EDITION, PUBLIC_KEY, SCENARIOS
from harness.library import open_cassette
from tests.unit.cli.program import Program

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "cassettes"
README = (FOLDER / "README.md").read_text()


def test_there_is_a_cassette_of_each_scenario_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.y*ml")} == set(SCENARIOS)


def test_make_cassettes_records_each_scenario() -> None:
    (listed,) = re.findall(
        r"^\t@for name in (.*); do \\$(?=\n.*scenarios)", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    assert sorted(listed.split()) == sorted(SCENARIOS)


def test_the_readme_has_a_row_for_each_scenario_with_the_command_that_made_it() -> None:
    rows = re.findall(r"^\| `([\w-]+)\.yaml` \| (.+) \| `(.+)` \|$", README, re.MULTILINE)
    assert [(name, command) for name, _, command in rows] == [
        (name, f"python -m harness.demo.scenarios {name} FILE") for name, _, _ in rows
    ]
    assert sorted(name for name, _, _ in rows) == sorted(SCENARIOS)


def test_the_readme_tells_the_public_key() -> None:
    assert f"`{PUBLIC_KEY}`" in README


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_recorded_again_a_scenario_says_what_the_shipped_cassette_says(name: str, tmp_path: Path) -> None:
    with Program(
        name, "again.yaml", cwd=tmp_path, module="harness.demo.scenarios", HOME=str(tmp_path)
    ) as made:
        assert made.ended() == (0, "", "")
    shipped, again = open_cassette(FOLDER / f"{name}.yaml"), open_cassette(tmp_path / "again.yaml")
    entries = list(again.entries())
    found = compare(shipped.entries(), entries, editions.documentation(EDITION))
    assert [str(change) for change in found.differences] == []
    assert [entry.call for entry in shipped.entries()] == [entry.call for entry in entries], "the same masks"


@pytest.mark.slow
def test_an_existing_file_and_an_unknown_scenario_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine")
    for name, status, words in [
        ("forward", 1, "it exists already"),
        ("backward", 2, "'backward' is not one of"),
    ]:
        with Program(name, "mine.yaml", cwd=tmp_path, module="harness.demo.scenarios") as refused:
            printed = refused.ended()
        assert (printed.status, printed.out) == (status, "")
        assert words in printed.err
    assert (tmp_path / "mine.yaml").read_text() == "mine"
