"""What verifying a recording comes to: a step for each request that was to be sent, and counts."""

from dataclasses import dataclass

from harness.cassette import Entry
from harness.checking.verdict import Placed
from harness.comparison import CallChanges, Change
from harness.diff import Kind
from harness.exchange import Request, Way, split
from harness.redaction.secrets import SECRETS


def asked(request: Request) -> str:
    """Method and path of a request, without the secrets that may stand in a path in clear."""
    return f"{request.method} {split(SECRETS.address(request.url, Way.TO_GRAPH)).path}"


@dataclass(frozen=True, slots=True)
class Planned:
    """A recorded request that is to be sent. file: its cassette, as it was named.

    entry: where it stands, and its answer: of a request that was repeated, the last time.
    """

    file: str
    entry: Entry

    @property
    def recorded(self) -> int:
        """The status that was recorded."""
        response = self.entry.exchange.response
        return response.status if response is not None else 0

    @property
    def request(self) -> str:
        """Method and path as recorded, without secrets."""
        return asked(self.entry.exchange.request)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A recorded request that cannot be verified, and why: a clause about it. line: where it opens."""

    file: str
    line: int
    interaction: int
    call: str | None
    request: str
    why: str

    @property
    def place(self) -> str:
        """`calls.yaml:33, interaction 2: POST /v1.0/communications/calls`."""
        return f"{self.file}:{self.line}, interaction {self.interaction}: {self.request}"


@dataclass(frozen=True, slots=True)
class Step:
    """One request that was to be sent, and what came of it. line: where its interaction opens, from 1.

    recorded, answered: the statuses; answered is None where no answer came, or nothing was sent.
    times: how often it was sent. seconds, recorded_seconds: what the answers took; None where unknown.
    why: why there is no answer, a sentence; empty where there is one.
    changes: how the answer differs, other spellings of the same included. findings: on the new answer.
    """

    file: str
    line: int
    interaction: int
    call: str | None
    request: str
    recorded: int
    answered: int | None = None
    times: int = 0
    seconds: float | None = None
    recorded_seconds: float | None = None
    why: str = ""
    changes: tuple[Change, ...] = ()
    findings: tuple[Placed, ...] = ()

    @property
    def differences(self) -> tuple[Change, ...]:
        """The changes that are more than another spelling."""
        return tuple(change for change in self.changes if change.kind is not Kind.EQUIVALENT)

    @property
    def drift(self) -> CallChanges:
        """The changes as a comparison has them."""
        return CallChanges(self.call, self.changes)

    @property
    def told(self) -> str:
        """Why there is no answer, and whether it was asked for: `not sent: it was interrupted`."""
        return f"{'no answer' if self.times else 'not sent'}: {self.why}"

    @property
    def place(self) -> str:
        """`calls.yaml:33, interaction 2, call 57`."""
        call = f", call {self.call}" if self.call else ""
        return f"{self.file}:{self.line}, interaction {self.interaction}{call}"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of requests. drifted: answered otherwise. unanswered: sent in vain. unsent: kept back.

    differences, equivalent, breaks: of members, those that differ, are spelled otherwise, break a rule.
    """

    requests: int = 0
    sent: int = 0
    drifted: int = 0
    unanswered: int = 0
    unsent: int = 0
    left_out: int = 0
    differences: int = 0
    equivalent: int = 0
    breaks: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it. against: the URL that the requests were, or would be, sent to.

    dry: nothing was sent, and nothing was to be. left_out: what no service could be asked for.
    """

    against: str
    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...] = ()
    dry: bool = False

    @property
    def summary(self) -> Summary:
        """The counts."""
        steps = self.steps
        return Summary(
            requests=len(steps),
            sent=sum(step.times > 0 for step in steps),
            drifted=sum(bool(step.differences) for step in steps),
            unanswered=sum(step.times > 0 and step.answered is None for step in steps),
            unsent=sum(step.times == 0 for step in steps),
            left_out=len(self.left_out),
            differences=sum(len(step.differences) for step in steps),
            equivalent=sum(len(step.changes) - len(step.differences) for step in steps),
            breaks=sum(bool(change.breaks) for step in steps for change in step.changes),
        )

    @property
    def well(self) -> bool:
        """Whether every request was sent, and answered as it was recorded."""
        return all(step.answered is not None and not step.differences for step in self.steps)
