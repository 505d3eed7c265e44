"""A diagnostic tells the place, the words and the reason on one line."""

from harness.cite import Cite
from harness.contract.diagnostics import Diagnostic


def test_a_diagnostic_reads_as_a_line_of_a_terminal() -> None:
    found = Diagnostic(Cite("page.md", 7, "It's\tso."), "it is no fact")
    assert str(found) == 'page.md:7: "It\'s\\tso.": it is no fact'
