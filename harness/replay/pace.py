"""The pace of a replay: all at once, as it was recorded, faster or slower, or one delay for every answer.

Values only: who waits, and by which clock, is for others.
"""

import re
import sys
from dataclasses import dataclass
from datetime import timedelta

LIMIT_S = 3600.0
"""The longest that anything is put off, in seconds: a recording may have lain for days between two calls."""

SPELLINGS = "none, recorded, milliseconds such as 250, or a factor such as x0.5"

_NAMED = {"none": 0.0, "recorded": 1.0}
_FACTOR = re.compile(r"x(\d{1,6}(?:\.\d{1,6})?)", re.ASCII)
_MILLISECONDS = re.compile(r"\d{1,7}(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take. factor: of the recorded seconds. answer_s: what every answer takes, in seconds,
    in place of what it took; None for that.
    """

    factor: float = 0.0
    answer_s: float | None = None

    @classmethod
    def told(cls, text: str) -> "Pace":
        """The pace that a text names. Raises ValueError, whose text says which there are."""
        if text in _NAMED:
            return cls(_NAMED[text])
        if (factor := _FACTOR.fullmatch(text)) is not None:
            return cls(float(factor[1]))
        if _MILLISECONDS.fullmatch(text) is not None:
            return cls(0.0, float(text) / 1000)
        raise ValueError(f"{text!r} is none of {SPELLINGS}")

    def answer(self, recorded_s: float | None) -> timedelta:
        """How long an answer takes that took `recorded_s` seconds; None: it is not known."""
        if self.answer_s is not None:
            return _bounded(self.answer_s)
        return self.gap(recorded_s)

    def gap(self, recorded_s: float | None) -> timedelta:
        """How long after what came before it something comes that came `recorded_s` seconds later."""
        return _bounded(self.factor * min(max(recorded_s or 0.0, 0.0), sys.float_info.max))


AT_ONCE = Pace()


def _bounded(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), LIMIT_S))
