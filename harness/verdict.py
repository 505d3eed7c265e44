"""What checking came to: findings with their place, figures of each call, what was not judged, and counts.

Verdicts of several cassettes add up to one; the order of adding changes nothing but the order of findings.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.address import is_redirect
from harness.cassette import Entry, line_of
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, conversations
from harness.exchange import Exchange, Way
from harness.findings import Finding, Severity
from harness.rules import RULES, judge


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and the line of the file it points at, from 1."""

    finding: Finding
    file: str
    line: int

    def __str__(self) -> str:
        """Where it stands: `calls.yaml:33, interaction 2, call 37f8...`; empty where it stands in no file."""
        if not self.file:
            return ""
        interaction = f", interaction {self.finding.at}" if self.finding.at is not None else ""
        call = f", call {self.finding.call}" if self.finding.call else ""
        return f"{self.file}:{self.line}{interaction}{call}"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the timing rules rest on, in seconds; None where the recording has no time for it.

    margin_s: left of the documented window when the redirect was sent. ack_s: until the bot acknowledged the
    incoming notification. retry_s: from the first redirect to the last.
    """

    call: str | None
    margin_s: float | None
    ack_s: float | None
    retry_s: float | None


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that had nothing to look at, and how often."""

    rule: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking some cassettes under one contract with `rules_run` rules."""

    contract: str
    rules_run: int
    findings: tuple[Placed, ...] = ()
    figures: tuple[Figures, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    cassettes: int = 0
    exchanges: int = 0
    redirects: int = 0
    calls: int = 0

    def __add__(self, other: "Verdict") -> "Verdict":
        counts = Counter({(each.rule, each.why): each.count for each in self.not_judged})
        counts.update({(each.rule, each.why): each.count for each in other.not_judged})
        return Verdict(
            self.contract,
            self.rules_run,
            self.findings + other.findings,
            self.figures + other.figures,
            tuple(NotJudged(rule, why, count) for (rule, why), count in sorted(counts.items())),
            self.cassettes + other.cassettes,
            self.exchanges + other.exchanges,
            self.redirects + other.redirects,
            self.calls + other.calls,
        )

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(placed.finding.severity is severity for placed in self.findings)

    def reaches(self, severity: Severity) -> bool:
        """Whether any finding is at least this severe."""
        return any(placed.finding.severity >= severity for placed in self.findings)


def verdict(
    file: str, entries: Iterable[Entry], documentation: Documentation, codes: frozenset[str]
) -> Verdict:
    """Judge one cassette; `file` is the name that findings carry."""
    findings: list[Placed] = []
    exchanges: list[Exchange] = []
    unjudged: Counter[tuple[str, str]] = Counter()
    redirects = 0
    for entry in entries:
        exchanges.append(entry.exchange)
        if entry.exchange.way is Way.TO_GRAPH and is_redirect(entry.exchange.request.url):
            redirects += 1
        unjudged.update(_unjudged(entry.exchange, codes))
        found = judge(entry.exchange, documentation, at=entry.number, call=entry.call, codes=codes)
        findings.extend(Placed(finding, file, line_of(entry, finding.where)) for finding in found)
    folded = conversations(exchanges)
    return Verdict(
        documentation.chosen.edition,
        len(codes),
        tuple(findings),
        tuple(_figures(conversation, documentation) for conversation in folded),
        tuple(NotJudged(rule, why, count) for (rule, why), count in sorted(unjudged.items())),
        cassettes=1,
        exchanges=len(exchanges),
        redirects=redirects,
        calls=len(folded),
    )


def _unjudged(exchange: Exchange, codes: frozenset[str]) -> Iterator[tuple[str, str]]:
    if exchange.way is Way.TO_GRAPH and exchange.response is None and is_redirect(exchange.request.url):
        for rule in RULES:
            if rule.code in codes and rule.code.startswith("RDR"):
                yield rule.code, "the request got no answer"


def _figures(conversation: Conversation, documentation: Documentation) -> Figures:
    window = next(
        (
            page.window.value
            for page in (documentation.chosen, *documentation.others)
            if page.window is not None
        ),
        None,
    )
    waited = conversation.waited_s
    margin = None if window is None or waited is None else round(window - waited, 6)
    return Figures(conversation.call, margin, conversation.ack_s, conversation.retry_s)
