"""A check as a page under a GitHub job."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.checking.tally import Tally
from harness.checking.verdict import Placed
from harness.findings import Severity
from harness.report.step_summary import LIMIT, page
from tests.unit.report.checks import FINDING, HOSTILE, RUN, exchange

MARKDOWN = MarkdownIt("commonmark").enable("table")


def tally(*placed: Placed) -> Tally:
    counted = Tally("reference", 24)
    list(counted.watch([exchange(*placed)]))
    return counted


def cells(written: str) -> list[str]:
    """What the cells of the table show, without its head."""
    tokens = MARKDOWN.parse(written)
    shown = [token for token in tokens if token.type == "inline" and token.level == 4]
    assert {child.type for token in shown for child in token.children or ()} <= {"text"}
    return ["".join(child.content for child in token.children or ()) for token in shown][7:]


def test_the_kinds_are_rows_worst_first_with_their_counts() -> None:
    mild = replace(FINDING, rule="RDR001", severity=Severity.INFO)
    written = page(tally(*(Placed(each, "a.yaml", 3) for each in (mild, FINDING, FINDING))), RUN)
    assert written.startswith("### redial check, contract reference\n\n| severity | rule |")
    assert cells(written) == [
        *("error", "RDQ040", "request.body.timeout", "it is a string", "Send 30.", "a.yaml:3", "2"),
        *("info", "RDR001", "request.body.timeout", "it is a string", "Send 30.", "a.yaml:3", "1"),
    ]
    assert written.endswith("24 rules\\)\n\n")


def test_where_nothing_was_found_there_is_no_table() -> None:
    assert "|" not in page(tally(), RUN)


@given(st.integers(0, 4000))
def test_it_keeps_to_its_room_and_says_what_is_left_out(room: int) -> None:
    found = [Placed(replace(FINDING, rule=f"RDQ{number:03}"), "a.yaml", 3) for number in range(40)]
    written = page(tally(*found), RUN, room)
    assert len(written.encode()) <= room
    rows = len(cells(written)) // 7 if "| ---" in written else 0
    if written and rows < 40:
        assert f"\n{40 - rows} finding" in written


def test_a_million_kinds_fit_the_limit() -> None:
    found = [
        Placed(replace(FINDING, rule=f"RDQ{number}", message="m" * 1000), "a.yaml", 3)
        for number in range(2000)
    ]
    assert LIMIT - 3000 < len(page(tally(*found), RUN).encode()) <= LIMIT


@given(HOSTILE, HOSTILE)
def test_any_text_is_shown_as_it_is_on_one_line(message: str, where: str) -> None:
    written = page(tally(Placed(replace(FINDING, message=message, where=where), "a.yaml", 3)), RUN)
    _, _, shown_where, shown_message, *_ = cells(written)
    wanted = (plain(where), plain(message))
    assert (shown_where, shown_message) == wanted


def plain(text: str) -> str:
    """Text as a page holds it: one space for any, and a mark for what is no text."""
    return " ".join(re.sub("\x00", "\ufffd", text).split())
