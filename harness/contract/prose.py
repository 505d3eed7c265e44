"""What a sentence of a page states: ranges, counts, defaults, schemes, values, seconds.

Patterns over one sentence each, never over a page; a placeholder states nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.cite import Cite
from harness.contract.markdown import Text
from harness.contract.model import Count, Default, Fact


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a cell or paragraph; `words` is the part of it on the line where it starts."""

    text: str
    cite: Cite

    def find[T](self, pattern: re.Pattern[str], value: Callable[[str], T]) -> Fact[T] | None:
        """The pattern's first group as a fact, None when the sentence does not match."""
        found = pattern.search(self.text)
        return Fact(value(found[1]), self.cite) if found else None


@dataclass(frozen=True, slots=True)
class Source:
    """The page that is being read: its name, and the published page."""

    page: str
    url: str | None

    def cite(self, text: Text) -> Cite:
        """A Cite of the first line of a text."""
        return self._at(text.line, text.text)

    def row(self, *cells: Text) -> Cite:
        """A Cite of some cells of a row."""
        return self._at(cells[0].line, " | ".join(cell.text for cell in cells))

    def _at(self, line: int, words: str) -> Cite:
        return Cite(self.page, line, words.strip().split("\n")[0], self.url)

    def sentences(self, text: Text) -> Iterator[Sentence]:
        """The sentences of a text in order; none when it is a placeholder."""
        if _PLACEHOLDER.search(text.text):
            return
        start = 0
        for end in [*(found.end() for found in _SENTENCE_END.finditer(text.text)), len(text.text)]:
            raw = text.text[start:end]
            words = raw.strip()
            line = text.line_at(start + len(raw) - len(raw.lstrip()))
            if words:
                yield Sentence(words.replace("\n", " "), self._at(line, words))
            start = end


def required(sentence: Sentence) -> Fact[bool] | None:
    """`Required.` or `Optional.`, standing alone."""
    return sentence.find(_REQUIRED, lambda word: word.lower() == "required")


def deprecated(sentence: Sentence) -> Fact[str] | None:
    """Advice against a parameter, in the page's words."""
    return Fact(sentence.text, sentence.cite) if _DEPRECATED.search(sentence.text) else None


def deprecated_path(sentence: Sentence) -> tuple[str, Fact[str]] | None:
    """The path that a sentence calls deprecated, such as `/app`, and the advice in the page's words."""
    found = _DEPRECATED_PATH.search(sentence.text)
    return (found[1], Fact(sentence.text, sentence.cite)) if found else None


def range_of(sentence: Sentence) -> tuple[Fact[int], Fact[int]] | None:
    """Both ends, inclusive: `from 15 to 90`, `between 15 and 90`."""
    found = _RANGE.search(sentence.text)
    return (Fact(int(found[1]), sentence.cite), Fact(int(found[2]), sentence.cite)) if found else None


def at_least(sentence: Sentence) -> Fact[int] | None:
    """`at least 15`."""
    return sentence.find(_AT_LEAST, int)


def at_most(sentence: Sentence) -> Fact[int] | None:
    """`at most 25`, `up to 25`, `no more than 25`."""
    return sentence.find(_AT_MOST, int)


def scheme(sentence: Sentence) -> Fact[str] | None:
    """The scheme that a URL must have: `must be https`."""
    return sentence.find(_SCHEME, str.lower)


def values(sentence: Sentence) -> Fact[tuple[str, ...]] | None:
    """The members of a list such as: the possible values are `a`, `b` and `c`."""
    start = _VALUES.search(sentence.text)
    names = tuple(_CODE.findall(sentence.text[start.end() :])) if start else ()
    return Fact(names, sentence.cite) if names else None


def defaults(sentence: Sentence) -> tuple[Default, ...]:
    """What is assumed without a value, one for each number of targets where the sentence tells them apart."""
    start = _DEFAULT.search(sentence.text)
    if start is None:
        return ()
    found = [(each[1], each[2]) for each in _DEFAULT_VALUE.finditer(sentence.text, start.end())]
    told_apart = [(value, targets) for value, targets in found if targets]
    return tuple(
        Default(_literal(value), _count(targets), sentence.cite) for value, targets in told_apart or found[:1]
    )


def windows(sentence: Sentence) -> Iterator[tuple[bool, Fact[int]]]:
    """Each limit in seconds, and whether it is the one for bots that record by policy."""
    if not _LIMIT.search(sentence.text):
        return
    found = list(_SECONDS.finditer(sentence.text))
    for at, each in enumerate(found):
        before = found[at - 1].end() if at else 0
        after = found[at + 1].start() if at + 1 < len(found) else len(sentence.text)
        yield bool(_POLICY.search(sentence.text, before, after)), Fact(int(each[1]), sentence.cite)


def phone_format(sentence: Sentence) -> Fact[str] | None:
    """The notation a telephone number must have."""
    return sentence.find(_PHONE_FORMAT, str)


def successes(sentence: Sentence) -> tuple[Fact[int], ...]:
    """Each status from 200 to 299 that is written with its phrase or as code."""
    return tuple(Fact(int(found[1]), sentence.cite) for found in _SUCCESS.finditer(sentence.text))


def header_value(sentence: Sentence) -> Fact[str] | None:
    """`Bearer {token}`, or a media type."""
    return sentence.find(_HEADER_VALUE, str)


def _literal(word: str) -> int | bool | str:
    word = word.strip("`")
    if word.isdecimal():
        return int(word)
    return {"true": True, "false": False}.get(word.lower(), word)


def _count(word: str | None) -> Count | None:
    if word is None:
        return None
    return Count.ONE if word.lower() in ("one", "a", "a single", "1") else Count.SEVERAL


_PLACEHOLDER = re.compile(r"\bTODO\b")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)\s+")
_REQUIRED = re.compile(r"^\(?(required|optional)\)?\.?$", re.IGNORECASE)
_DEPRECATED = re.compile(r"\bdeprecated\b", re.IGNORECASE)
_DEPRECATED_PATH = re.compile(r"`?(/[\w/{}-]+)`?(?: \w+){0,3} (?:is|are|has been) deprecated", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:between|from) (\d{1,9}) (?:and|to|through) (\d{1,9})\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"\bat least (\d{1,9})\b", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:at most|up to|no more than|a maximum of) (\d{1,9})\b", re.IGNORECASE)
_SCHEME = re.compile(r"\bmust (?:be|use) (?:an? )?`?(https?)\b", re.IGNORECASE)
_VALUES = re.compile(r"\bvalues (?:are|is)\b:?", re.IGNORECASE)
_CODE = re.compile(r"`([^`]+)`")
_DEFAULT = re.compile(r"\bdefaults?(?: [a-z]+){0,2}(?: is| are|:)|\bdefaults to\b", re.IGNORECASE)
_DEFAULT_VALUE = re.compile(
    r"(`[^`]+`|\b\d{1,9}\b|\btrue\b|\bfalse\b)"
    r"(?:(?: seconds?)? (?:for|with) (one|a single|a|1|several|multiple|more than one|many) targets?\b)?",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\b(?:within|limit|time[ds]? out|timeout)\b", re.IGNORECASE)
_SECONDS = re.compile(r"\b(\d{1,9}) seconds?\b", re.IGNORECASE)
_POLICY = re.compile(r"\bpolicy\b", re.IGNORECASE)
_PHONE_FORMAT = re.compile(r"\b(E\.164)\b")
_SUCCESS = re.compile(r"(?<!\d)(2\d\d)(?=`| [A-Z])")
_HEADER_VALUE = re.compile(r"\b(Bearer \{\w+\}|(?:application|text|multipart)/[\w.+-]*\w)")
