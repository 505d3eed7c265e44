"""Which edition decides: the chosen one, and what the others' word is worth beside it.

The one place where editions are weighed against each other; the severity of a Standing is the rules' matter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from harness.cite import Cite
from harness.contract.model import Contract, Fact, Listing
from harness.contract.schema import Schema


class Standing(Enum):
    """How what was sent stands to the documentation, seen from the chosen edition."""

    CONTRADICTED = "contradicted"
    """The chosen edition says otherwise, and no shipped edition documents what was sent."""
    DOCUMENTED_ELSEWHERE = "documented elsewhere"
    """The chosen edition says otherwise, another one documents it."""
    CONSTRAINED_ELSEWHERE = "constrained elsewhere"
    """The chosen edition is silent, another one's constraint is broken."""
    DEPRECATED = "deprecated"
    """The chosen edition documents it and advises against it."""
    DEPRECATED_ELSEWHERE = "deprecated elsewhere"
    """Only another edition advises against it."""


class Stated(Protocol):
    """Anything of a contract that knows where it stands: Fact, Listing, Route, Header, Parameter ..."""

    @property
    def cite(self) -> Cite:
        """Where the page states it."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One edition's word: its name, and the line where it says so."""

    edition: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Weighing:
    """How one thing that was sent stands to the documentation.

    deciding: the edition whose word makes it a finding: the chosen one, or the one that constrains.
    documented_by: the other editions that document what was sent.
    """

    standing: Standing
    deciding: Voice
    documented_by: tuple[Voice, ...] = ()

    @property
    def cite(self) -> Cite:
        """The line a finding points at."""
        return self.deciding.cite


@dataclass(frozen=True, slots=True)
class Documentation:
    """The chosen edition, the other shipped ones in their order, and the schema they share.

    records_by_policy: whether the bot records calls by policy, for which the documented window is shorter; a
    redirect does not show it, so that it has to be said.
    """

    chosen: Contract
    others: tuple[Contract, ...]
    schema: Schema
    records_by_policy: bool = False

    @property
    def window(self) -> Fact[int] | None:
        """Seconds that the bot has to decide: the chosen edition's, else the first one's that states it."""
        for contract in (self.chosen, *self.others):
            if (window := self.window_of(contract)) is not None:
                return window
        return None

    def window_of(self, contract: Contract) -> Fact[int] | None:
        """Seconds that one edition gives a bot such as this to decide; None where it is silent."""
        return contract.recording_window if self.records_by_policy else contract.window

    def constraint[S: Stated](
        self, lookup: Callable[[Contract], S | None], holds: Callable[[S], bool]
    ) -> Weighing | None:
        """Weigh a constraint that an edition may state (None: it is silent); None when nothing is broken.

        A silent edition neither documents nor forbids.
        """
        stated = lookup(self.chosen)
        if stated is not None and holds(stated):
            return None
        elsewhere = [(each.edition, found) for each in self.others if (found := lookup(each)) is not None]
        if stated is None:
            broken = [Voice(name, found.cite) for name, found in elsewhere if not holds(found)]
            return Weighing(Standing.CONSTRAINED_ELSEWHERE, broken[0]) if broken else None
        documented = tuple(Voice(name, found.cite) for name, found in elsewhere if holds(found))
        standing = Standing.DOCUMENTED_ELSEWHERE if documented else Standing.CONTRADICTED
        return Weighing(standing, Voice(self.chosen.edition, stated.cite), documented)

    def listed[S: Stated](
        self,
        listing: Callable[[Contract], Listing[S] | None],
        wanted: Callable[[S], bool],
        outright: Mapping[str, Standing] | None = None,
    ) -> Weighing | None:
        """Weigh a route, a parameter or a status that an edition lists or does not; None when it may be sent.

        outright: by edition, the standing it has there whatever the lists say.
        """

        def entry(contract: Contract) -> Voice | None:
            found = next((each for each in listing(contract) or () if wanted(each)), None)
            return Voice(contract.edition, found.cite) if found is not None else None

        own = entry(self.chosen)
        documented = tuple(voice for each in self.others if (voice := entry(each)) is not None)
        stated = listing(self.chosen)
        ordered = (outright or {}).get(self.chosen.edition)
        if ordered is not None:
            here = stated.cite if stated is not None else self.chosen.routes.cite
            return Weighing(ordered, own or Voice(self.chosen.edition, here), documented)
        if own is not None:
            return None
        if stated is not None:
            standing = Standing.DOCUMENTED_ELSEWHERE if documented else Standing.CONTRADICTED
            return Weighing(standing, Voice(self.chosen.edition, stated.cite), documented)
        return None if documented else self.constraint(listing, lambda _: False)

    def deprecation(self, lookup: Callable[[Contract], Fact[str] | None]) -> Weighing | None:
        """Weigh advice against something that was sent; None when no edition deprecates it."""
        own = lookup(self.chosen)
        if own is not None:
            return Weighing(Standing.DEPRECATED, Voice(self.chosen.edition, own.cite))
        for each in self.others:
            if (found := lookup(each)) is not None:
                return Weighing(Standing.DEPRECATED_ELSEWHERE, Voice(each.edition, found.cite))
        return None
