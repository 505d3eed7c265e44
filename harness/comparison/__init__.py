"""Comparing two recordings: calls aligned, ids renamed one to one, differences grouped, and what breaks."""

from harness.comparison.choice import ALL, Choice, Unmet, Varying
from harness.comparison.comparing import Comparing, Comparison, compare
from harness.comparison.digest import Digest, Group, Summary
from harness.comparison.model import CallChanges, Change
from harness.comparison.side import Held, Judged, Recording, judged
from harness.comparison.timing import Timing

__all__ = [
    "ALL",
    "CallChanges",
    "Change",
    "Choice",
    "Comparing",
    "Comparison",
    "Digest",
    "Group",
    "Held",
    "Judged",
    "Recording",
    "Summary",
    "Timing",
    "Unmet",
    "Varying",
    "compare",
    "judged",
]
