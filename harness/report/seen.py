"""What a comparison of files was about, besides its differences."""

from dataclasses import dataclass

from harness.comparison import Timing
from harness.report.text import counted


@dataclass(frozen=True, slots=True)
class Seen:
    """old_alone, new_alone: files that only one of two folders has. timing: where it was asked for."""

    old_alone: int = 0
    new_alone: int = 0
    timing: Timing | None = None

    @property
    def alone(self) -> str:
        """The sentence about such files; empty where there are none."""
        told = ((self.old_alone, "OLD"), (self.new_alone, "NEW"))
        some = [f"{counted(number, 'file')} in {folder} only" for number, folder in told if number]
        compared = ": their calls were compared with each other" if len(some) == 2 else ""
        return ", ".join(some) + compared
