"""Text that Markdown shows as it is."""

import re

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.report.plain import code, plain, row
from harness.report.printable import printable

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False}).enable(["table"])

HOSTILE = st.text(st.sampled_from(list("ab 1\n|`*_~<>&[]()!#@:/.\\\"'-+=$w\u202e\x9b"))) | st.text()


def shown(written: str) -> str:
    """What a reader sees of code in a cell of a table, when nothing in it is markup."""
    (inline,) = [
        token
        for token in MARKDOWN.parse(row(["a"]) + row(["---"]) + row([written]))
        if token.type == "inline"
    ][1:]
    children = inline.children or []
    assert [child.type for child in children] in (["html_inline", "text", "html_inline"], [])
    return children[1].content if children else ""


@given(HOSTILE)
@example("</code><img src=x onerror=alert(1)>")
@example("a | b \\| c")
@example("``` ` ``")
@example("@everyone #1 https://evil.example www.evil.example GH-1")
def test_any_text_is_shown_as_code_and_as_nothing_else(text: str) -> None:
    line = printable(" ".join(text.split()))
    assert shown(code(text)) == line if line else not code(text)


@given(HOSTILE)
def test_no_one_is_mentioned_and_nothing_becomes_a_link(text: str) -> None:
    assert not re.search(r"[@#|`*\[\]]|https?:|www\.|<(?!/?code>)", re.sub(r"&#\d+;", "", code(text)))


def test_common_text_stays_readable() -> None:
    assert code("redirect.body.timeout") == "<code>redirect.body.timeout</code>"
    assert plain("a*b\nc") == "a\\*b c"
