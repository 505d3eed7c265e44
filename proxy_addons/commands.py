"""What a user may ask of the flows in a UI of mitmproxy's: their findings, and a cassette of them.

Commands of its console, which mitmweb takes over HTTP as well. How a flow becomes an exchange is told by
captured.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from mitmproxy import ctx, types
from mitmproxy.addonmanager import Loader
from mitmproxy.exceptions import CommandError
from mitmproxy.flow import Flow
from mitmproxy.http import HTTPFlow
from mitmproxy.log import ALERT

from harness.errors import HarnessError
from harness.exchange import Exchange
from harness.library import Recording
from harness.parties import KnownParties
from harness.project import redactor
from proxy_addons import captured
from proxy_addons.checker import LINES
from proxy_addons.flows import seconds, started
from proxy_addons.options import read

CLEAN = "no findings"

log = logging.getLogger("redial")


class Commands:
    """`redial.findings` and `redial.save`."""

    name = "redial.commands"

    def load(self, loader: Loader) -> None:
        """Make the commands known. Their docstrings are the help that mitmproxy shows."""
        loader.add_command("redial.findings", self.findings)
        loader.add_command("redial.save", self.save)

    def findings(self, flows: Sequence[Flow]) -> Sequence[str]:
        """What is wrong with these flows, line by line, as it was found when they passed."""
        judged = [flow for flow in flows if LINES in flow.metadata]
        if not judged:
            raise CommandError("none of these flows was judged: choose others, or wait for the answer")
        lines = [line for flow in judged for line in flow.metadata[LINES]]
        return lines or [CLEAN]  # the console fails at a list of nothing

    def save(self, flows: Sequence[Flow], path: types.Path) -> None:
        """Keep what of these flows is part of a call in a new cassette, masked. Flows that are still under
        way are left out.
        """
        found = _exchanges(flows)
        if not found:
            raise CommandError("none of these flows is part of a call: choose others, or wait for the answer")
        try:
            _keep(found, Path(path))
        except HarnessError as error:
            raise CommandError(str(error)) from error
        log.log(ALERT, "%s holds %d of %d flows", path, len(found), len(flows))


def _exchanges(chosen: Sequence[Flow]) -> list[Exchange]:
    """The exchanges of flows that are over, in the order in which they would have been recorded."""
    bot, parties = read(ctx.options).bot, KnownParties()
    over = [flow for flow in chosen if isinstance(flow, HTTPFlow) and (flow.response or flow.error)]
    told = [(_ended(flow), captured.exchange(flow, parties, bot)) for flow in sorted(over, key=started)]
    return [found for _, found in sorted(told, key=lambda each: each[0]) if found is not None]


def _ended(flow: HTTPFlow) -> float:
    return started(flow).timestamp() + (seconds(flow) or 0)


def _keep(exchanges: Sequence[Exchange], path: Path) -> None:
    """Write a new cassette. Raises HarnessError when there is one already, or it cannot be written."""
    if os.path.lexists(path):
        raise HarnessError(f"{path}: it exists already", hint="give another file")
    with Recording(path, redactor(Path.cwd(), lasting=True)) as recording:
        for exchange in exchanges:
            recording.keep(exchange)
