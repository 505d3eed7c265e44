"""Cassettes: one block of YAML an exchange, in the shape that stock vcrpy loads.

Text in, entries out, and back. Opens no file: bytes and lines come from `harness.library`.
"""

from harness.cassette.entry import Entry
from harness.cassette.index import Place, place_of
from harness.cassette.interaction import VERSION, named_call
from harness.cassette.pieces import HEADER, marker
from harness.cassette.place import columns_of, line_of
from harness.cassette.reading import Reading, entry_at, read
from harness.cassette.scrub import Mask
from harness.cassette.scrubbing import Datum, Part, scrubbed
from harness.cassette.unread import Reader, Unread, changed
from harness.cassette.writing import block

__all__ = [
    "HEADER",
    "VERSION",
    "Datum",
    "Entry",
    "Mask",
    "Part",
    "Place",
    "Reader",
    "Reading",
    "Unread",
    "block",
    "changed",
    "columns_of",
    "entry_at",
    "line_of",
    "marker",
    "named_call",
    "place_of",
    "read",
    "scrubbed",
]
