"""The pages of rules within a page."""

from harness.report.page.rulebook import rulebook
from harness.rules import RULES
from harness.rules.pages import PARTS


def test_only_the_rules_that_are_spoken_of_are_there_in_order() -> None:
    assert [chapter.code for chapter in rulebook(["RDR001", "RDQ041", "RDQ041", "XYZ"])] == [
        "RDQ041",
        "RDR001",
    ]


def test_a_page_has_its_parts_with_the_examples_as_they_would_be_sent() -> None:
    (chapter,) = rulebook(["RDQ041"])
    parts = dict(chapter.parts)
    assert tuple(parts) == PARTS
    assert parts["Breaks it"] == "<pre>&#34;timeout&#34;: 5</pre>"
    assert "<code>timeout</code>" in parts["What it checks"]


def test_no_page_of_a_rule_holds_html() -> None:
    for chapter in rulebook(rule.code for rule in RULES):
        for _, text in chapter.parts:
            assert "<script" not in text
            assert "<img" not in text
