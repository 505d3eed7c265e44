"""Cassettes: one block of YAML an exchange, in the shape that stock vcrpy loads.

Text in, entries out, and back. Opens no file: bytes and lines come from `harness.library`.
"""

from harness.cassette.entry import Entry
from harness.cassette.interaction import VERSION
from harness.cassette.pieces import HEADER
from harness.cassette.place import line_of
from harness.cassette.reading import Reading, read
from harness.cassette.writing import block

__all__ = ["HEADER", "VERSION", "Entry", "Reading", "block", "line_of", "read"]
