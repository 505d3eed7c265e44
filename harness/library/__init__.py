"""Cassettes on disk: opened for reading, or recorded: appended only, locked, redacted before each write.

What a cassette says is for `harness.cassette`; here are files, locks and what can go wrong with them.
"""

from harness.library.opened import Cassette, open_cassette
from harness.library.recording import Masking, Recording

__all__ = ["Cassette", "Masking", "Recording", "open_cassette"]
