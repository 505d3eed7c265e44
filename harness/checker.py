"""Recordings judged one after the other by this process, or by workers, with one and the same result.

An edge: it has the files read. What a worker is given says all that it judges by: it looks for no settings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checking.condensed import Condensed, Detail, condensed, told
from harness.checking.coverage import Coverage
from harness.checking.tally import Tally
from harness.checking.verdict import Event, Read
from harness.contract.precedence import Documentation
from harness.corpus import checked, checked_as
from harness.library import Recorded
from harness.rules import Judge
from harness.workers import TRY, Crew

type Named = tuple[str, Recorded]
"""A recording, and the name that it was given by."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Judges by a documentation and the rules `codes`. detail: what of it is told one by one, at least.

    coverage: whether it is asked what was put to the test.
    """

    documentation: Documentation
    codes: frozenset[str]
    detail: Detail = Detail.ALL
    coverage: bool = False

    @property
    def tally(self) -> Tally:
        """An empty tally for it."""
        coverage = Coverage(self.documentation, self.codes) if self.coverage else None
        return Tally(self.documentation.chosen.edition, len(self.codes), coverage=coverage)

    def events(self, recordings: Sequence[Recorded], crew: Crew, tally: Tally) -> Iterator[Event]:
        """What checking them comes to, file by file. tally: takes in what is not told, and watches the rest.

        A recording that kills its worker is one that could not be read. Raises HarnessError as the crew does.
        """
        if crew.alone(len(recordings)):
            yield from checked(recordings, self._judge)
            return
        given = [(str(each.path), each.anywhere) for each in recordings]
        for results in crew.each(self, given, _lost):
            yield from told(results, tally)

    def __call__(self, named: Named) -> tuple[Condensed, ...]:
        """The work on one recording."""
        name, recorded = named
        return tuple(condensed(checked_as(name, recorded, self._judge), self.detail, self.tally))

    @property
    def _judge(self) -> Judge:
        return Judge(self.documentation, self.codes)


def _lost(named: Named, why: str) -> tuple[Condensed, ...]:
    name, _ = named
    return (Read(name, trouble=f"{name}: {why}; {TRY}"),)
