"""Sends recordings to a store once they are closed, on a thread of its own; makes up for what was not sent.

What a recording is, and when it is closed, is the keeper's business.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from harness.errors import CassetteError, HarnessError
from harness.library import Keeper, Recording
from harness.library.hold import Hold, held
from harness.remote import RemoteError
from harness.upload import slip as slips
from harness.upload.bucket import Bucket
from harness.upload.slip import Slip

DELAYS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds between two tries to send a recording."""

LAG = 50
"""Recordings that wait at once, from which on that is worth a line."""

_TICK = 1.0


class Uploader:
    """Uploads recordings while it is open: it watches a keeper.

    sent: how many it has. say: told what a person should know, on any thread. keep: whether what was
    sent stays on this machine. delays: seconds between two tries to send one.
    """

    def __init__(
        self,
        bucket: Bucket,
        say: Callable[[str], None],
        *,
        keep: bool = True,
        delays: tuple[float, ...] = DELAYS,
    ) -> None:
        self.sent = 0
        self._bucket = bucket
        self._say = say
        self._keep = keep
        self._keeper: Keeper | None = None
        self._delays = delays
        self._waiting: deque[Path] = deque()
        self._left: list[Path] = []
        self._at_hand: Path | None = None
        self._changed = threading.Condition()
        self._ending = threading.Event()
        self._lagging = self._failing = False
        self._thread = threading.Thread(target=self._run, name="redial-upload", daemon=True)

    def opened(self, recording: Path) -> None:
        """Note, before anything of it is written, that a recording goes to the store."""
        known = slips.read(recording)
        if known is None or known.to != self._bucket.url:
            slips.write(recording, Slip(self._bucket.url))

    def closed(self, recording: Path) -> None:
        """Send a recording soon."""
        with self._changed:
            if recording not in self._waiting:
                self._waiting.append(recording)
            self._changed.notify_all()

    def resume(self, folder: Path) -> None:
        """Send what earlier recorders have left in a folder, torn ends cut off. What another one holds is
        that one's business.
        """
        for recording in slips.slipped(folder):
            known = slips.read(recording)
            if known is None or known.to != self._bucket.url:
                continue
            if not recording.exists():
                slips.drop(recording)
            elif not known.covers(recording) and not held(recording):
                try:
                    Recording(recording, None, append=True).close()
                except HarnessError as error:
                    self._say(f"{error}; it is not uploaded")
                else:
                    self.closed(recording)

    def start(self, keeper: Keeper | None = None) -> None:
        """Begin to send. keeper: of what is recorded meanwhile; it is asked about once a second to close what
        has been still for long.
        """
        self._keeper = keeper
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until all is sent, as long as that may take: whether something is still under way."""
        end = time.monotonic() + seconds
        with self._changed:
            while self._under_way and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
            return self._under_way

    def stop(self) -> int:
        """Send no more: how many recordings are left for the next time."""
        self._ending.set()
        with self._changed:
            self._changed.notify_all()
            left = {*self._waiting, *self._left, *filter(None, [self._at_hand])}
            return sum(recording.exists() for recording in left)

    @property
    def _under_way(self) -> bool:
        return bool(self._waiting) or self._at_hand is not None

    def _run(self) -> None:
        while not self._ending.is_set():
            with self._changed:
                if not self._waiting:
                    self._changed.wait(_TICK)
                self._at_hand = self._waiting.popleft() if self._waiting else None
                self._tell_lag()
            if self._at_hand is None:
                if self._keeper is not None:
                    self._keeper.rest()
                continue
            sent = self._sent(self._at_hand)
            with self._changed:
                if not sent:
                    self._left.append(self._at_hand)
                elif self._left:  # the store is there again
                    self._waiting.extend(self._left)
                    self._left.clear()
                self._at_hand = None
                self._changed.notify_all()

    def _sent(self, recording: Path) -> bool:
        """Whether a recording needs no more of us: it is sent, is no more, or must not be sent."""
        for delay in (*self._delays, None):
            try:
                self._send(recording)
            except (RemoteError, OSError) as error:
                if not self._failing:
                    self._failing = True
                    self._say(f"an upload failed and is tried again: {_why(error)}")
                if delay is not None and self._ending.wait(delay):
                    return False
            except HarnessError as error:
                self._say(str(error))
                return True
            else:
                if self._failing:
                    self._failing = False
                    self._say(f"uploads to {self._bucket.url} go on")
                return True
        self._say(f"{recording} is not uploaded; it is tried again after the next one, or at the next start")
        return False

    def _send(self, recording: Path) -> None:
        if not recording.exists():
            slips.drop(recording)
            return
        slip = slips.read(recording) or Slip(self._bucket.url)
        if not slip.covers(recording):
            slip = self._bucket.send(recording, slip)
            slips.write(recording, slip)
            self.sent += 1
        if not self._keep:
            discard = partial(_discard, recording, slip)
            self._keeper.apart(recording, discard) if self._keeper is not None else discard()

    def _tell_lag(self) -> None:
        waiting = len(self._waiting)
        if waiting >= LAG and not self._lagging:
            self._say(f"{waiting} recordings wait to be uploaded to {self._bucket.url}")
        self._lagging = waiting >= LAG


def _discard(recording: Path, sent: Slip) -> None:
    """Delete a recording that stands in the store whole, unless somebody goes on with it."""
    try:
        hold = Hold(recording)
    except CassetteError:
        return
    try:
        if sent.covers(recording):
            recording.unlink()
            slips.drop(recording)
    finally:
        hold.release()


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, HarnessError) else f"{getattr(error, 'strerror', None) or error}"
