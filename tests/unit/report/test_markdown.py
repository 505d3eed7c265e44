"""A comparison as a comment on a pull request."""

from dataclasses import replace

from harness.comparison import CallChanges, Change, Digest
from harness.diff import Kind
from harness.report.markdown import LIMIT, diff
from harness.report.seen import Seen

CHANGED = Change("57", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",), file="new.yaml", line=33)
SPELLED = Change("57", 2, "redirect.body.maskCallee", Kind.EQUIVALENT, None, False)
GONE = Change("59", 3, "redirect", Kind.REMOVED, "POST: 429", mends=("RDR007",))


def written(*changes: Change, seen: Seen | None = None, **left_out: int) -> str:
    return "".join(diff(Digest([CallChanges("57", changes, **left_out)]), seen or Seen()))


def test_without_a_difference_it_is_a_heading() -> None:
    assert written() == "### redial diff: 1 call, 0 changed\n\n"


def test_each_kind_of_difference_is_a_row() -> None:
    heading, _, *rows = written(SPELLED, CHANGED, GONE, varying=2).splitlines()
    assert heading == (
        "### redial diff: 1 call, 1 changed:"
        " <code>redirect.body.timeout&#58; 45 -&#62; 5 breaks RDQ041, and 1 more</code>"
    )
    assert [row.strip("| ").split(" | ") for row in rows[:5]] == [
        ["times", "member", "old", "new", "contract", "first at"],
        ["---"] * 6,
        [
            *("1", "<code>redirect.body.timeout</code>", "<code>45</code>", "<code>5</code>"),
            *("breaks RDQ041", "<code>new.yaml&#58;33, interaction 2, call 57</code>"),
        ],
        [
            *("1", "<code>redirect</code>", '<code>"POST&#58; 429"</code>', ""),
            *("mends RDR007", "<code>interaction 3 of the old recording, call 59</code>"),
        ],
        [
            *("1", "<code>redirect.body.maskCallee</code>", "<code>null</code>", "<code>false</code>"),
            *("which means the same: no difference", "<code>interaction 2, call 57</code>"),
        ],
    ]
    assert rows[5:] == ["", "<code>left out&#58; 2 differences that the baseline has too</code>", ""]


def test_other_values_are_said() -> None:
    assert "| <code>5, and other values</code> |" in written(CHANGED, replace(CHANGED, old=30))


def test_what_there_is_no_room_for_is_counted() -> None:
    odd = "|" * 300
    changes = [
        replace(CHANGED, path=f"redirect.body.x{number}.{odd}", breaks=(f"RDQ{number:03}",))
        for number in range(900)
    ]
    told = written(*changes)
    assert LIMIT - 3000 < len(told) < LIMIT + 200
    rows = told.count("\n| ") - 2
    assert f"\n{900 - rows} more kinds of difference\n" in told
