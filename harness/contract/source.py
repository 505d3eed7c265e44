"""The page that is being read, sentence by sentence, each with its Cite; and what is doubted on it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from harness.cite import Cite
from harness.contract.diagnostics import Diagnostic
from harness.contract.markdown import BREAK
from harness.contract.page import Include, Section, Text

LONGEST = 2000
"""Characters of a sentence. What is longer is no prose, and would take long to read."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a cell or paragraph; `cite.words` is the part of it on the line where it starts."""

    text: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Source:
    """The page that is being read: its name, the published page, and what was not taken from it."""

    page: str
    url: str | None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def cite(self, text: Text) -> Cite:
        """A Cite of the first line of a text."""
        return self._at(text, text.line, text.text)

    def row(self, *cells: Text) -> Cite:
        """A Cite of some cells of a row."""
        return self._at(cells[0], cells[0].line, " | ".join(cell.text for cell in cells))

    def doubt(self, seen: Sentence | Text | Cite, why: str) -> None:
        """Note that something was seen and not taken, once for each reason."""
        cite = (
            seen if isinstance(seen, Cite) else seen.cite if isinstance(seen, Sentence) else self.cite(seen)
        )
        diagnostic = Diagnostic(cite, why)
        if diagnostic not in self.diagnostics:
            self.diagnostics.append(diagnostic)

    def sentences(self, text: Text) -> Iterator[Sentence]:
        """The sentences of a text in order; none when it is a placeholder."""
        if placeholder(text.text):
            return
        start = 0
        for end in [*(found.end() for found in _SENTENCE_END.finditer(text.text)), len(text.text)]:
            raw = text.text[start:end]
            words = raw.strip()
            alert = _ALERT.match(words)
            opening = alert.end() if alert else 0
            line = text.line_at(start + len(raw) - len(raw.lstrip()) + opening)
            if len(words) > LONGEST:
                self.doubt(self._at(text, line, words[:80]), "it is too long for a sentence")
            elif words[opening:]:
                yield Sentence(" ".join(words[opening:].split()), self._at(text, line, words[opening:]))
            start = end

    def paragraphs(self, sections: Iterable[Section]) -> Iterator[Sentence]:
        """The sentences of all paragraphs of some sections, in order."""
        return (
            sentence for each in sections for text in each.paragraphs for sentence in self.sentences(text)
        )

    def doubt_includes(self, includes: Iterable[Include]) -> None:
        """Note the included files that were not at hand."""
        for each in includes:
            self.doubt(each.text, "what the included file states is unknown: it is not at hand")

    def _at(self, text: Text, line: int, words: str) -> Cite:
        shown = " ".join(words.strip().split("\n")[0].split(BREAK)).strip()
        return Cite(text.file or self.page, line, shown, self.url)


def placeholder(text: str) -> bool:
    """Whether a text stands for one that is still to be written."""
    return _PLACEHOLDER.search(text) is not None


_PLACEHOLDER = re.compile(r"\bTODO\b|^\W*not yet documented\W*$", re.IGNORECASE)
_ALERT = re.compile(r"\[!\w+\]\s*")
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][)\"”’*]))(?<!e\.g\.)(?<!i\.e\.)(?<![Mm]ax\.)(?<![Mm]in\.)\s+"
    r"|(?<=Required\.)(?=[A-Z])|(?<=Optional\.)(?=[A-Z])"
    rf"|{BREAK}"
)
