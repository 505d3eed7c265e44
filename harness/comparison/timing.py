"""Times compared: distributions of both sides, in robust words. How long a call took is never a difference.

Durations are seconds.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

from harness.checking.verdict import figures
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, Event

FEWEST = 8
"""Calls of each side below which nothing is said: of fewer not even ranks that are quite apart are clear."""

CLEAR = 3.0
"""Standard errors by which the ranks of both sides must differ: chance does so once in 370 comparisons."""

FIGURES: Mapping[str, str] = {
    "margin_s": "left of the time to decide when the redirect was sent",
    "ack_s": "until the bot acknowledged the incoming notification",
    "answer_s": "until Graph answered the redirect",
    "retry_s": "from the first redirect to the last",
    "attempts": "redirects sent for the call",
}
"""Figure of a call -> what it is; those that end in _s are seconds."""


class Times:
    """The figures of the calls of one side, taken in as the calls are over."""

    def __init__(self, documentation: Documentation) -> None:
        self._documentation = documentation
        self.values = {name: array("d") for name in FIGURES}

    def add(self, conversation: Conversation) -> None:
        """Take in one more call."""
        told = figures(conversation, self._documentation)
        asked = [
            step.exchange for step in conversation.steps if step.event in (Event.REDIRECTED, Event.REFUSED)
        ]
        found = {
            "margin_s": told.margin_s,
            "ack_s": told.ack_s,
            "retry_s": told.retry_s,
            "answer_s": asked[-1].seconds if asked else None,
            "attempts": len(asked) or None,
        }
        for name, value in found.items():
            if value is not None:
                self.values[name].append(value)

    def extend(self, other: Mapping[str, "array[float]"]) -> None:
        """Take in the values of calls that another has taken in."""
        for name, values in other.items():
            self.values[name].extend(values)


@dataclass(frozen=True, slots=True)
class Distribution:
    """So many values: their number, the middle one, and those that 5 and 95 of 100 do not exceed."""

    n: int
    median: float | None
    p5: float | None
    p95: float | None

    @classmethod
    def of(cls, values: "array[float]") -> "Distribution":
        """The distribution of values in any order."""
        ranked = sorted(values)
        return cls(len(ranked), *(_quantile(ranked, share) for share in (0.5, 0.05, 0.95)))


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure on both sides. shift: `more`, `less` or `none` on the new side; None: too few calls to say."""

    figure: str
    old: Distribution
    new: Distribution
    shift: str | None


class Timing:
    """The times of both sides of a comparison. sides: the old and the new."""

    def __init__(self, documentation: Documentation) -> None:
        self.sides = (Times(documentation), Times(documentation))

    @property
    def shifts(self) -> list[Shift]:
        """Each figure that a call of either side has."""
        old, new = (side.values for side in self.sides)
        return [
            Shift(
                name,
                Distribution.of(old[name]),
                Distribution.of(new[name]),
                _shift(old[name], new[name]),
            )
            for name in FIGURES
            if old[name] or new[name]
        ]


def _quantile(ranked: list[float], share: float) -> float | None:
    """The value at a share of the ranks (nearest rank)."""
    return round(ranked[ceil(share * len(ranked)) - 1], 6) if ranked else None


def _shift(old: "array[float]", new: "array[float]") -> str | None:
    """Whether the new values are clearly more or less than the old ones (Mann and Whitney, by ranks)."""
    if min(len(old), len(new)) < FEWEST:
        return None
    ranked = sorted([(value, 0) for value in old] + [(value, 1) for value in new])
    both, above, ties, at = len(ranked), 0.0, 0, 0
    while at < both:
        end = at
        while end < both and ranked[end][0] == ranked[at][0]:
            end += 1
        above += (at + end + 1) / 2 * sum(side for _, side in ranked[at:end])
        ties += (end - at) ** 3 - (end - at)
        at = end
    mean = len(new) * (both + 1) / 2
    variance = len(old) * len(new) / 12 * (both + 1 - ties / (both * (both - 1)))
    if variance <= 0 or abs(above - mean) < CLEAR * sqrt(variance):
        return "none"
    return "more" if above > mean else "less"
