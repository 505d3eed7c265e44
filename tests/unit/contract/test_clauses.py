"""Words are stated outright, or they stand under something."""

import pytest

from harness.contract.clauses import clause, reservation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is THIS.", None),
        ("If b is a, it is THIS.", "it holds on a condition"),
        ("It is THIS when b is a.", "it holds on a condition"),
        ("It is THIS, and if b is a, something else.", None),
        ("Use it only if b is a; it is THIS.", None),
        ("If b is set, it is THIS.", "it holds on a condition"),
        ("If specified, it is THIS.", None),
        ("If this value is set, it is THIS.", None),
        ("If it isn't provided, it is THIS.", None),
        ("When omitted, it is THIS.", None),
        ("If you don't say, it is THIS.", None),
        ("It is THIS if the parameter is not specified.", None),
        ("For example, it is THIS.", "it is an illustration"),
        ("Something such as THIS.", "it is an illustration"),
        ("It is not THIS.", "it stands in a negation"),
        ("It isn't THIS.", "it stands in a negation"),
        ("It is not that, it is THIS.", None),
    ],
)
def test_what_reserves_a_statement_is_named(text: str, expected: str | None) -> None:
    start = text.index("THIS")
    assert reservation(text, start, start + 4) == expected


def test_a_clause_reaches_from_mark_to_mark() -> None:
    text = "One, two THIS three (four)."
    start = text.index("THIS")
    first, last = clause(text, start, start + 4)
    assert text[first:last].strip() == "two THIS three"
