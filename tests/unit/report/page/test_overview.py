"""What the overview counts."""

from harness.report.page.overview import HOLDS, found, shares


def test_findings_are_listed_worst_and_most_frequent_first() -> None:
    rows = found({("RDR001", "info"): 8, ("RDQ041", "error"): 1, ("RDQ040", "error"): 2})
    assert [(row.rule, row.severity, row.count, row.share) for row in rows] == [
        ("RDQ040", "error", 2, 25),
        ("RDQ041", "error", 1, 12),
        ("RDR001", "info", 8, 100),
    ]
    assert rows[0].holds == HOLDS["RDQ040"]


def test_the_rarest_finding_is_seen_too() -> None:
    assert found({("RDR001", "info"): 5000, ("RDQ040", "error"): 1})[0].share == 1


def test_outcomes_are_parts_of_one_bar() -> None:
    bar = [
        (share.name, share.count, share.x, share.width) for share in shares({"refused": 1, "redirected": 3})
    ]
    assert bar == [("redirected", 3, 0.0, 75.0), ("refused", 1, 75.0, 25.0)]
    assert list(shares({})) == []
