"""What the overview counts: findings by rule and severity, the worst and most frequent first; outcomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.findings import Severity
from harness.report.page.outcome import OUTCOMES
from harness.rules import RULES
from harness.rules.model import Scope

HOLDS = {rule.code: rule.title for rule in RULES}
"""Code of a rule -> what holds when it is kept."""

ON_RECORDINGS = frozenset(rule.code for rule in RULES if rule.scope is Scope.KEPT)
"""Codes of the rules on how something was recorded."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that was broken. share: of the most frequent one, in percent."""

    rule: str
    holds: str
    severity: str
    count: int
    share: int


def found(rules: Mapping[tuple[str, str], int]) -> list[Found]:
    """Code and severity -> findings, as rows."""
    most = max(rules.values(), default=0)
    rows = (
        Found(rule, HOLDS.get(rule, ""), severity, count, max(round(100 * count / most), 1))
        for (rule, severity), count in rules.items()
    )
    return sorted(rows, key=lambda row: (-Severity[row.severity.upper()], -row.count, row.rule))


@dataclass(frozen=True, slots=True)
class Share:
    """How many calls came to an outcome. x, width: of a bar of 100."""

    name: str
    count: int
    means: str
    x: float
    width: float


def shares(outcomes: Mapping[str, int]) -> Iterator[Share]:
    """Outcome -> calls, as parts of one bar, the best first."""
    whole, before = sum(outcomes.values()) or 1, 0
    for name, means in OUTCOMES.items():
        if count := outcomes.get(name, 0):
            yield Share(name, count, means, round(100 * before / whole, 3), round(100 * count / whole, 3))
            before += count
