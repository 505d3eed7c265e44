"""A check as logging commands of Azure Pipelines."""

import re
from dataclasses import replace

from hypothesis import given

from harness.checking.verdict import Placed
from harness.findings import Finding, Severity
from harness.report.azure import check
from harness.report.github import SHOWN
from tests.unit.report.checks import FINDING, HOSTILE, exchange, reported

PLACED = Placed(FINDING, "a.yaml", 3)
COMMAND = re.compile(
    r"##vso\[task\.logissue type=(\w+);sourcepath=([^;\]]*);linenumber=(\d+);code=(\w+);\]([^\r\n]*)"
)
ESCAPED = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))


def read(line: str) -> list[str]:
    """The type, the path, the line, the code and the message, as the agent reads a command."""
    parts = COMMAND.fullmatch(line)
    assert parts is not None, line
    values = list(parts.groups())
    for spelled, meant in ESCAPED:
        values = [value.replace(spelled, meant) for value in values]
    return values


def test_a_finding_is_an_issue_at_its_line() -> None:
    command, summary = reported(check, exchange(PLACED)).splitlines()
    assert command == (
        "##vso[task.logissue type=error;sourcepath=a.yaml;linenumber=3;code=RDQ040;]"
        "request.body.timeout: it is a string%0ASend 30."
        '%0Av1.0.md:44 "timeout Int32" <https://docs.example/redirect>'
    )
    assert summary.startswith("1 error, 0 warnings, 0 infos in 1 redirect")


def test_an_info_is_a_line_of_the_log() -> None:
    mild = Placed(replace(FINDING, severity=Severity.INFO), "a.yaml", 3)
    warning = Placed(replace(FINDING, severity=Severity.WARNING), "a.yaml", 3)
    issue, line, _ = reported(check, exchange(mild, warning)).splitlines()
    assert read(issue)[0] == "warning"
    assert line == ("info RDQ040 request.body.timeout: it is a string (a.yaml:3, interaction 2, call 57)")


def test_no_more_than_ten_are_shown_and_the_others_counted() -> None:
    found = [Placed(replace(FINDING, rule=f"RDQ{number:03}"), "a.yaml", 3) for number in range(40)]
    lines = reported(check, *[exchange(*found)] * 2).splitlines()
    assert sum(line.startswith("##vso[") for line in lines) == SHOWN
    assert lines[SHOWN] == "60 findings more"


@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_text_is_one_command_and_read_back(message: str, where: str, file: str) -> None:
    placed = Placed(Finding("RDQ040", Severity.ERROR, where, message, "f"), file, 7)
    command, *_ = reported(check, exchange(placed)).split("\n")
    assert read(command) == ["error", file, "7", "RDQ040", f"{where}: {message}\nf"]


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_of_an_info_is_a_command(message: str, where: str, file: str) -> None:
    placed = Placed(Finding("RDQ040", Severity.INFO, where, message, "f"), file, 7)
    lines = reported(check, exchange(placed)).split("\n")
    assert len(lines) == 3
    assert "##" not in lines[0]
