"""A check as logging commands of Azure Pipelines: issues of the step, with their place in the recording."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from harness.checking.kinds import Kind
from harness.checking.tally import Tally
from harness.checking.verdict import Event
from harness.findings import Severity
from harness.report.finding import repeated
from harness.report.github import SHOWN, advice
from harness.report.run import Run
from harness.report.text import closing, counted

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
"""Issues have these two levels: an info is a line of the log."""

_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({"]": "%5D", ";": "%3B"})
"""Characters that end a command or a property of it -> as the agent reads them back."""


def check(events: Iterable[Event], tally: Tally, run: Run) -> Iterator[str]:
    """The ten worst kinds of finding, how many findings are more, then as text closes.

    No `task.complete`: the exit status decides whether the step fails.
    """
    deque(events, maxlen=0)  # the tally groups them
    told = 0
    for kind in islice(tally.kinds, SHOWN):
        told += kind.times
        yield f"{_issue(kind, run) if kind.first.finding.severity in LEVELS else _line(kind)}\n"
    if tally.findings > told:
        yield f"{counted(tally.findings - told, 'finding')} more\n"
    yield from closing(tally)


def _issue(kind: Kind, run: Run) -> str:
    found = kind.first.finding
    properties = {
        "type": LEVELS[found.severity],
        "sourcepath": run.located(kind.first.file),
        "linenumber": str(kind.first.line),
        "code": found.rule,
    }
    told = "".join(f"{name}={value.translate(_PROPERTY)};" for name, value in properties.items())
    return f"##vso[task.logissue {told}]{f'{found.where}: {advice(kind)}'.translate(_DATA)}"


def _line(kind: Kind) -> str:
    """An info on one line. The agent looks for commands anywhere in a line: two `#` in a row are parted."""
    found = kind.first.finding
    words = (
        f"{found.severity} {found.rule} {found.where}: {found.message}{repeated(kind.times)} ({kind.first})"
    )
    return re.sub("#(?=#)", "# ", " ".join(words.split()))
