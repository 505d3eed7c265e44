"""A result as lines for a person at a terminal. No colour, no width: whoever prints decides on those."""

from collections.abc import Iterator

from harness.findings import Finding, Severity
from harness.playback import Replayed
from harness.verdict import Placed, Verdict

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def finding_lines(finding: Finding, place: str = "", *, times: int = 1) -> list[str]:
    """A finding as printed: what is wrong, where it stands, what to send instead, and who says so."""
    repeated = f"  ({times} times)" if times > 1 else ""
    lines = [f"{finding.severity} {finding.rule} {finding.where}: {finding.message}{repeated}"]
    if place:
        lines.append(f"    at    {place}")
    lines.append(f"    fix   {finding.fix}")
    if finding.cite is not None:
        source = f" <{finding.cite.url}>" if finding.cite.url else ""
        lines.append(f'    cite  {finding.cite.page}:{finding.cite.line} "{finding.cite.words}"{source}')
    return lines


def check(result: Verdict) -> str:
    """Findings worst first, one of a kind once with its count, then a sentence of counts."""
    lines: list[str] = []
    for placed, times in _kinds(result):
        lines += finding_lines(placed.finding, _place(placed), times=times)
    lines += [f"not judged: {each.rule}, {each.count} times: {each.why}" for each in result.not_judged]
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


def _place(placed: Placed) -> str:
    finding = placed.finding
    interaction = f", interaction {finding.at}" if finding.at is not None else ""
    call = f", call {finding.call}" if finding.call else ""
    return f"{placed.file}:{placed.line}{interaction}{call}"


def replay(result: Replayed) -> str:
    """What was asked in vain, left unplayed and sent wrong, then a sentence of counts."""
    lines = [f"missed {missed.request}: {missed.why}" for missed in result.missed]
    lines += [f"not delivered {sentence}" for sentence in result.undelivered]
    for left in result.left:
        call = f", call {left.call}" if left.call else ""
        lines.append(f"left interaction {left.interaction}{call}: {left.request}")
    for placed in result.findings:
        lines += finding_lines(placed.finding, _place(placed) if placed.file else "")
    findings = counted(len(result.findings), "finding")
    lines.append(
        f"{result.played} played, {len(result.missed)} missed, {len(result.left)} left unplayed,"
        f" {findings} on what the bot sent"
    )
    return "\n".join(lines) + "\n"
