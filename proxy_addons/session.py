"""One run of the proxy: opens recorder, checker and stand-in, says when it listens, and ends as it should.

What a flow means is none of its business. mitmproxy calls `running` once all listeners are bound.
"""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import Any

from mitmproxy import contentviews, ctx
from mitmproxy.addonmanager import Loader
from mitmproxy.exceptions import OptionsError

from harness.configuration import configuration
from harness.errors import HarnessError
from harness.library import open_cassette
from harness.project import redactor
from harness.report.keeping import continued, unmasked
from proxy_addons.announcing import announce, is_news, spelled
from proxy_addons.checker import Checker
from proxy_addons.commands import Commands
from proxy_addons.contentview import RedirectContentview
from proxy_addons.detour import Detour
from proxy_addons.failure import Tally, reason
from proxy_addons.host import HostAddon
from proxy_addons.leash import hold
from proxy_addons.listeners import listener, listening
from proxy_addons.options import PREFIX, OptionsAddon, Settings, obstacles, read
from proxy_addons.recorder import Recorder
from proxy_addons.silence import Silence
from proxy_addons.stand_in import StandIn
from proxy_addons.uploading import Uploading

OPEN, SUM_UP, ANNOUNCE = "open what an option names", "sum up", "announce itself"
FAULT = "this is a fault of redial's: report it"

log = logging.getLogger("redial")


class Session:
    """The addon that holds the others. It stands before them: its hooks run first."""

    name = "redial"

    def __init__(self) -> None:
        self.tally = Tally()
        self.checker = Checker()
        self.recorder = Recorder(self.tally, self.checker)
        self.stand_in = StandIn(self.tally, self.recorder)
        self.silence = Silence(self.tally)
        self.uploading = Uploading(self.tally)
        detour = Detour(self.tally, self.recorder)
        self.options = OptionsAddon()
        self.addons = [
            *(self.options, HostAddon(self.tally), self.silence),
            *(self.recorder, self.stand_in, detour, self.checker, Commands()),
        ]
        self._running = False
        self._opened: Settings | None = None

    def load(self, loader: Loader) -> None:
        """Show redirects in mitmproxy's UIs, and nothing in its log that steers a terminal."""
        log.addFilter(spelled)
        contentviews.add(RedirectContentview)

    def configure(self, updated: set[str]) -> None:
        """Open the parts again when an option changes under way. `running` does it first: not every addon is
        configured before it runs. Values that come back because others were refused change nothing.
        """
        if self._running and any(name.startswith(PREFIX) for name in updated):
            try:
                if (settings := read(ctx.options)) != self._opened:
                    self._open(settings)
            except HarnessError as error:
                raise OptionsError(str(error)) from error
            except Exception as error:
                self.tally.count(OPEN, error)
                raise OptionsError(f"redial could not {OPEN}: {reason(error)}") from error

    def running(self) -> None:
        """Open everything and say so; or say what is in the way, at which mitmproxy exits with status 1."""
        if self.options.refused:
            self.tally.failures += 1
            return
        ready: Path | None = None
        try:
            settings = read(ctx.options)
            ready = settings.ready
            for obstacle in obstacles(ctx.options):
                raise obstacle
            self._open(settings)
            if settings.leash:
                hold(ctx.master.shutdown)
            announce(ready, {"pid": os.getpid(), "listeners": listeners(settings), "ui": web_url()})
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing passes unrecorded
            self._refuse(ready, error)
        else:
            self._running = True
            gc.freeze()  # rules and contract stay: to look at them again and again holds every call up

    def _refuse(self, ready: Path | None, error: Exception) -> None:
        told = error if isinstance(error, HarnessError) else HarnessError(reason(error), hint=FAULT)
        self.tally.failures += 1
        log.error("%s", told)
        with suppress(HarnessError):  # it may be what was just told
            announce(ready, {"error": {"message": told.message, "hint": told.hint}})

    def done(self) -> Awaitable[None] | None:
        """Close the cassette, say what was done, and leave with status 1 when not all of it could be.

        What is being kept comes first. Only at the end of mitmproxy can that be awaited: when this script is
        taken out under way, nothing waits for a hook.
        """
        if (self.recorder.busy or self.uploading.busy) and ctx.master.should_exit.is_set():
            return self._finish()
        self._end()
        return None

    async def _finish(self) -> None:
        await self.recorder.finish()
        self.recorder.close()
        await self.uploading.finish()
        self._end()

    def _end(self) -> None:
        gc.unfreeze()
        self.recorder.close()
        self.uploading.stop()
        self.silence.close()
        if not self._running:
            return
        self._running = False
        with self.tally.counting(SUM_UP):
            self.checker.finish()
        with self.tally.counting(ANNOUNCE):
            announce(read(ctx.options).ready, {"done": self.tally.told})
        if ctx.master.should_exit.is_set():
            logging.getLogger("asyncio").addFilter(is_news)
        if self.tally.failures and ctx.master.should_exit.is_set():
            leave_with(1)

    def _open(self, settings: Settings) -> None:
        watcher = self.uploading.open(settings)
        mask = redactor(Path.cwd(), lasting=settings.cassette is not None).remembering()
        documentation = configuration(Path.cwd()).documentation(settings.contract)
        self._opened = None
        self.checker.open(documentation, mask)
        self.stand_in.responder = None
        if settings.replay is not None:
            from harness.replay.player import Player

            self.stand_in.responder = Player(open_cassette(settings.replay).entries(), redactor=mask)
        grows = settings.append and settings.cassette is not None and settings.cassette.exists()
        self.uploading.start(settings, self.recorder.open(settings, mask, watcher))
        if grows:
            log.warning(continued(settings.cassette))
        if settings.cassette is not None and not settings.redact:
            log.warning(unmasked(settings.cassette))
        self.silence.open(settings)
        self._opened = settings


def listeners(settings: Settings) -> list[dict[str, Any]]:
    """Where the proxy listens, and whom each listener stands for."""
    return [
        {"for": listener(mode, settings.bot).value, "host": host, "port": port}
        for mode, (host, port) in listening()
    ]


def web_url() -> str | None:
    """Where mitmweb shows its UI, with the token that it asks for; None in any other program."""
    url: str | None = getattr(ctx.master, "web_url", None)
    return url


def leave_with(status: int) -> None:
    """End the process with this status, once every addon is done.

    mitmproxy's programs have no status of their own to give. SystemExit out of a hook would end them, but
    also keep the addons behind us from finishing; out of a callback of the finished main task it keeps nobody
    from anything.
    """

    def leave(_: asyncio.Task[Any]) -> None:
        sys.exit(status)

    if (main := asyncio.current_task()) is not None:
        main.add_done_callback(leave)
