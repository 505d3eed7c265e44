"""What the rules say of recordings that are compared: asked of this process when it is wanted, or of workers.

An edge: it has the files read. Bringing both sides together is one process's matter, for their ids correspond
over the whole comparison; judging, which is two thirds of the work, is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.comparison import Judged, judged
from harness.contract.precedence import Documentation
from harness.errors import CassetteError, HarnessError
from harness.library import Recorded, Reread
from harness.workers import TRY, Crew

type Named = tuple[str, Recorded]
"""A recording, and the name that it was given by."""


@dataclass(frozen=True, slots=True)
class Comparer:
    """Judges recordings to compare. timing: whether the times of their calls are wanted."""

    documentation: Documentation
    timing: bool = False

    def share(self, recordings: Sequence[Reread], crew: Crew) -> None:
        """Have the recordings judged by the crew, if that is not this process, in the order given: in which
        they are to be read.
        """
        if crew.alone(len(recordings)):
            return
        given = [(each.name, each.recorded.anywhere) for each in recordings]
        results = crew.each(self, given, _lost)
        for each in recordings:
            each.judged_by(results)

    def __call__(self, named: Named) -> Judged | HarnessError:
        """The work on one recording: as far as it can be read, for whoever reads it says how far that is."""
        _, recorded = named
        entries = Reread(recorded, strict=False, held=0).entries()
        numbered = ((entry.number, entry.exchange) for entry in entries)
        return judged(numbered, self.documentation, timing=self.timing)


def _lost(named: Named, why: str) -> Judged | HarnessError:
    name, _ = named
    return CassetteError(f"{name}: {why}", hint=TRY)
