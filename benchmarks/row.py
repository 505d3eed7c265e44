"""One figure of a benchmark: what redial takes beside what a peer takes, in the same run."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured.

    what, case: the work, and at which size of it. peer: beside what. ratio: how many times as good as the
    peer, or what `goal` speaks of. goal: a clause; empty where a figure is only told. met: whether it was;
    None where there is none. ours, theirs: the figures that the ratio is of, with their unit.
    """

    what: str
    case: str
    peer: str
    ratio: str
    goal: str = ""
    met: bool | None = None
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be measured, and why."""

    what: str
    peer: str
    why: str


def faster(
    what: str, case: str, peer: str, ours: list[float], theirs: list[float], goal: float | None
) -> Row:
    """A row on seconds (or anything of which less is better), of rounds measured in turn: the median ratio.

    goal: how many times as fast as the peer it is to be.
    """
    pairs = zip(ours, theirs, strict=True)
    ratio = median(theirs / ours for ours, theirs in pairs)
    words = "" if goal is None else f">= {goal:g}"
    met = None if goal is None else ratio >= goal
    return Row(what, case, peer, f"{ratio:.2f}", words, met, seconds(median(ours)), seconds(median(theirs)))


def seconds(value: float) -> str:
    """A duration, to three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"
