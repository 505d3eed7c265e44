"""The account of a replay: what was played, missed, left, injected, wrong, and other than it was recorded.

Values only; harness.replay.playback keeps it, harness.report tells it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.checking.verdict import Placed
from harness.diff import Difference, Kind
from harness.findings import Severity
from harness.replay.player import Missed


@dataclass(frozen=True, slots=True)
class Interaction:
    """A recorded exchange: its file, its number there, its call, its method and path."""

    file: str
    interaction: int
    call: str | None
    request: str


@dataclass(frozen=True, slots=True)
class Befallen:
    """A fault that was injected: as it was written, and the interaction that it met, None where none is
    recorded. request: method and path as recorded, else as sent. nth: which redirect or notification of its
    call it met, counted from 1.
    """

    fault: str
    file: str
    interaction: int | None
    call: str | None
    request: str
    nth: int

    def __str__(self) -> str:
        """`503 into calls.yaml, interaction 2, call 57, number 1 of its call`."""
        place = f"{self.file}, interaction {self.interaction}" if self.file else "what is not recorded"
        call = f", call {self.call}" if self.call else ""
        return f"{self.fault} into {place}{call}, number {self.nth} of its call"


@dataclass(frozen=True, slots=True)
class Departure:
    """A member of what the bot sent that is not as it was recorded: its interaction, and how it differs.

    path opens with the exchange, as in `redirect.headers.scenario-id`. kind, old, new, note: as a Difference
    has them. count: how often the bot sent it so: once for each copy of its call and each attempt.
    refuses: whether it is the status with which the bot refuses a webhook that it took when it was recorded.
    """

    file: str
    interaction: int
    call: str | None
    path: str
    kind: Kind
    old: Any = None
    new: Any = None
    count: int = 1
    note: str = ""
    refuses: bool = False

    @property
    def told(self) -> Difference:
        """How it differs, without its place."""
        return Difference(self.path, self.kind, self.old, self.new, self.note)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a replay.

    played, left: answers and webhooks, in order; a webhook that did not arrive is left. missed: what was
    asked for and is not recorded. undelivered: a sentence for each webhook that the bot did not take.
    findings: on what the bot did now; their place is in the recorded interaction that it matched.
    faults: what was injected, in order of the interactions; None: nothing was planned. unmet: faults that
    were planned and met nobody, as they were written. differences: how what the bot sent differs from what
    is recorded where that made no miss, those included that mean the same. trouble: a sentence where the run
    as a whole went wrong: no bot listened, or its process failed. repeated: how many answers were given
    again; None: each is given once. unlisted: how many misses there were beyond those in `missed`.
    """

    played: tuple[Interaction, ...]
    missed: tuple[Missed, ...]
    left: Sequence[Interaction]
    findings: tuple[Placed, ...]
    undelivered: tuple[str, ...] = ()
    faults: tuple[Befallen, ...] | None = None
    unmet: tuple[str, ...] = ()
    differences: tuple[Departure, ...] = ()
    trouble: str | None = None
    repeated: int | None = None
    unlisted: int = 0

    @property
    def well(self) -> bool:
        """Whether everything was played, nothing else was asked for, nothing sent was an error, no webhook
        was refused that had been taken, every fault happened, and the run had no trouble.
        """
        wrong = any(placed.finding.severity is Severity.ERROR for placed in self.findings)
        wrong |= any(each.refuses for each in self.differences)
        return not (self.missed or self.left or self.undelivered or self.unmet or wrong or self.trouble)
