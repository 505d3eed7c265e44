"""Differences between messages by meaning: noise ignored, spellings tolerated, ids renamed."""

from harness.diff.difference import DEFAULTS, Difference, Kind, both_shown, respelled, same, shown, unsaid
from harness.diff.differing import differences
from harness.diff.leaves import Key, Leaf, key, leaves, textless
from harness.diff.noise import NOISE
from harness.diff.paths import Paths, general
from harness.diff.said import Exact, Said, said
from harness.diff.tree import content, request_tree, route, tree

__all__ = [
    "DEFAULTS",
    "NOISE",
    "Difference",
    "Exact",
    "Key",
    "Kind",
    "Leaf",
    "Paths",
    "Said",
    "both_shown",
    "content",
    "differences",
    "general",
    "key",
    "leaves",
    "request_tree",
    "respelled",
    "route",
    "said",
    "same",
    "shown",
    "textless",
    "tree",
    "unsaid",
]
