"""What is wrong with a message: a value that is yielded, never raised."""

from dataclasses import dataclass
from enum import IntEnum

from harness.cite import Cite


class Severity(IntEnum):
    """How much a finding matters; a higher number is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place.

    rule: its code, such as `RDQ040`.
    where: the member, such as `request.body.targets[0].identity` or `response.status`.
    message: what is wrong, one sentence. fix: what to send instead, one sentence.
    cite: where the documentation says so; None when no page does.
    call: the call's id as it stands in the recording, None where no call is named.
    at: number of the entry in its cassette, from 1; None outside a cassette.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    fix: str
    cite: Cite | None = None
    call: str | None = None
    at: int | None = None
