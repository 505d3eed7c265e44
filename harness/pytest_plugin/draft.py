"""A draft: a cassette as it is being recorded in a test. It becomes the cassette when the test passed.

Nobody sees half a cassette: not a replay that runs beside, nor the next run after a test that failed.
"""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from threading import Lock

from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.facts import facts_of
from harness.library import Recording
from harness.parties import KnownParties
from harness.redaction.redactor import Redactor


class Draft:
    """Keeps exchanges, masked, in a hidden file beside `path`, where two runs at once have one each.

    after: a cassette that the draft goes on with; None to begin anew. Raises HarnessError when it cannot be
    written, or when another tool wrote what it is to go on with.

    path: of the cassette. goes_on: whether the draft adds to what is there.
    """

    def __init__(self, path: Path, redactor: Redactor, *, after: Path | None = None) -> None:
        self.path = path
        self._draft = path.with_name(f".{path.stem}.{os.getpid()}.{token_hex(4)}{path.suffix}")
        self._parties = KnownParties()
        self._lock = Lock()
        self._kept = 0
        self.goes_on = after is not None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if after is not None:
                shutil.copyfile(after, self._draft)
            self._recording = Recording(self._draft, redactor, append=after is not None)
        except OSError as error:
            raise HarnessError(
                f"cannot record to {path}: {error.strerror}", hint="make its folder writable"
            ) from None
        except HarnessError:
            self._draft.unlink(missing_ok=True)
            raise

    def keep(self, exchange: Exchange) -> None:
        """Keep one exchange, with the facts that its masks would hide."""
        with self._lock:
            self._parties.note(exchange)
            facts = facts_of(exchange, None, self._parties.of(exchange))
            self._recording.keep(replace(exchange, facts=facts))
            self._kept += 1

    def close(self, *, well: bool) -> None:
        """Make the draft the cassette when all went well and something was kept; else drop it."""
        self._recording.close()
        if well and self._kept:
            self._draft.replace(self.path)
        else:
            self._draft.unlink(missing_ok=True)
