"""Cassettes masked one after the other by this process, or by workers, with one and the same result.

An edge: it has the files replaced, each by whoever masked it. What a worker is given holds the key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError
from harness.library import Traces, examine, scrub
from harness.redaction.redactor import Redactor
from harness.workers import TRY, Crew

type Named = tuple[str, Path]
"""A cassette, and the name that it was given by."""


@dataclass(frozen=True, slots=True)
class Masked:
    """What came of a cassette. traces: what there was to mask. torn: where its torn end is.

    trouble: why it stays as it was.
    """

    name: str
    traces: Traces | None = None
    torn: Path | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Scrubber:
    """Masks cassettes. check: changes nothing. backup, mend: as of `scrub`."""

    mask: Redactor
    check: bool = False
    backup: bool = False
    mend: bool = False

    def masked(self, cassettes: Sequence[Path], crew: Crew) -> Iterator[Masked]:
        """What came of each, in their order. Raises HarnessError as the crew does."""
        return crew.each(self, [(str(path), path.absolute()) for path in cassettes], _lost)

    def __call__(self, named: Named) -> Masked:
        """The work on one cassette."""
        name, path = named
        try:
            if self.check:
                return Masked(name, examine(path, self.mask))
            done = scrub(path, self.mask, backup=self.backup, mend=self.mend)
            return Masked(name, done.traces, done.torn)
        except HarnessError as error:
            return Masked(name, trouble=str(error).replace(str(path), name))


def _lost(named: Named, why: str) -> Masked:
    name, _ = named
    return Masked(name, trouble=f"{name}: {why}; {TRY}")
