"""How early the redirects were sent, as bars on an axis of seconds; geometry only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

BINS = 15
LATE_BINS = 3
"""Bars behind the deadline; the last one stands for all that comes later."""

BAR, PITCH, HEIGHT = 22, 26, 84


@dataclass(frozen=True, slots=True)
class Bar:
    """So many redirects between two moments. words: the same for who cannot see it."""

    x: int
    y: float
    height: float
    count: int
    late: bool
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, the x of the deadline, ticks on the axis, and a sentence."""

    bars: tuple[Bar, ...]
    deadline: int
    ticks: tuple[tuple[int, str], ...]
    words: str
    width: int = (BINS + LATE_BINS) * PITCH
    height: int = HEIGHT
    bar: int = BAR


def chart(margins: Sequence[float], window: float | None) -> Chart | None:
    """What was left of the time to decide, in seconds, call by call; None where nobody knows."""
    if not margins or not window:
        return None
    step = window / BINS
    bins = Counter(_bin(window - margin, step) for margin in margins)
    most = max(bins.values())
    bars = tuple(_bar(at, bins[at], most, step) for at in sorted(bins))
    ticks = tuple((at * PITCH, f"{at * step:g}") for at in range(0, BINS + 1, 5))
    return Chart(bars, BINS * PITCH, ticks, _summed_up(margins, window))


def _bin(waited: float, step: float) -> int:
    """What was sent exactly at the deadline was in time."""
    at = int(waited // step)
    on_time = at == BINS and waited == BINS * step
    return min(max(at - on_time, 0), BINS + LATE_BINS - 1)


def _bar(at: int, count: int, most: int, step: float) -> Bar:
    height = max(round(count / most * HEIGHT, 1), 3.0)
    until = "" if at == BINS + LATE_BINS - 1 else f" to {(at + 1) * step:g}"
    words = f"{count} after {at * step:g}{until} s"
    return Bar(at * PITCH + (PITCH - BAR) // 2, round(HEIGHT - height, 1), height, count, at >= BINS, words)


def _summed_up(margins: Sequence[float], window: float) -> str:
    """`the latest after 14.6 s, 0.4 s before the end; median after 2.9 s`, and how many came too late."""
    latest, late = min(margins), sum(margin < 0 for margin in margins)
    end = f"{abs(latest):.1f} s {'before the end' if latest >= 0 else 'too late'}"
    told = f"after {window - latest:.1f} s, {end}"
    if len(margins) == 1:
        return told
    told = f"the latest {told}; median after {window - median(margins):.1f} s"
    return f"{told}; {late} of {len(margins)} too late" if late else told
