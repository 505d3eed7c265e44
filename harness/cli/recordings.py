"""The recordings that a command was given, with what it takes to read those that are no cassettes."""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from harness import corpus
from harness.configuration import configuration
from harness.errors import CassetteError, HarnessError
from harness.library import Captured, Recorded
from harness.mitmdump import require
from harness.redaction import Redactor
from harness.settings import project_key


def recordings(paths: Iterable[Path]) -> list[Recorded]:
    """The cassettes, HARs and flows of mitmproxy's that `paths` mean, none of them opened yet."""
    return corpus.recordings(paths, masking=masking, flows=flows)


def masking(*, lasting: bool = False) -> Redactor:
    """What masks: with the project's key, as in its cassettes; where there is none, with one for this run.

    lasting: what is masked stays, so that a project without a key gets one.
    """
    key = project_key(Path.cwd(), create=lasting) or secrets.token_bytes(32)
    return Redactor(key, configuration(Path()).redaction)


def flows(file: BinaryIO) -> Captured:
    """The entries of a file that mitmproxy wrote. Raises CassetteError when mitmproxy is not installed."""
    try:
        require("a capture of mitmproxy's")
    except HarnessError as error:
        raise CassetteError(error.message, hint=error.hint) from error
    from proxy_addons.captured import read

    return read(file)
