"""What fails a test that a cassette was played to, as lines for a person."""

from collections.abc import Iterable, Iterator

from harness.checking.verdict import Placed
from harness.findings import Severity
from harness.replay.account import Replayed
from harness.report.finding import finding_lines
from harness.report.text import departure

_EXPLAINING = frozenset({"RDN015", "RDC006"})
"""Rules on how the bot takes a webhook: why what was to follow did not."""


def accounted(
    result: Replayed,
    cassette: str,
    blocked: Iterable[str],
    level: Severity | None,
    contract: str,
    lacking: Iterable[str] = (),
) -> Iterator[str]:
    """What is wrong, a line each, under one sentence for each kind; nothing when all is well.

    blocked: places that were connected to in vain. level: the mildest finding that fails, None for none.
    contract: the name of what was judged by. lacking: why what was recorded now is no recording.
    """
    disagreed = [
        *(f"not recorded: {one.request}: {one.why}" for one in result.missed),
        *(f"not recorded: a connection to {place}" for place in blocked),
        *(f"not delivered: {sentence}" for sentence in result.undelivered),
        *(f"not played: interaction {one.interaction}, {one.request}" for one in result.left),
        *(f"differs: {departure(each)}" for each in result.differences if each.refuses),
    ]
    wrong = [one for one in result.findings if level is not None and one.finding.severity >= level]
    told = {
        f"redial: the test and its recording {cassette} do not agree": disagreed,
        f"redial: what the test did is no recording {cassette}": list(lacking),
        f"redial: what the bot did breaks the contract {contract}": _told(wrong),
    }
    if any(told.values()):
        explaining = (one for one in result.findings if one.finding.rule in _EXPLAINING and one not in wrong)
        told["redial: this may be why"] = _told(explaining)
    for sentence, lines in told.items():
        if lines:
            yield sentence
            yield from (f"  {line}" for line in lines)


def _told(findings: Iterable[Placed]) -> list[str]:
    return [line for placed in findings for line in finding_lines(placed.finding, str(placed))]
