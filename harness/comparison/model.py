"""What comparing two recordings finds: changes, each with its place and with what it does to the contract."""

from dataclasses import dataclass
from typing import Any

from harness.diff import Difference, Kind


@dataclass(frozen=True, slots=True)
class Change:
    """A difference and where it stands: `path` opens with the exchange, as in `redirect.body.timeout`.

    call: the call's id in the new recording; in the old one where the new has none.
    interaction: number of the exchange in the new recording; in the old one where it was removed.
    breaks: codes of the rules of which it adds a finding, warning or error. mends: of which it removes one.
    note: why ids did not explain it, or what a rule says that no member explains. Empty otherwise.
    file, line: where that exchange opens; without a name, and 1, for what stands in no file.
    """

    call: str | None
    interaction: int
    path: str
    kind: Kind
    old: Any = None
    new: Any = None
    breaks: tuple[str, ...] = ()
    note: str = ""
    mends: tuple[str, ...] = ()
    file: str = ""
    line: int = 1

    def __str__(self) -> str:
        return f"{Difference(self.path, self.kind, self.old, self.new, self.note)}{self.effect}"

    @property
    def effect(self) -> str:
        """What it does to the contract: ` breaks RDQ041`; empty where it does nothing."""
        told = (("breaks", self.breaks), ("mends", self.mends))
        return "".join(f" {verb} {', '.join(codes)}" for verb, codes in told if codes)

    @property
    def whole(self) -> bool:
        """Whether a whole exchange, or a call, came or went."""
        return "." not in self.path and "[" not in self.path

    @property
    def place(self) -> str:
        """Where it stands: `new.yaml:33, interaction 2, call 37f8...`."""
        side = " of the old recording" if self.whole and self.kind is Kind.REMOVED else ""
        file = f"{self.file}:{self.line}, " if self.file else ""
        return f"{file}interaction {self.interaction}{side}{f', call {self.call}' if self.call else ''}"


@dataclass(frozen=True, slots=True)
class CallChanges:
    """The changes of one call, in order; of what names no call where `call` is None.

    noise: headers and members that differ and say nothing. renamed: ids first met in it that are another one
    in the new recording, consistently. ignored, varying: differences left out because
    somebody said so, and because they differ between two recordings of the old side, too.
    """

    call: str | None
    changes: tuple[Change, ...]
    noise: int = 0
    ignored: int = 0
    varying: int = 0
    renamed: int = 0

    @property
    def changed(self) -> bool:
        """Whether one of them is more than another spelling."""
        return any(change.kind is not Kind.EQUIVALENT for change in self.changes)
