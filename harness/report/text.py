"""A result as lines for a person at a terminal. No colour, no width: whoever prints decides on those."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from harness.checking.coverage import Covered
from harness.checking.kinds import Kinds
from harness.checking.tally import NotJudged, Tally
from harness.checking.verdict import Event, Judged, Part
from harness.comparison.timing import FIGURES
from harness.diff import Kind
from harness.faults import Spec
from harness.findings import Severity
from harness.replay.account import Departure, Replayed
from harness.report.finding import finding_lines, repeated
from harness.report.printable import printable

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)

SAME = "which means the same"
"""Of a difference in spelling."""


def check(events: Iterable[Event], tally: Tally, *, verbose: bool = False) -> Iterator[str]:
    """Findings worst first, one of a kind once with its count, then a sentence of counts.

    verbose: before them each call as it was judged, with its exchanges and its figures.
    """
    for event in events:
        if verbose and isinstance(event, Judged) and event.part is Part.CALL:
            yield "".join(f"{line}\n" for line in _call(event))
    yield from (f"{line}\n" for line in _kinds(tally.kinds))
    yield from closing(tally)


def _kinds(kinds: Kinds) -> Iterator[str]:
    for kind in kinds:
        yield from finding_lines(kind.first.finding, str(kind.first), times=kind.times)
    for severity, rule, times in kinds.rest:
        yield f"{severity} {rule}: {times} more, each in other words; `--format json` has them"


def closing(tally: Tally) -> Iterator[str]:
    """What was not judged, a line for each reason, then a sentence of counts."""
    for why, rules, times in _reasons(tally):
        yield f"not judged: {', '.join(rules)}, {counted(times, 'time')}: {why}\n"
    yield f"{summary(tally)}\n"
    yield from coverage(tally)


def coverage(tally: Tally) -> Iterator[str]:
    """Which rules and which facts were put to the test, a line each; nothing when nobody asks."""
    if tally.coverage is not None:
        yield _covered("rules", tally.coverage.rules)
        yield _covered(f"facts of {tally.coverage.contract.edition}", tally.coverage.facts)


def _covered(what: str, covered: Covered) -> str:
    """`rules: 22 of 24 exercised; never: RDQ028, RDQ060`."""
    count, never = len(covered.exercised), ", ".join(covered.never)
    return f"{what}: {count} of {count + len(covered.never)} exercised{'; never: ' if never else ''}{never}\n"


def _call(judged: Judged) -> Iterator[str]:
    """A call: where it begins, what was exchanged in it, and the figures that are known."""
    titles = ((title, len(list(run))) for title, run in groupby(turn.title for turn in judged.turns))
    exchanged = ", ".join(f"{title}{repeated(times)}" for title, times in titles)
    where = printable(f"{judged.file}:{judged.line}")
    yield f"call {judged.call or 'without an id'} at {where}: {exchanged}"
    for name, words in FIGURES.items():
        if (seconds := getattr(judged.figures, name, None)) is not None:
            yield f"    {seconds:8.3f} s  {words}"


def _reasons(tally: Tally) -> Iterator[tuple[str, list[str], int]]:
    """Why something was not judged, the rules that could not tell, and how often that was the reason."""
    reasons: dict[str, list[NotJudged]] = {}
    for each in tally.not_judged:
        reasons.setdefault(each.why, []).append(each)
    for why, members in reasons.items():
        yield why, [each.rule for each in members], max(each.count for each in members)


def summary(tally: Tally) -> str:
    """`1 error, 0 warnings, 2 infos in 3 redirects of 3 calls (...)`, then what a baseline accepted."""
    found = ", ".join(counted(tally.count(severity), str(severity)) for severity in _SEVERITIES)
    accepted = f"; {tally.accepted} accepted by the baseline" if tally.accepted else ""
    return (
        f"{found} in {counted(tally.redirects, 'redirect')} of {counted(tally.calls, 'call')}"
        f" ({counted(tally.cassettes, 'cassette')}, {counted(tally.exchanges, 'exchange')},"
        f" contract {tally.contract}, {counted(tally.rules_run, 'rule')}){accepted}"
    )


def counted(number: int, noun: str) -> str:
    """`1 call`, `2 calls`, `0 misses`."""
    plural = "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"


def replay(result: Replayed) -> str:
    """What was asked in vain, left unplayed, sent wrong and sent otherwise, then a sentence of counts."""
    lines = [f"missed {missed.request}: {missed.why}" for missed in result.missed]
    lines += [f"missed {result.unlisted:,} more"] if result.unlisted else []
    lines += [f"not delivered {sentence}" for sentence in result.undelivered]
    for left in result.left:
        call = f", call {left.call}" if left.call else ""
        lines.append(f"left {left.file}, interaction {left.interaction}{call}: {left.request}")
    kinds = Kinds()
    for placed in result.findings:
        kinds.add(placed)
    lines += _kinds(kinds)
    lines += [f"differs {departure(each)}" for each in result.differences]
    lines += [f"injected {befallen}: {befallen.request}" for befallen in result.faults or ()]
    lines += [f"never injected {spec}: {never(spec)}" for spec in result.unmet]
    lines.append(accounted(result))
    return "\n".join(lines) + "\n"


def departure(told: Departure) -> str:
    """`calls.yaml, interaction 2: redirect.headers.accept: "*/*" added  (2 times)`."""
    meaning = f", {SAME}" if told.kind is Kind.EQUIVALENT else ", refused now" if told.refuses else ""
    return f"{told.file}, interaction {told.interaction}: {told.told}{meaning}{repeated(told.count)}"


def never(spec: str) -> str:
    """Why a fault that was planned did not happen. spec: as it was written."""
    return Spec.told(spec).kind.never


def accounted(result: Replayed) -> str:
    """`9 played, 0 missed, 0 left unplayed, 1 finding on what the bot sent`, how much of that was not as
    recorded where anything was, and how many faults there were where any were planned. `1 played, 50 again`
    where answers may be given again.
    """
    changed = sum(each.kind is not Kind.EQUIVALENT for each in result.differences)
    otherwise = f", {counted(changed, 'difference')} from the recording" if changed else ""
    faults = f", {counted(len(result.faults), 'fault')} injected" if result.faults is not None else ""
    again = f", {result.repeated} again" if result.repeated is not None else ""
    missed = len(result.missed) + result.unlisted
    return (
        f"{len(result.played)} played{again}, {missed} missed, {len(result.left)} left unplayed,"
        f" {counted(len(result.findings), 'finding')} on what the bot sent{otherwise}{faults}"
    )
