"""A finding as lines for a person."""

from harness.cite import Cite
from harness.findings import Finding, Severity
from harness.report.finding import finding_lines, place

FINDING = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "it is a string", "send 30")
CITE = Cite("v1.0.md", 44, "timeout Int32", "https://learn.microsoft.com/graph/api/call-redirect")


def test_a_finding_without_a_cite_has_no_cite_line() -> None:
    assert finding_lines(FINDING) == [
        "error RDQ040 request.body.timeout: it is a string",
        "    fix   send 30",
    ]


def test_a_cite_carries_the_published_page_where_there_is_one() -> None:
    cited = Finding("RDQ040", Severity.INFO, "request.body.timeout", "m", "f", CITE)
    assert finding_lines(cited, "a.yaml:3", times=2) == [
        "info RDQ040 request.body.timeout: m  (2 times)",
        "    at    a.yaml:3",
        "    fix   f",
        '    cite  v1.0.md:44 "timeout Int32" <https://learn.microsoft.com/graph/api/call-redirect>',
    ]


def test_a_name_of_a_file_steers_no_terminal() -> None:
    assert finding_lines(FINDING, "calls/\x1b[2J\n.yaml:3")[1] == r"    at    calls/\x1b[2J\n.yaml:3"


def test_where_nothing_is_kept_there_is_no_place() -> None:
    assert (place(None), place(7)) == ("", "interaction 7")
