"""Sentences as HTML."""

import pytest

from harness.report.page.prose import ticked


@pytest.mark.parametrize(
    ("sentence", "html"),
    [
        ("send `30`, not `<b>`", "send <code>30</code>, not <code>&lt;b&gt;</code>"),
        ("an odd ` one <b>", "an odd ` one &lt;b&gt;"),
        ("", ""),
    ],
)
def test_what_stands_between_backticks_is_code_and_all_is_escaped(sentence: str, html: str) -> None:
    assert ticked(sentence) == html
