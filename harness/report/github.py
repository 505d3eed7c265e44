"""A check as commands of a GitHub workflow: annotations at the lines of the recordings."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from harness.checking.kinds import Kind
from harness.checking.tally import Tally
from harness.checking.verdict import Event
from harness.findings import Severity
from harness.report.finding import cited, repeated
from harness.report.run import Run
from harness.report.text import closing, counted

SHOWN = 10
"""GitHub shows that many annotations of one level a step, and drops the others."""

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""Characters that end a command or a property of it -> as the runner reads them back."""


def check(events: Iterable[Event], tally: Tally, run: Run) -> Iterator[str]:
    """The ten worst kinds of finding as annotations, how many findings are more, then as text closes."""
    deque(events, maxlen=0)  # the tally groups them
    told = 0
    for kind in islice(tally.kinds, SHOWN):
        told += kind.times
        yield f"{_command(kind, run)}\n"
    if tally.findings > told:
        yield f"{counted(tally.findings - told, 'finding')} more\n"
    yield from closing(tally)


def advice(kind: Kind) -> str:
    """What is wrong, what to send instead and who says so, a line each."""
    found = kind.first.finding
    lines = [f"{found.message}{repeated(kind.times)}", found.fix]
    return "\n".join([*lines, cited(found.cite)] if found.cite else lines)


def _command(kind: Kind, run: Run) -> str:
    found = kind.first.finding
    properties = {
        "file": run.located(kind.first.file),
        "line": str(kind.first.line),
        "title": f"{found.rule} {found.where}",
    }
    told = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{LEVELS[found.severity]} {told}::{advice(kind).translate(_DATA)}"
