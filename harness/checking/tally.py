"""The sum of a check: counts that are taken while its stream passes. Of the findings it keeps the kinds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from harness.checking.coverage import Coverage
from harness.checking.kinds import Kinds
from harness.checking.verdict import Event, Part, Read
from harness.findings import Severity


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not tell, why, and how often."""

    rule: str
    why: str
    count: int


_NUMBERS = ("cassettes", "exchanges", "redirects", "calls", "unread", "left_out", "accepted")


@dataclass(slots=True)
class Tally:
    """Counts under one contract with `rules_run` rules, so far.

    unread: files that could not be read, or not to their end. judged: how many parts each rule looked at.
    left_out: requests of captures that are part of no call's conversation. calls: those with an id.
    accepted: findings that a baseline knows, which are not counted otherwise. coverage: None: nobody asks.
    kinds: the findings, grouped.
    """

    contract: str
    rules_run: int
    cassettes: int = 0
    exchanges: int = 0
    redirects: int = 0
    calls: int = 0
    unread: int = 0
    left_out: int = 0
    accepted: int = 0
    coverage: Coverage | None = None
    judged: Counter[str] = field(default_factory=Counter)
    kinds: Kinds = field(default_factory=Kinds)
    _severities: Counter[Severity] = field(default_factory=Counter)
    _unjudged: Counter[tuple[str, str]] = field(default_factory=Counter)

    def watch[E: Event](self, events: Iterable[E]) -> Iterator[E]:
        """The same stream; each event is counted as it passes."""
        for event in events:
            self.take(event)
            yield event

    def add(self, other: "Tally") -> None:
        """Take in what another tally took in of what comes next; that one holds every kind of finding."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.judged.update(other.judged)
        self.kinds.add_all(other.kinds)
        self._severities.update({severity: other.count(severity) for severity in Severity})
        self._unjudged.update({(each.rule, each.why): each.count for each in other.not_judged})

    def take(self, event: Event) -> None:
        """Take in one more event."""
        if self.coverage is not None:
            self.coverage.add(event)
        if isinstance(event, Read):
            self.cassettes += 1
            self.unread += bool(event.torn or event.trouble)
            self.left_out += event.left_out
            return
        self.exchanges += event.part is Part.EXCHANGE
        self.calls += event.part is Part.CALL and bool(event.call)
        self.redirects += event.redirect
        self.accepted += event.accepted
        for placed in event.findings:
            self._severities[placed.finding.severity] += 1
            self.kinds.add(placed)
        self._unjudged.update(event.unjudged)
        self.judged.update(event.rules)

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """What could not be judged, in order of code."""
        return tuple(NotJudged(rule, why, count) for (rule, why), count in sorted(self._unjudged.items()))

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return self._severities[severity]

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return self._severities.total()

    def reaches(self, severity: Severity) -> bool:
        """Whether any finding is at least this severe."""
        return any(self._severities[each] for each in Severity if each >= severity)
