"""What a check was asked for."""

from dataclasses import replace

import pytest

from harness.findings import Severity
from tests.unit.report.checks import RUN


@pytest.mark.parametrize(
    ("level", "failing"),
    [(Severity.ERROR, [Severity.ERROR]), (Severity.INFO, list(Severity)), (None, [])],
)
def test_what_is_as_bad_as_the_level_or_worse_fails(level: Severity | None, failing: list[Severity]) -> None:
    run = replace(RUN, fail_on=level)
    assert [severity for severity in Severity if run.fails(severity)] == failing


def test_a_file_keeps_its_name_where_nobody_knows_a_repository() -> None:
    assert RUN.located("a/b.yaml") == "a/b.yaml"
