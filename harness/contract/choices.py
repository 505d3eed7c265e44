"""The values that the cell of a parameter lists as the only ones."""

import re
from collections.abc import Iterable, Iterator

from harness.contract.clauses import reservation
from harness.contract.model import Fact
from harness.contract.source import Sentence, Source


def values(sentences: Iterable[Sentence], source: Source) -> Fact[tuple[str, ...]] | None:
    """The members of a closed list: `The possible values are a, b and c`, `Either a or b`."""
    found: Fact[tuple[str, ...]] | None = None
    for each in _joined(sentences):
        names = tuple(dict.fromkeys(_listed(each, source)))
        if found is None and names:
            found = Fact(names, each.cite)
        elif found is not None and _EVOLVABLE.search(each.text):
            # An enumeration that may grow names in a sentence of its own what a client has to ask for.
            more = (code for code in _CODE.findall(each.text) if re.fullmatch(r"\w+", code))
            found = Fact(tuple(dict.fromkeys((*found.value, *more))), found.cite)
        elif found is not None and names and names != found.value:
            source.doubt(each, "the cell lists values twice")
    return found


def _joined(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, joined again where only a line break in the cell parts them."""
    whole: Sentence | None = None
    for each in sentences:
        if whole is not None and whole.text[-1] in "`:,":
            comma = "," if whole.text[-1] == "`" else ""
            whole = Sentence(f"{whole.text}{comma} {each.text}", whole.cite)
            continue
        if whole is not None:
            yield whole
        whole = each
    if whole is not None:
        yield whole


def _listed(sentence: Sentence, source: Source) -> Iterator[str]:
    text = sentence.text
    for opening, fewest, item in _OPENINGS:
        found = opening.search(text)
        if found is None:
            continue
        if why := reservation(text, found.start(), found.end()):
            if _CODE.search(text, found.end()):
                source.doubt(sentence, why)
            return
        items, end = _items(text, found.end(), item)
        if len(items) >= fewest and (item is _CODE_ITEM or _DONE.match(text, end)):
            if why := reservation(text, found.start(), end):
                source.doubt(sentence, why)
            elif not _CLOSED.match(text, end):
                source.doubt(sentence, "it is not said where the list ends")
            elif not set(items) <= {"http", "https"}:  # that is a matter of schemes
                yield from items
            return
    if _OPEN_LIST.search(text) and _CODE.search(text):
        source.doubt(sentence, "it is no list that is said to be whole")


def _items(text: str, start: int, item: re.Pattern[str]) -> tuple[list[str], int]:
    """The members from `start` on, and where the last one ends."""
    items: list[str] = []
    end = start
    while found := item.match(text, start):
        items.append(next(filter(None, found.groups())).strip())
        end = found.end()
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        start = separator.end()
    return items, end


_CODE = re.compile(r"`([^`]+)`")
_CODE_ITEM = re.compile(r"`([^`]+)`(?: ?\([^()]*\))?|[\"“]([^\"”]+)[\"”](?: ?\([^()]*\))?")
_BARE_ITEM = re.compile(r"([A-Za-z0-9][\w.-]*\w|\w)(?= ?(?:,|\.|;|$)| (?:and|or) )(?: ?\([^()]*\))?")
_SEPARATOR = re.compile(r"(?:\s*(?:,|/|\||;|\bor\b|\band\b))+\s*", re.IGNORECASE)
_DONE = re.compile(r"\W*$")
_CLOSED = re.compile(
    r"\s*(?:$|[.;)!](?=\W|$)|[,(]? ?(?:where|which|with|and the default|the default|default)\b)",
    re.IGNORECASE,
)
_EVOLVABLE = re.compile(r"\bevolvable\b", re.IGNORECASE)
_OPEN_LIST = re.compile(r"\bvalues (?:include|such as|like)\b", re.IGNORECASE)
_VALUES = r"(?<!default )\bvalues\b"
_OPENINGS: tuple[tuple[re.Pattern[str], int, re.Pattern[str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), fewest, item)
    for pattern, fewest, item in (
        (rf"{_VALUES}(?! include| such| like)[^.:;`\"]{{0,60}}?:\s*(?:either )?", 1, _CODE_ITEM),
        (rf"{_VALUES}(?: [\w{{}}*`]+){{0,6}}? (?:are|can be|may be)(?: either| one of)?:?\s+", 1, _CODE_ITEM),
        (r"\bonly (?:\w+ )?(?:value|option)(?: [\w{}*]+){0,4} is:?\s+", 1, _CODE_ITEM),
        (r"\b(?:one|any) of(?: the following)?(?: values)?:?\s+", 2, _CODE_ITEM),
        (r"\b(?:can|may|must) be(?: set to)?:?(?: either)?\s+(?=`)", 2, _CODE_ITEM),
        (r"^\W*either:?\s+", 2, _CODE_ITEM),
        (rf"{_VALUES} are:?\s+(?=\d)", 2, _BARE_ITEM),
        (
            r"\b(?:possible|supported|allowed|valid|accepted|permitted) values?\b[^.:;`]{0,40}?:\s*",
            2,
            _BARE_ITEM,
        ),
    )
)
"""How a list opens, how many members make it one, and how they are written."""
