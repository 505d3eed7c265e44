"""A capture made into a cassette: what a live recording would have kept of it, and nothing else.

What a capture holds, harness.library reads; here it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from harness.address import is_redirect
from harness.errors import CassetteError, HarnessError
from harness.exchange import Exchange, Way
from harness.library import Captured, Recorded, begun
from harness.redaction.redactor import Redactor
from harness.remote import Source


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a capture: exchanges kept, redirects among them, requests left out, bytes not read."""

    kept: int
    redirects: int
    left_out: int
    torn: int


class Bare:
    """A redactor that masks nothing, for who wants that."""

    key_id = ""

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange as it is."""
        return exchange


def convert(
    capture: Source,
    cassette: Path,
    redactor: Redactor,
    *,
    flows: Callable[[BinaryIO], Captured],
    append: bool = False,
    only: str = "all",
    redact: bool = True,
    mended: Callable[[Path, Path], None],
) -> Converted:
    """Keep the exchanges of a capture in a cassette, in the order of the capture.

    flows: reads a file of mitmproxy's. only: `all`, or `redirects`. mended: told of a torn tail that the
    cassette had, and where it is now.

    Raises HarnessError when the capture is none, or the cassette cannot be had: then nothing was written.
    """
    recorded = Recorded(capture, masking=Bare, flows=flows)
    entries = recorded.entries()
    try:
        first = next(entries, None)
    except CassetteError as error:
        if recorded.capture or not capture.exists():
            raise
        raise HarnessError(
            f"{capture} is no capture: neither a HAR nor a file of mitmproxy's flows",
            hint="give one that a browser exported, or that `mitmdump -w FILE` wrote",
        ) from error
    if not recorded.capture:
        raise HarnessError(f"{capture} is a cassette already", hint="`redial scrub` masks one in place")
    recording = begun(cassette, redactor.remembering(), append=append, redact=redact, mended=mended)
    kept = redirects = 0
    with recording:
        for entry in (first, *entries) if first is not None else ():
            asks = entry.exchange.way is Way.TO_GRAPH and is_redirect(entry.exchange.request.url)
            if asks or only == "all":
                recording.keep(entry.exchange)
                kept += 1
                redirects += asks
    return Converted(kept, redirects, recorded.left_out, recorded.torn)
