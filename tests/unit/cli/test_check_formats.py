"""`redial check` for the machines of a CI: which format, where it goes, and that it is always the same."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from harness.cli.formats import RENDERERS
from harness.report.step_summary import LIMIT
from tests.unit.cli.terminal import Terminal, cassette
from tests.unit.rules.exchanges import answered, members, redirect

BAD = redirect(members(timeout="30"), answer=answered("reference"))


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recording with one error, named from the folder in which the command runs."""
    monkeypatch.chdir(tmp_path)
    return cassette(tmp_path / "bad.yaml", [BAD]).relative_to(tmp_path)


@pytest.mark.parametrize(
    ("variable", "value", "opening"),
    [
        ("GITHUB_ACTIONS", "true", "::error file=bad.yaml,"),
        ("TF_BUILD", "True", "##vso[task.logissue type=error;"),
    ],
)
def test_in_the_log_of_a_service_its_commands_are_printed(
    variable: str, value: str, opening: str, bad: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    printed = redial("check", bad)
    assert printed.status == 1
    assert printed.out.startswith(opening)
    assert redial("check", bad, "--format", "text").out.startswith("error RDQ040 ")
    json.loads(redial("check", bad, "--format", "json").out)


def test_a_step_summary_is_added_to_where_the_format_is_github(
    bad: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = Path("summary.md")
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert redial("check", bad, "--format", "json").err == ""
    assert redial("check", bad, "-o", "result.txt").err == ""
    assert summary.read_text() == "before\n"
    assert redial("check", bad).err == ""
    assert summary.read_text().startswith("before\n### redial check, contract reference\n")
    assert "| error | RDQ040 |" in summary.read_text()


def test_a_step_summary_that_is_full_or_nowhere_harms_nothing(
    bad: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Path("summary.md")
    full.write_bytes(b"x" * (LIMIT - 10))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(full))
    assert redial("check", bad, "--format", "github").status == 1
    assert full.stat().st_size == LIMIT - 10
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "missing/summary.md")
    printed = redial("check", bad, "--format", "github")
    assert printed.status == 1
    assert printed.err == "redial: no step summary: missing/summary.md: No such file or directory\n"


@pytest.mark.parametrize("form", RENDERERS)
def test_two_runs_are_equal_and_a_file_holds_what_stdout_would(
    form: str, bad: Path, redial: Terminal
) -> None:
    whole = redial("check", bad, "--format", form).out
    printed = redial("check", bad, "--format", form, "-o", "reports/result")
    assert (printed.status, printed.out, printed.err) == (1, "", "")
    assert Path("reports/result").read_text("utf-8") == whole


def test_a_file_is_text_whatever_service_reads_the_log(
    bad: Path, redial: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    redial("check", bad, "-o", "result.txt")
    assert Path("result.txt").read_text().startswith("error RDQ040 ")


def test_a_result_that_cannot_be_written_is_one_sentence(bad: Path, redial: Terminal) -> None:
    assert "bad.yaml/x: " in redial.refused("check", bad, "-o", "bad.yaml/x")
    assert "Is a directory" in redial.refused("check", bad, "-o", ".")


def test_a_result_never_takes_the_place_of_a_recording(bad: Path, redial: Terminal) -> None:
    before = bad.read_bytes()
    for output in (bad, bad.resolve()):
        assert "is one of the recordings" in redial.refused("check", ".", "-o", output)
    assert bad.read_bytes() == before


def test_an_earlier_result_stays_when_nothing_could_be_read(bad: Path, redial: Terminal) -> None:
    Path("result.txt").write_text("before")
    redial.refused("check", "missing.yaml", "-o", "result.txt")
    assert Path("result.txt").read_text() == "before"


def test_many_of_a_kind_are_complete_for_machines_and_one_line_for_people(
    tmp_path: Path, redial: Terminal
) -> None:
    path = cassette(tmp_path / "bad.yaml", [BAD] * 50)
    written = {form: redial("check", path, "--select", "RDQ040", "--format", form).out for form in RENDERERS}
    assert len(json.loads(written["json"])["findings"]) == 50
    assert len(json.loads(written["sarif"])["runs"][0]["results"]) == 50
    assert len(list(ET.fromstring(written["junit"]).iter("failure"))) == 50
    for form in ("text", "github", "azure"):
        assert written[form].count("RDQ040") == 1
        assert "(50 times)" in written[form]


def test_verbose_tells_the_figures_of_calls_in_which_nothing_is_wrong(redial: Terminal) -> None:
    shipped = Path(__file__).parents[3] / "cassettes/throttled-then-accepted.yaml"
    assert "left of the time" not in redial("check", shipped).out
    call, margin, acknowledged, retried, *_ = redial("check", shipped, "--verbose").out.splitlines()
    assert call.endswith(
        "throttled-then-accepted.yaml:4: "
        "incoming: 202, redirect: 429 (simulated), redirect: 202 (simulated), terminated: 202"
    )
    assert margin.endswith(" s  left of the time to decide when the redirect was sent")
    assert acknowledged.endswith(" s  until the bot acknowledged the incoming notification")
    assert retried.endswith(" s  from the first redirect to the last")
