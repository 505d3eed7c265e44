"""A check as commands of a GitHub workflow."""

import re
from dataclasses import replace

from hypothesis import given

from harness.checking.verdict import Placed
from harness.findings import Finding, Severity
from harness.report.github import SHOWN, check
from tests.unit.report.checks import FINDING, HOSTILE, RUN, exchange, reported

PLACED = Placed(FINDING, "a.yaml", 3)
COMMAND = re.compile(r"::(error|warning|notice) file=([^,:]*),line=(\d+),title=([^,:]*)::([^\r\n]*)")
ESCAPED = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def read(line: str) -> list[str]:
    """The level, the file, the line, the title and the message, as the runner reads a command."""
    parts = COMMAND.fullmatch(line)
    assert parts is not None, line
    level, file, number, title, message = parts.groups()
    for spelled, meant in ESCAPED:
        file, title = (text.replace(spelled, meant) for text in (file, title))
        if meant not in ":,":
            message = message.replace(spelled, meant)
    return [level, file, number, title, message]


def test_a_finding_is_an_annotation_at_its_line() -> None:
    command, summary = reported(check, exchange(PLACED)).splitlines()
    assert command == (
        "::error file=a.yaml,line=3,title=RDQ040 request.body.timeout::it is a string%0ASend 30."
        '%0Av1.0.md:44 "timeout Int32" <https://docs.example/redirect>'
    )
    assert summary.startswith("1 error, 0 warnings, 0 infos in 1 redirect")


def test_the_worst_come_first_and_infos_are_notices() -> None:
    mild = replace(FINDING, severity=Severity.INFO, cite=None)
    middle = replace(FINDING, severity=Severity.WARNING)
    found = [Placed(each, "a.yaml", 3) for each in (mild, middle, FINDING)]
    lines = reported(check, exchange(*found)).splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["::error", "::warning", "::notice"]


def test_a_thousand_of_a_kind_are_one_with_a_count() -> None:
    command, _ = reported(check, *[exchange(PLACED)] * 1000).splitlines()
    assert read(command)[-1].startswith("it is a string  (1000 times)\n")


def test_no_more_than_ten_are_shown_and_the_others_counted() -> None:
    found = [Placed(replace(FINDING, rule=f"RDQ{number:03}"), "a.yaml", 3) for number in range(40)]
    lines = reported(check, *[exchange(*found)] * 2).splitlines()
    assert sum(line.startswith("::") for line in lines) == SHOWN
    assert lines[SHOWN] == "60 findings more"


def test_the_file_is_named_from_the_root_of_the_repository() -> None:
    run = replace(RUN, located=lambda file: f"bot/{file}")
    assert read(reported(check, exchange(PLACED), run=run).splitlines()[0])[1] == "bot/a.yaml"


@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_text_is_one_command_and_read_back(message: str, where: str, file: str) -> None:
    placed = Placed(Finding("RDQ040", Severity.ERROR, where, message, "f"), file, 7)
    command, *_ = reported(check, exchange(placed)).split("\n")
    assert read(command) == ["error", file, "7", f"RDQ040 {where}", f"{message}\nf"]
