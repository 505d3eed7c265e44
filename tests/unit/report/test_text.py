"""Results as lines for a person."""

import pytest

from harness.cite import Cite
from harness.findings import Finding, Severity
from harness.report import text
from harness.verdict import Placed, Verdict

FINDING = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "it is a string", "send 30")
CITE = Cite("v1.0.md", 44, "timeout Int32", "https://learn.microsoft.com/graph/api/call-redirect")


def test_a_finding_without_a_cite_has_no_cite_line() -> None:
    assert text.finding_lines(FINDING) == [
        "error RDQ040 request.body.timeout: it is a string",
        "    fix   send 30",
    ]


def test_a_cite_carries_the_published_page_where_there_is_one() -> None:
    cited = Finding("RDQ040", Severity.INFO, "request.body.timeout", "m", "f", CITE)
    assert text.finding_lines(cited, "a.yaml:3", times=2) == [
        "info RDQ040 request.body.timeout: m  (2 times)",
        "    at    a.yaml:3",
        "    fix   f",
        '    cite  v1.0.md:44 "timeout Int32" <https://learn.microsoft.com/graph/api/call-redirect>',
    ]


def test_the_same_finding_at_several_places_is_printed_once_with_the_first_place() -> None:
    twice = Verdict("reference", 1, (Placed(FINDING, "a.yaml", 3), Placed(FINDING, "b.yaml", 9)))
    printed = text.check(twice)
    assert printed.count("RDQ040") == 1
    assert "(2 times)" in printed
    assert "a.yaml:3" in printed
    assert "b.yaml" not in printed


@pytest.mark.parametrize(
    ("number", "noun", "words"), [(0, "call", "0 calls"), (1, "call", "1 call"), (2, "miss", "2 misses")]
)
def test_nouns_agree_with_their_number(number: int, noun: str, words: str) -> None:
    assert text.counted(number, noun) == words
