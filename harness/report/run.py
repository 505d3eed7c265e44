"""What a check was asked for, as far as a renderer tells it. What came of it is the tally's."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harness.checking.tally import Tally
from harness.checking.verdict import Event
from harness.findings import Severity
from harness.rules import Rule


@dataclass(frozen=True, slots=True)
class Run:
    """One check.

    rules: those that ran, in order of code. fail_on: the mildest severity that fails it; None for none.
    version: redial's own. verbose: whether a person wants the calls as well.
    located: the name of a file -> its path from the root of the repository, absolute when it is not in it.
    """

    rules: tuple[Rule, ...]
    fail_on: Severity | None
    version: str
    verbose: bool = False
    located: Callable[[str], str] = str

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of that severity fails the check."""
        return self.fail_on is not None and severity >= self.fail_on


type Renderer = Callable[[Iterable[Event], Tally, Run], Iterator[str]]
"""The events of a check, and the tally that watches them -> the result, piece by piece."""
