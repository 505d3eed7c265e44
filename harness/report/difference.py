"""A comparison as lines for a person at a terminal, and the words of its parts that every format has."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.comparison import Digest, Group, Summary
from harness.comparison.timing import FEWEST, Distribution, Shift
from harness.diff import Kind, both_shown
from harness.report.printable import printable
from harness.report.seen import Seen
from harness.report.text import SAME, counted

NO_DIFFERENCE = f"{SAME}: no difference"

_SHIFTS = {
    "more": "clearly more",
    "less": "clearly less",
    "none": "no clear difference",
    None: f"too few calls to say, {FEWEST} of each side are needed",
}


def text(digest: Digest, seen: Seen) -> Iterator[str]:
    """A sentence that sums up, then each kind of difference with its count and where it first stands."""
    yield f"{printable(digest.headline)}\n"
    yield from (f"{printable(line)}\n" for line in grouped(digest.groups))
    yield from (f"{line}\n" for line in closing(digest, seen))


def grouped(groups: Sequence[Group]) -> Iterator[str]:
    """Two lines for each kind of difference: itself with its count, and where it first stands."""
    many = any(group.times > 1 for group in groups)
    width = len(str(max((group.times for group in groups), default=1)))
    for group in groups:
        count = f"{group.times:>{width}} x  " if many else ""
        first = "first at " if group.times > 1 else ""
        yield f"{count}{words(group)}"
        yield f"{' ' * (len(count) or 4)}{first}{group.first.place}"


def words(group: Group) -> str:
    """The differences of a group: the first one, and whether there are other values."""
    other = "" if group.alike else ", and other values"
    same = f", {NO_DIFFERENCE}" if group.first.kind is Kind.EQUIVALENT else ""
    return f"{replace(group.first, path=group.path)}{other}{same}"


def sides(group: Group) -> tuple[str, str]:
    """The old and the new value of a group's first difference, with what is to be said besides."""
    first = group.first
    if first.old is None and first.new is None and first.note:
        return "", first.note
    old, new = both_shown(first.old, first.new)
    old = "" if first.kind is Kind.ADDED else old
    new = "" if first.kind is Kind.REMOVED else new
    note = f" ({first.note})" if first.note else ""
    return old, f"{new}{note}{'' if group.alike else ', and other values'}"


def closing(digest: Digest, seen: Seen) -> Iterator[str]:
    """What is not told, and the times of both sides, a line each."""
    if digest.rest:
        yield f"{counted(digest.rest, 'more difference')}, each of another member; `--format json` has them"
    if seen.alone:
        yield seen.alone
    if left_out := _left_out(digest.summary):
        yield f"left out: {left_out}"
    if digest.summary.renamed:
        yield f"{counted(digest.summary.renamed, 'id')} changed consistently"
    if seen.timing is not None:
        yield "median (5% under .. 95% under, calls) of each side:"
        shifts = seen.timing.shifts
        yield from (f"  {_shift(shift)}" for shift in shifts)
        if not shifts:
            yield "  no call of either side was timed"


def _left_out(summary: Summary) -> str:
    told = (
        (summary.ignored, "as somebody chose"),
        (summary.varying, "that the baseline has too"),
    )
    return ", ".join(f"{counted(number, 'difference')} {why}" for number, why in told if number)


def _shift(shift: Shift) -> str:
    unit = " s" if shift.figure.endswith("_s") else ""
    sides = " -> ".join(_distribution(side, unit) for side in (shift.old, shift.new))
    return f"{shift.figure.removesuffix('_s'):8}  {sides}: {_SHIFTS[shift.shift]}"


def _distribution(side: Distribution, unit: str) -> str:
    if not side.n:
        return "none"
    return f"{side.median:g}{unit} ({side.p5:g} .. {side.p95:g}, {side.n})"
