"""Comparing two recordings: calls aligned, ids renamed one to one, differences grouped, and what breaks."""

from harness.comparison.comparing import compare
from harness.comparison.model import CallChanges, Change, Comparison, Summary

__all__ = ["CallChanges", "Change", "Comparison", "Summary", "compare"]
