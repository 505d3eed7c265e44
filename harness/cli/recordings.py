"""The recordings that a command was given, with what it takes to read those that are no cassettes."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Self

from harness import corpus
from harness.errors import CassetteError, HarnessError
from harness.library import Captured, Recorded
from harness.project import redactor
from harness.proxy.mitmdump import require
from harness.redaction.redactor import Redactor
from harness.remote import Source


def recordings(paths: Iterable[Source], drawn: "Drawn | None" = None) -> list[Recorded]:
    """The cassettes, HARs and flows of mitmproxy's that `paths` mean, none of them opened yet.

    drawn: what masks captures, where those of several calls are to be masked alike.
    """
    return corpus.recordings(paths, masking=drawn or Drawn(), flows=flows)


class Drawn:
    """What masks the captures of one run, each for itself: by one key, which is looked for when it is needed.

    By value it has looked: whoever gets it, wherever, masks alike.
    """

    def __init__(self, found: Redactor | HarnessError | None = None) -> None:
        self._found = found

    def __call__(self) -> Redactor:
        """Raises HarnessError as reading the key and the rules of the project does."""
        if isinstance(found := self._looked(), HarnessError):
            raise found
        return found.remembering()

    def __reduce__(self) -> tuple[type[Self], tuple[Redactor | HarnessError]]:
        return type(self), (self._looked(),)

    def _looked(self) -> Redactor | HarnessError:
        if self._found is None:
            try:
                self._found = redactor(Path())
            except HarnessError as error:
                self._found = error
        return self._found


def flows(file: BinaryIO) -> Captured:
    """The entries of a file that mitmproxy wrote. Raises CassetteError when mitmproxy is not installed."""
    try:
        require("a capture of mitmproxy's")
    except HarnessError as error:
        raise CassetteError(error.message, hint=error.hint) from error
    from proxy_addons.captured import read

    return read(file)
