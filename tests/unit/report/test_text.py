"""Results as lines for a person."""

import pytest

from harness.findings import Finding, Severity
from harness.report import text
from harness.verdict import Placed, Verdict

FINDING = Finding("RDQ040", Severity.ERROR, "request.body.timeout", "it is a string", "send 30")


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
