"""On what terms a tape plays, and by what it judges."""

from dataclasses import dataclass, field

from harness.contract.editions import documentation
from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.redaction.redactor import Redactor
from harness.replay.pace import AT_ONCE, Pace
from harness.replay.playback import OF_THE_BOT


@dataclass(frozen=True, slots=True)
class Terms:
    """How a tape plays and what it judges by. The fields are Playback's; level: the mildest finding that
    fails the test, None for none. teller: Playback's `told`.
    """

    documentation: Documentation = field(default_factory=documentation)
    codes: frozenset[str] = OF_THE_BOT
    level: Severity | None = Severity.ERROR
    pace: Pace = AT_ONCE
    strict: bool = False
    repeats: bool = False
    teller: Redactor | None = None
