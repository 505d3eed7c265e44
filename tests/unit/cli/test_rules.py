"""`redial rules`: the table and the pages."""

from harness.rules import RULES
from tests.unit.cli.terminal import Terminal


def test_without_a_code_every_rule_is_a_line(redial: Terminal) -> None:
    printed = redial("rules")
    assert printed.status == 0
    assert [line.split()[0] for line in printed.out.splitlines()] == [rule.code for rule in RULES]


def test_with_a_code_the_page_of_that_rule_is_printed(redial: Terminal) -> None:
    printed = redial("rules", "RDQ040")
    assert printed.status == 0
    assert printed.out.startswith("RDQ040: ")


def test_an_unknown_code_is_one_sentence_that_suggests_the_nearest(redial: Terminal) -> None:
    assert "did you mean" in redial.refused("rules", "RDQ04")
