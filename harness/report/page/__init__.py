"""A check as one page of HTML: an overview, each call as a sequence diagram, findings pinned to their arrows.

The page needs nothing beside itself, and nothing in a recording can run in it.
"""

from harness.report.page.differing import Differing
from harness.report.page.gathering import Masking
from harness.report.page.writing import OPENING, Page

__all__ = ["OPENING", "Differing", "Masking", "Page"]
