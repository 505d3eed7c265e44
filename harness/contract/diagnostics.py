"""What the compiler saw on a page and did not take for a fact, each with its place and the reason."""

from dataclasses import dataclass

from harness.cite import Cite


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Words of a page that state nothing the contract holds.

    cite: where they stand. why: why they are no fact, in the house's words, without a full stop.
    """

    cite: Cite
    why: str

    def __str__(self) -> str:
        return f"{self.cite.page}:{self.cite.line}: {self.cite.words!r}: {self.why}"
