"""How pages word the bounds of a number or of a count: patterns, and the numbers and units in them.

What a bound means for a parameter is the matter of bounds.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

EXCLUSIVE = "it shuts its own number out"
"""Why `more than 5` is doubted."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that state an end, or both, where they stand in a text.

    least, most: None where it is not stated, or no whole number. doubt: why the words cannot be taken.
    unit: in the singular, such as `second`, `byte` or `character`; empty without one.
    """

    least: int | None
    most: int | None
    start: int
    end: int
    unit: str
    doubt: str | None


def wordings(text: str) -> Iterator[Wording]:
    """Every bound a text words, the clearest wordings first; a default in it is no bound."""
    text = without_defaults(text)
    for pattern, doubt in _WORDINGS:
        for found in pattern.finditer(text):
            ends = found.groupdict()
            least, most = _number(ends.get("least")), _number(ends.get("most"))
            broken = any(ends.get(name) and _number(ends[name]) is None for name in ("least", "most"))
            why = "it is no whole number" if broken else doubt
            yield Wording(least, most, found.start(), found.end(), unit(ends.get("unit") or ""), why)
        # What one wording has read, the later ones do not see.
        text = pattern.sub(lambda found: " " * len(found[0]), text)


def without_defaults(text: str) -> str:
    """A text with what it says of defaults blanked out, every other character in its place."""
    return _DEFAULT.sub(lambda found: " " * len(found[0]), text)


def unit(word: str) -> str:
    """The one name of a unit, whatever its spelling."""
    short = word.strip().lower()
    return _SPELLINGS.get(short, short.removesuffix("s"))


def units_of_time(text: str) -> set[str]:
    """The units of time a text speaks of; words that are written together count."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return {unit(found[0]) for found in re.finditer(rf"\b{_TIME}\b", words, re.IGNORECASE)}


def _number(digits: str | None) -> int | None:
    plain = (digits or "").replace(",", "")
    return int(plain) if re.fullmatch(r"-?\d{1,15}", plain) else None


_SPELLINGS = {
    "%": "percent",
    "char": "character",
    "chars": "character",
    "kb": "byte",
    "mb": "byte",
    "gb": "byte",
    "kib": "byte",
    "mib": "byte",
}
_TIME = r"(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
_MEASURE = rf"(?:%|(?:{_TIME}|characters?|chars?|bytes?|[kmg]i?b|percent)\b)"
_UNIT = rf"(?:`?\s?(?P<unit>{_MEASURE}))?"
_PASSED = rf"(?:`?\s?{_MEASURE})?(?:\s?\([^()]*\))?"
_FIGURES = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
_LEAST = rf"`?(?<![\w.\-/])(?P<least>{_FIGURES})(?![\d/]|-\d|\w)`?{_UNIT}"
_MOST = _LEAST.replace("<least>", "<most>")
_FROM = rf"`?(?<![\w.\-/])(?P<least>{_FIGURES})(?![\d/]|\w)`?{_PASSED}"
_TO = rf"`?(?<![\w/])(?P<most>{_FIGURES})(?![\d/]|-\d|\w)`?{_UNIT}"
_DASH = r"[-–—−~…]|\.\.\.?|\b(?:to|through|up to|until)\b"
_RANGE = rf"{_FROM}\s?(?:{_DASH})\s?{_TO}"
_RANGE_OR_PAIR = rf"{_FROM}\s?(?:{_DASH}|\band\b)\s?{_TO}"
_IS = r"(?:\s?[=:]\s?|\s(?:is|are|of|to|be)\s)"
_OF = rf"(?: value)?(?:{_IS}|\s|(?:\s[\w/()`*-]+){{0,6}}?{_IS})"
_MORE = r"(?:more|greater|higher|larger|longer|bigger)"
_LESS = r"(?:less|fewer|lower|smaller|shorter)"
_NO = r"(?:\bno|\bnot|n't|\bcannot)(?: be)?"
_SCOPE = r"\b(?:accepted|allowed|(?:can|must) be|interval|limits?|rang(?:e|es|ing)|supported|valid|values?)\b"

_WORDINGS: tuple[tuple[re.Pattern[str], str | None], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), doubt)
    for pattern, doubt in (
        (rf"{_SCOPE}[^.\d\[]{{0,40}}\[\s?(?P<least>{_FIGURES})\s?,\s(?P<most>{_FIGURES})\s?\]", None),
        (rf"\b(?:between|from)\s{_RANGE_OR_PAIR}", None),
        (rf"{_SCOPE}(?:\s?[:(]|\s[a-z]+){{0,4}}?\s?{_RANGE}", None),
        (rf"^\W*{_RANGE}(?=,? inclusive|\W*$)", None),
        (rf"\({_RANGE}\)", "no word says that this is a range"),
        (rf"\b(?:between|from)\s{_LEAST} (?:and|to) (?!`?-?\d)", "its other end is no number"),
        (rf"{_NO} {_LESS} than {_LEAST}", None),
        (rf"{_NO} {_MORE} than {_MOST}", None),
        (rf"(?:\b(?:can|must|may|should|do|does) ?not|\bcannot|n't|\bnever) exceed {_MOST}", None),
        (rf"(?:\b{_MORE} than or equals? to|>=|≥) ?{_LEAST}", None),
        (rf"(?:\b{_LESS} than or equals? to|<=|≤) ?{_MOST}", None),
        (rf"(?:\b(?:{_MORE} than|over|above)|>) ?{_LEAST}", EXCLUSIVE),
        (rf"(?:\b(?:{_LESS} than|under|below)|<) ?{_MOST}", EXCLUSIVE),
        (rf"{_LEAST} or (?:{_MORE}|above)\b", None),
        (rf"{_MOST} or (?:{_LESS}|below)\b", None),
        (rf"\bat least {_LEAST}", None),
        (rf"\b(?:at most|up to|limited to) {_MOST}", None),
        (rf"\bmin(?:imum|\.)?{_OF}{_LEAST}", None),
        (rf"\bmax(?:imum|\.)?{_OF}{_MOST}", None),
        (rf"\blimit(?: is| of|:)\s?{_MOST}", None),
    )
)
"""A wording and why it is doubted, the ones that hold others in them first."""

_DEFAULT = re.compile(
    rf"\bdefaults?\b(?:\s(?!max|min)[\w()`*]+){{0,4}}?{_IS}"
    rf"`?(?:{_FIGURES})`?{_PASSED}|\(?\bdefault (?:{_FIGURES}){_PASSED}\)?",
    re.IGNORECASE,
)
