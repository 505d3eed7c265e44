"""Matching: which recorded request a request is. No differences but of spelling and names is a match."""

from harness.matching.index import Index
from harness.matching.lenses import LENSES, View, view
from harness.matching.match import Match
from harness.matching.miss import Listed, Miss, Recorded
from harness.matching.pending import in_order
from harness.matching.telling import told_miss, told_request
from harness.matching.vcrpy import matcher_of, register, request_of, route_matcher

__all__ = [
    "LENSES",
    "Index",
    "Listed",
    "Match",
    "Miss",
    "Recorded",
    "View",
    "in_order",
    "matcher_of",
    "register",
    "request_of",
    "route_matcher",
    "told_miss",
    "told_request",
    "view",
]
