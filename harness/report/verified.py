"""A verification as lines for a person: what drifted, as a comparison tells it, and what was not sent."""

from collections.abc import Iterable, Iterator

from harness.checking.verdict import Placed
from harness.comparison import Digest
from harness.findings import Severity
from harness.report.difference import grouped
from harness.report.finding import finding_lines, repeated
from harness.report.printable import printable
from harness.report.text import counted
from harness.verification import Verified


def text(result: Verified) -> str:
    """A sentence that sums up, then each kind of drift with its count, findings, and what was not sent."""
    digest = Digest(step.drift for step in result.steps)
    lines = [*(_would_be_sent(result) if result.dry else [_was_sent(result, digest)])]
    lines += [*grouped(digest.groups), *_found(result)]
    lines += _told_once((step.told, step.place) for step in result.steps if step.why)
    lines += _told_once((f"left out: {left.why}", left.place) for left in result.left_out)
    return "".join(f"{printable(line)}\n" for line in lines)


def _was_sent(result: Verified, digest: Digest) -> str:
    """`3 requests sent to URL, 1 drifted: redirect.status: 202 -> 204 breaks RDR001, and 2 more`."""
    counts = result.summary
    words = f"{counted(counts.sent, 'request')} sent to {result.against}, {counts.drifted} drifted"
    more = ((counts.unanswered, "unanswered"), (counts.unsent, "not sent"))
    words += "".join(f", {number} {what}" for number, what in more if number)
    return f"{words}: {digest.foremost}" if digest.foremost else words


def _would_be_sent(result: Verified) -> Iterator[str]:
    steps = [step for step in result.steps if not step.why]
    yield f"would send {counted(len(steps), 'request')} to {result.against}"
    yield from (f"  {step.request}  ({step.place})" for step in steps)


def _found(result: Verified) -> Iterator[str]:
    """Warnings and errors on the new answers, each once with its count."""
    found: dict[tuple[str, str, str], list[Placed]] = {}
    for placed in (placed for step in result.steps for placed in step.findings):
        told = placed.finding
        if told.severity >= Severity.WARNING:
            found.setdefault((told.rule, told.where, told.message), []).append(placed)
    for first, *more in found.values():
        yield from finding_lines(first.finding, str(first), times=1 + len(more))


def _told_once(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each sentence once, with the first of its places and how often it is true."""
    places: dict[str, list[str]] = {}
    for words, place in told:
        places.setdefault(words, []).append(place)
    for words, found in places.items():
        yield f"{words}{repeated(len(found))}"
        yield f"    at    {found[0]}"
