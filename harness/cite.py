"""Where the documentation says something: a pointer with the words it points at, never a judgement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cite:
    """A line of a page of documentation.

    page: the page's name, such as `reference.md` or `v1.0.md`.
    line: counted from 1.
    words: what stands there, one line.
    url: the published page of that edition, None where there is none.
    """

    page: str
    line: int
    words: str
    url: str | None = None

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {self.words}"
