"""A comparison in words: what a person at a terminal reads."""

from dataclasses import replace

from harness.comparison import CallChanges, Change, Digest, Timing
from harness.comparison.digest import DISTINCT
from harness.diff import Kind
from harness.report.difference import text
from harness.report.seen import Seen
from tests.unit.rules.exchanges import own_documentation

CHANGED = Change("57", 2, "redirect.body.timeout", Kind.CHANGED, 45, 5, ("RDQ041",), file="new.yaml", line=33)
HEADER = Change("57", 2, "redirect.headers.x-odd", Kind.ADDED, None, "a", file="new.yaml", line=33)
GONE = Change("59", 3, "redirect", Kind.REMOVED, "POST: 429", file="old.yaml", line=90)
SPELLED = Change("59", 6, "redirect.body.maskCallee", Kind.EQUIVALENT, None, False, file="new.yaml", line=80)


def lines(*calls: CallChanges, seen: Seen | None = None) -> list[str]:
    return "".join(text(Digest(calls), seen or Seen())).splitlines()


def call(*changes: Change, **left_out: int) -> CallChanges:
    return CallChanges("57", changes, **left_out)


def test_without_a_difference_it_is_one_sentence() -> None:
    assert lines(call(), CallChanges("58", ())) == ["2 calls, 0 changed"]


def test_each_difference_is_told_with_its_place_and_what_is_none_is_marked() -> None:
    assert lines(call(SPELLED, HEADER, CHANGED), CallChanges("59", (GONE,))) == [
        "2 calls, 2 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041, and 2 more",
        "redirect.body.timeout: 45 -> 5 breaks RDQ041",
        "    new.yaml:33, interaction 2, call 57",
        'redirect.headers.x-odd: "a" added',
        "    new.yaml:33, interaction 2, call 57",
        'redirect: "POST: 429" removed',
        "    old.yaml:90, interaction 3 of the old recording, call 59",
        "redirect.body.maskCallee: null -> false, which means the same: no difference",
        "    new.yaml:80, interaction 6, call 59",
    ]


def test_what_there_is_many_times_is_told_once_with_its_count() -> None:
    calls = [call(replace(HEADER, new=str(number % 2))) for number in range(12)]
    assert lines(*calls, call(CHANGED))[1:] == [
        " 1 x  redirect.body.timeout: 45 -> 5 breaks RDQ041",
        "      new.yaml:33, interaction 2, call 57",
        '12 x  redirect.headers.x-odd: "0" added, and other values',
        "      first at new.yaml:33, interaction 2, call 57",
    ]


def test_what_is_not_told_is_counted() -> None:
    odd = [replace(HEADER, path=f"redirect.body.x{number}") for number in range(DISTINCT + 2)]
    assert lines(call(*odd, ignored=3, varying=1), seen=Seen(2, 1))[-3:] == [
        "2 more differences, each of another member; `--format json` has them",
        "2 files in OLD only, 1 file in NEW only: their calls were compared with each other",
        "left out: 3 differences as somebody chose, 1 difference that the baseline has too",
    ]


def test_how_many_ids_changed_consistently_is_told_behind_the_differences() -> None:
    many = "".join(text(Digest([replace(call(CHANGED), renamed=2), replace(call(), renamed=3)]), Seen()))
    assert many.splitlines()[-1] == "5 ids changed consistently"
    assert "1 id changed" in "".join(text(Digest([replace(call(), renamed=1)]), Seen()))


def test_times_are_told_when_they_were_asked_for() -> None:
    timing = Timing(own_documentation())
    assert lines(seen=Seen(timing=timing))[1:] == [
        "median (5% under .. 95% under, calls) of each side:",
        "  no call of either side was timed",
    ]
    timing.sides[0].values["margin_s"].extend([14.0, 13.0, 14.5, 13.5, 14.25] * 2)
    timing.sides[1].values["margin_s"].extend([9.0, 8.0, 9.5, 8.5, 9.25] * 2)
    timing.sides[0].values["attempts"].append(1)
    assert lines(seen=Seen(timing=timing))[2:] == [
        "  margin    14 s (13 .. 14.5, 10) -> 9 s (8 .. 9.5, 10): clearly less",
        "  attempts  1 (1 .. 1, 1) -> none: too few calls to say, 8 of each side are needed",
    ]


def test_nothing_that_was_recorded_steers_the_terminal() -> None:
    written = "".join(
        text(Digest([call(replace(HEADER, new="\x9b31m\u202e", file="a\x1b]0;b.yaml"))]), Seen())
    )
    assert written.replace("\n", "").isprintable()
