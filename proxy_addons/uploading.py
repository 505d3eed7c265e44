"""Uploads what is recorded while mitmproxy runs: on a thread that never holds up its event loop.

What is sent, and when it is tried again, is harness.upload's business.
"""

import asyncio
import logging
from contextlib import suppress

from harness.library import Keeper, Watcher
from harness.upload.bucket import Bucket
from harness.upload.uploader import Uploader
from proxy_addons.failure import Tally
from proxy_addons.options import Settings

_PATIENCE = 30.0
"""Seconds for what is being sent at the end: `harness.proxy.recording` waits longer before it kills."""

_SOON = 3.0
"""Seconds without everything sent that are worth a line at the end."""

log = logging.getLogger("redial")


class Uploading:
    """The uploader that the options ask for, if they do."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._uploader: Uploader | None = None

    @property
    def busy(self) -> bool:
        """Whether there is anything to wait for at the end."""
        return self._uploader is not None

    def open(self, settings: Settings) -> Watcher | None:
        """What is to watch the recording, which is opened next; None where nothing is uploaded. Raises
        HarnessError for a store that nothing here can talk to.
        """
        self.stop()
        if settings.upload is None:
            return None
        loop = asyncio.get_running_loop()

        def say(line: str) -> None:
            with suppress(RuntimeError):  # mitmproxy has ended meanwhile
                loop.call_soon_threadsafe(log.warning, "%s", line)

        self._uploader = Uploader(Bucket(settings.upload), say, keep=settings.keep)
        return self._uploader

    def start(self, settings: Settings, keeper: Keeper | None) -> None:
        """Send what earlier recordings have left, and what the keeper closes."""
        if self._uploader is not None and settings.cassette is not None and keeper is not None:
            self._uploader.resume(settings.cassette.absolute().parent)
            self._uploader.start(keeper)

    async def finish(self) -> None:
        """Wait for what is to be sent, in bounded time. Says so where it is a while."""
        if (uploader := self._uploader) is None:
            return
        if await asyncio.to_thread(uploader.wait, _SOON):
            log.warning("uploading what was recorded, which may take up to %.0f s", _PATIENCE - _SOON)
            await asyncio.to_thread(uploader.wait, _PATIENCE - _SOON)
        self.stop()

    def stop(self) -> None:
        """Send no more: what is left is for the next recorder."""
        if (uploader := self._uploader) is not None:
            self._uploader = None
            self._tally.unsent = uploader.stop()
            self._tally.sent += uploader.sent
