"""What comparing two recordings comes to: changes, each with its place and what it breaks, and counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.diff import Difference, Kind


@dataclass(frozen=True, slots=True)
class Change:
    """A difference and where it stands: `path` opens with the exchange, as in `redirect.body.timeout`.

    call: the call's id in the new recording; in the old one where the new has none.
    interaction: number of the exchange in the new recording; in the old one where it was removed.
    breaks: codes of the rules of which it adds a finding, warning or error.
    note: why ids did not explain it. Empty otherwise.
    """

    call: str | None
    interaction: int
    path: str
    kind: Kind
    old: Any = None
    new: Any = None
    breaks: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        words = str(Difference(self.path, self.kind, self.old, self.new, self.note))
        return f"{words} breaks {', '.join(self.breaks)}" if self.breaks else words


@dataclass(frozen=True, slots=True)
class CallChanges:
    """The changes of one call, in order; of what names no call where `call` is None."""

    call: str | None
    changes: tuple[Change, ...]

    @property
    def changed(self) -> bool:
        """Whether one of them is more than another spelling."""
        return any(change.kind is not Kind.EQUIVALENT for change in self.changes)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts. calls: of both recordings, those that correspond once. calls_changed: those with a difference.

    differences: without the equivalent ones, which are counted on their own. breaks: differences that break.
    noise: headers and members that differ and say nothing.
    """

    calls: int = 0
    calls_changed: int = 0
    differences: int = 0
    equivalent: int = 0
    breaks: int = 0
    noise: int = 0

    def __str__(self) -> str:
        return f"{self.calls} call{'' if self.calls == 1 else 's'}, {self.calls_changed} changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two recordings compared: the calls in the order of the new one, each with its changes."""

    calls: tuple[CallChanges, ...]
    summary: Summary

    @property
    def differences(self) -> tuple[Change, ...]:
        """Every change, call by call."""
        return tuple(change for call in self.calls for change in call.changes)

    @property
    def headline(self) -> str:
        """One sentence: `3 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041`."""
        told = list(self._told())
        words = str(self.summary) + (f": {told[0]}" if told else "")
        return words + (f", and {len(told) - 1} more" if len(told) > 1 else "")

    def _told(self) -> Iterator[Change]:
        """Changes of meaning, those that break first."""
        real = [change for change in self.differences if change.kind is not Kind.EQUIVALENT]
        yield from (change for change in real if change.breaks)
        yield from (change for change in real if not change.breaks)
