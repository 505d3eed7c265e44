"""A result as lines for a person at a terminal. No colour, no width: whoever prints decides on those."""

from collections.abc import Iterator

from harness.comparison import Change, Comparison
from harness.diff import Kind
from harness.findings import Severity
from harness.playback import Replayed
from harness.report.finding import finding_lines
from harness.verdict import Placed, Verdict

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def check(result: Verdict) -> str:
    """Findings worst first, one of a kind once with its count, then a sentence of counts."""
    lines: list[str] = []
    for placed, times in _kinds(result):
        lines += finding_lines(placed.finding, str(placed), times=times)
    lines += [
        f"not judged: {each.rule}, {counted(each.count, 'time')}: {each.why}" for each in result.not_judged
    ]
    lines.append(summary(result))
    return "\n".join(lines) + "\n"


def summary(result: Verdict) -> str:
    """`1 error, 0 warnings, 2 infos in 3 redirects of 3 calls (...)`."""
    found = ", ".join(counted(result.count(severity), str(severity)) for severity in _SEVERITIES)
    return (
        f"{found} in {counted(result.redirects, 'redirect')} of {counted(result.calls, 'call')}"
        f" ({counted(result.cassettes, 'cassette')}, {counted(result.exchanges, 'exchange')},"
        f" contract {result.contract}, {counted(result.rules_run, 'rule')})"
    )


def counted(number: int, noun: str) -> str:
    """`1 call`, `2 calls`, `0 misses`."""
    plural = "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"


def _kinds(result: Verdict) -> Iterator[tuple[Placed, int]]:
    """The first finding of each kind with how often it stands, worst first, otherwise in order."""
    kinds: dict[tuple[object, ...], list[Placed]] = {}
    for placed in result.findings:
        finding = placed.finding
        key = (finding.rule, finding.severity, finding.where, finding.message)
        kinds.setdefault(key, []).append(placed)
    for severity in _SEVERITIES:
        for (_, kind, *_), members in kinds.items():
            if kind is severity:
                yield members[0], len(members)


def replay(result: Replayed) -> str:
    """What was asked in vain, left unplayed and sent wrong, then a sentence of counts."""
    lines = [f"missed {missed.request}: {missed.why}" for missed in result.missed]
    lines += [f"not delivered {sentence}" for sentence in result.undelivered]
    for left in result.left:
        call = f", call {left.call}" if left.call else ""
        lines.append(f"left {left.file}, interaction {left.interaction}{call}: {left.request}")
    for placed in result.findings:
        lines += finding_lines(placed.finding, str(placed))
    lines.append(accounted(result))
    return "\n".join(lines) + "\n"


def accounted(result: Replayed) -> str:
    """`9 played, 0 missed, 0 left unplayed, 1 finding on what the bot sent`."""
    return (
        f"{result.played} played, {len(result.missed)} missed, {len(result.left)} left unplayed,"
        f" {counted(len(result.findings), 'finding')} on what the bot sent"
    )


def diff(result: Comparison) -> str:
    """A sentence that sums up, then each call that changed with its changes."""
    lines = [result.headline]
    for call in result.calls:
        if call.changes:
            lines.append(f"call {call.call}" if call.call else "no call")
            lines += [f"  {_changed(change)}" for change in call.changes]
    return "\n".join(lines) + "\n"


def _changed(change: Change) -> str:
    """A change with the number of its exchange, and plainly when it is none of meaning."""
    side = " of the old recording" if change.kind is Kind.REMOVED and "." not in change.path else ""
    same = ", which means the same: no difference" if change.kind is Kind.EQUIVALENT else ""
    return f"interaction {change.interaction}{side}: {change}{same}"
