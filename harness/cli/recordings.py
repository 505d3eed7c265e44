"""The recordings that a command was given, with what it takes to read those that are no cassettes."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from harness import corpus
from harness.errors import CassetteError, HarnessError
from harness.library import Captured, Recorded
from harness.project import redactor
from harness.proxy.mitmdump import require
from harness.remote import Source


def recordings(paths: Iterable[Source]) -> list[Recorded]:
    """The cassettes, HARs and flows of mitmproxy's that `paths` mean, none of them opened yet."""
    return corpus.recordings(paths, masking=lambda: redactor(Path()).remembering(), flows=flows)


def flows(file: BinaryIO) -> Captured:
    """The entries of a file that mitmproxy wrote. Raises CassetteError when mitmproxy is not installed."""
    try:
        require("a capture of mitmproxy's")
    except HarnessError as error:
        raise CassetteError(error.message, hint=error.hint) from error
    from proxy_addons.captured import read

    return read(file)
