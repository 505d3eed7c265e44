"""What is wrong with a message: a value that is yielded, never raised."""

from collections import Counter
from collections.abc import Iterable
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


SHOWN = 10
"""Findings of one rule on one exchange that a person is shown: enough to see what varies."""


def shortened(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The first SHOWN findings of each rule, in their order; then `and 59,990 more of RDQ064` for each rule
    that has more.
    """
    count: Counter[str] = Counter()
    shown: list[Finding] = []
    for finding in findings:
        count[finding.rule] += 1
        if count[finding.rule] <= SHOWN:
            shown.append(finding)
    rest = ((rule, times - SHOWN) for rule, times in count.items() if times > SHOWN)
    return tuple(shown), tuple(f"and {times:,} more of {rule}" for rule, times in rest)
