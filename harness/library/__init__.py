"""Cassettes on disk: opened for reading, or recorded: appended only, locked, redacted before each write.

Captures that others made are opened for reading only. What a cassette says is for `harness.cassette`; here
are files, locks and what can go wrong with them.
"""

from harness.library.captured import Captured
from harness.library.keeper import Keeper, Masking, Watcher
from harness.library.opened import Cassette, open_cassette
from harness.library.per_call import CallRecordings, begun, existing
from harness.library.recorded import Recorded
from harness.library.recording import Recording
from harness.library.reread import Reread
from harness.library.scrubbed import Lines, Scrubbed, Traces, examine, scrub

__all__ = [
    "CallRecordings",
    "Captured",
    "Cassette",
    "Keeper",
    "Lines",
    "Masking",
    "Recorded",
    "Recording",
    "Reread",
    "Scrubbed",
    "Traces",
    "Watcher",
    "begun",
    "examine",
    "existing",
    "open_cassette",
    "scrub",
]
