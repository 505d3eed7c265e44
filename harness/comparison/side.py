"""One side of a comparison: recordings that are read once through, and then again, call by call.

What stays of the first reading is a mark of each exchange and what the rules say; the exchanges do not stay.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.address import canonical_id
from harness.cassette import Entry
from harness.comparison.call import Call, Known, Mark, Member
from harness.comparison.timing import Times
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, call_of
from harness.exchange import Exchange, Way
from harness.findings import Finding, Severity
from harness.ids import Name
from harness.rules import judge_all


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a recording, as far as comparing needs it. findings: warnings and errors, each on
    an exchange. times: of its calls, as of Times; empty where nobody asks.
    """

    findings: tuple[Finding, ...]
    times: Mapping[str, "array[float]"]


def judged(
    numbered: Iterable[tuple[int, Exchange]], documentation: Documentation, *, timing: bool = False
) -> Judged:
    """What the rules say of a recording, each exchange with its number. Raises what reading raises."""
    times = Times(documentation)
    heard = times.add if timing else _unheard
    found = judge_all(numbered, documentation, conversations=heard)
    told = (each for each in found if each.severity >= Severity.WARNING and each.at is not None)
    return Judged(tuple(told), times.values)


def _unheard(_: Conversation) -> None:
    """Nobody asks for the times."""


type Marked = tuple[Mark, Member]
"""An exchange that was read again, beside its mark."""


class Recording(Protocol):
    """A recording that can be compared. name: of its file, empty where there is none."""

    name: str

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file."""

    def again(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """Some of them once more, by their numbers."""

    def names(self) -> frozenset[Name]:
        """The ids that stand in it."""

    def judged(self) -> Judged | None:
        """What the rules say of it, where another process has judged it; asked for once, before `entries`."""


class Held:
    """A recording that is held in memory."""

    def __init__(self, entries: Iterable[Entry], name: str = "") -> None:
        self.name = name
        self._entries = {entry.number: entry for entry in entries}

    def entries(self) -> Iterator[Entry]:
        """As of a Recording."""
        yield from self._entries.values()

    def again(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """As of a Recording."""
        yield from (self._entries[number] for number in numbers)

    def names(self) -> frozenset[Name]:
        """As of a Recording."""
        members = (Member(entry) for entry in self._entries.values() if compared(entry.exchange))
        return frozenset(name for member in members for name in member.names)

    def judged(self) -> None:
        """Nobody has."""


class Side:
    """What some recordings come to. calls: grouped, in order of first appearance.

    times: takes those of the calls, where they are wanted. Raises what reading raises.
    """

    def __init__(
        self,
        recordings: Sequence[Recording],
        documentation: Documentation,
        known: Known,
        times: Times | None = None,
    ) -> None:
        self._recordings = recordings
        self._grouped: dict[str, tuple[str | None, list[Mark]]] = {}
        self._findings: dict[tuple[int, int], list[Finding]] = {}
        for at, recording in enumerate(recordings):
            told = recording.judged()
            numbered = self._marked(at, recording, known)
            if told is None:
                told = judged(numbered, documentation, timing=times is not None)
            else:
                deque(numbered, maxlen=0)
            for finding in told.findings:
                self._findings.setdefault((at, finding.at or 0), []).append(finding)
            if times is not None:
                times.extend(told.times)
        self.calls = [Call(*group) for group in self._grouped.values()]

    def marked(self, call: Call) -> list[Marked]:
        """The exchanges of a call, read again."""
        found: dict[tuple[int, int], Member] = {}
        for at in sorted({mark.recording for mark in call.marks}):
            numbers = sorted(mark.number for mark in call.marks if mark.recording == at)
            for entry in self._recordings[at].again(numbers):
                findings = self._findings.get((at, entry.number), ())
                found[at, entry.number] = Member(entry, self._recordings[at].name, findings)
        return [(mark, found[mark.recording, mark.number]) for mark in call.marks]

    def codes(self, call: Call) -> tuple[str, ...]:
        """The rules of which its exchanges have a warning or an error."""
        told = (self._findings.get((mark.recording, mark.number), ()) for mark in call.marks)
        return codes(finding for findings in told for finding in findings)

    def file(self, call: Call) -> str:
        """The file that a call begins in."""
        return self._recordings[call.marks[0].recording].name

    def _marked(self, at: int, recording: Recording, known: Known) -> Iterator[tuple[int, Exchange]]:
        """The exchanges of a recording, each with its number, marked as they pass."""
        for entry in recording.entries():
            if compared(entry.exchange):
                named = entry.call or call_of(entry.exchange)
                group = self._grouped.setdefault(canonical_id(named or ""), (named, []))
                group[1].append(Mark.of(Member(entry), at, known))
            yield entry.number, entry.exchange


def compared(exchange: Exchange) -> bool:
    """Whether an exchange is compared. How often a token is fetched depends on a cache."""
    return exchange.way is not Way.TO_LOGIN


def codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The codes of findings, each once, in order."""
    return tuple(sorted({finding.rule for finding in findings}))
