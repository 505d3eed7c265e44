"""What fails a test that a cassette was played to, as lines for a person."""

from collections.abc import Iterable, Iterator

from harness.findings import Severity
from harness.replay.account import Replayed
from harness.report.finding import finding_lines


def accounted(
    result: Replayed, cassette: str, blocked: Iterable[str], level: Severity | None, contract: str
) -> Iterator[str]:
    """What is wrong, a line each, under one sentence for each kind; nothing when all is well.

    blocked: places that were connected to in vain. level: the mildest finding that fails, None for none.
    contract: the name of what was judged by.
    """
    disagreed = [
        *(f"not recorded: {one.request}: {one.why}" for one in result.missed),
        *(f"not recorded: a connection to {place}" for place in blocked),
        *(f"not delivered: {sentence}" for sentence in result.undelivered),
        *(f"not played: interaction {one.interaction}, {one.request}" for one in result.left),
    ]
    if disagreed:
        yield f"redial: the test and its recording {cassette} do not agree"
        yield from (f"  {line}" for line in disagreed)
    wrong = [one for one in result.findings if level is not None and one.finding.severity >= level]
    if wrong:
        yield f"redial: what the bot did breaks the contract {contract}"
        for placed in wrong:
            yield from (f"  {line}" for line in finding_lines(placed.finding, str(placed)))
