"""What the cell of a parameter says of a value that is left out.

A literal beside the word "default", of the parameter's own type; what is described, computed or holds on a
condition is doubted. Only a number of targets may tell several defaults apart.
"""

import re
from collections.abc import Iterable, Iterator

from harness.contract.clauses import clause, reservation
from harness.contract.kinds import Kind
from harness.contract.model import Count, Default
from harness.contract.source import Sentence, Source


def defaults(kind: Kind, sentences: Iterable[Sentence], source: Source) -> tuple[Default, ...]:
    """The stated defaults: one, one for each number of targets, or none."""
    groups = [group for each in sentences if (group := tuple(_stated(each, kind, source)))]
    values = {tuple((each.value, each.targets) for each in group) for group in groups}
    if len(values) > 1:
        for group in groups:
            source.doubt(group[0].cite, "the cell states several defaults")
        return ()
    return groups[0] if groups else ()


def _stated(sentence: Sentence, kind: Kind, source: Source) -> Iterator[Default]:
    text = sentence.text
    found = _BEFORE.search(text) or _BEHIND.search(text)
    if found is None:
        if _WORD.search(text):
            source.doubt(sentence, "no value stands beside the word default")
        return
    told_apart = tuple(_FOR_TARGETS.finditer(text, found.start("value")))
    if told_apart and told_apart[0].start() == found.start("value"):
        for each in told_apart:
            value = _literal(each["value"], kind)
            if value is not None:
                yield Default(value, _count(each["targets"]), sentence.cite)
        return
    value = _literal(found["value"], kind)
    why = _doubt(text, found) if found.re is _BEFORE else None
    why = why or (None if value is not None else f"it is no value of {kind.name or 'its type'}")
    if why or value is None:
        source.doubt(sentence, why or "")
    else:
        yield Default(value, None, sentence.cite)


def _doubt(text: str, found: re.Match[str]) -> str | None:
    _, last = clause(text, found.start(), found.end())
    if _OTHER.search(text, found.end(), last):
        return "it depends on something"
    return reservation(text, found.start(), found.end())


def _literal(word: str, kind: Kind) -> int | bool | str | None:
    quoted = word[0] in "`\"'“"
    word = word.strip("`\"'“”").strip()
    if kind.boolean:
        return {"true": True, "false": False}.get(word.lower())
    if kind.number:
        plain = word.replace(",", "")
        return int(plain) if re.fullmatch(r"-?\d{1,15}", plain) else None
    return word if quoted and word and word.lower() != "null" and not kind.collection else None


def _count(words: str) -> Count:
    return Count.ONE if words.lower() in ("one", "a", "a single", "1") else Count.SEVERAL


_WORD = re.compile(r"(?<!`)\bdefaults?\b(?!`)", re.IGNORECASE)
_VALUE = r"(?P<value>`[^`]+`|[\"“][^\"”]+[\"”]|'[^']+'|-?\d[\d,]*(?<!,)(?:\.\d+)?\b|(?:true|false)\b)"
_BEFORE = re.compile(
    r"(?<!`)\bdefaults?\b(?!`)(?:\s(?!max|min)[\w()`*]+){0,4}?"
    rf"(?:\s?[=:]\s?|\s(?:is|are|of|to|be)\s)(?:set to\s)?{_VALUE}",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"{_VALUE}\s?\((?:the )?default(?: value)?\)", re.IGNORECASE)
_FOR_TARGETS = re.compile(
    rf"{_VALUE}(?: seconds?)? (?:for|with) "
    r"(?P<targets>one|a single|a|1|several|multiple|more than one|many) targets?\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:for|in|on|or|plus)\b|\+", re.IGNORECASE)
