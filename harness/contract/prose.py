"""What the sentences of a cell state outright: required, deprecated, a scheme.

Patterns over one sentence each, never over a page. What is near to a statement and none is doubted.
"""

import re
from collections.abc import Iterable

from harness.contract.clauses import reservation
from harness.contract.model import Fact
from harness.contract.source import Sentence, Source


def required(name: str, sentences: Iterable[Sentence], source: Source) -> Fact[bool] | None:
    """`Required.` or `Optional.` standing alone or in brackets, or `This parameter is required.`"""
    found = [fact for each in sentences if (fact := _required(name, each, source))]
    if len({fact.value for fact in found}) > 1:
        source.doubt(found[0].cite, "the cell says both required and optional")
        return None
    return found[0] if found else None


def _required(name: str, sentence: Sentence, source: Source) -> Fact[bool] | None:
    alone = _ALONE.match(sentence.text) or _IN_BRACKETS.search(sentence.text)
    of_it = _OF_IT.match(_IT_IS.sub("It is", sentence.text))
    if of_it and set(_WORD.findall(of_it["subject"].lower())) <= {*_GENERIC, name.lower()}:
        alone = of_it
    if alone is None:
        if _REQUIRED.search(sentence.text):
            source.doubt(sentence, "it is not said outright that this is required")
        return None
    demanded = alone["word"].lower() != "optional"
    return Fact(demanded != bool(alone["negation"]), sentence.cite)


def deprecated(name: str, sentences: Iterable[Sentence], source: Source) -> Fact[str] | None:
    """Advice against a parameter, in the page's words."""
    taken: Fact[str] | None = None
    for each in sentences:
        if not _DEPRECATED.search(each.text):
            continue
        subject = _DEPRECATED_IT.search(each.text)
        about_it = subject and set(_WORD.findall((subject["subject"] or "").lower())) <= {
            *_GENERIC,
            name.lower(),
        }
        reserved = subject and reservation(each.text, subject.start(), subject.end())
        if _DEPRECATED_ALONE.match(each.text) or (about_it and not reserved):
            taken = taken or Fact(each.text, each.cite)
        else:
            source.doubt(each, "it is not said outright that this is deprecated")
    return taken


def scheme(sentences: Iterable[Sentence], source: Source) -> Fact[str] | None:
    """The scheme that a URL must have: `must be https`."""
    for each in sentences:
        found = _SCHEME.search(each.text)
        if found is None:
            if _HTTPS.search(each.text):
                source.doubt(each, "it names a scheme and does not demand it")
        elif why := reservation(each.text, found.start(), found.end()):
            source.doubt(each, why)
        else:
            return Fact(next(filter(None, found.groups())).lower(), each.cite)
    return None


_WORD = re.compile(r"[\w@$.-]+")
_GENERIC = frozenset(
    {"this", "the", "parameter", "property", "field", "value", "header", "member", "is", "it"}
)
_TERM = r"(?P<word>required|optional|mandatory)"
_ALONE = re.compile(rf"^\W*(?P<negation>not )?{_TERM}(?:\W*$|\s?:\s)", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\((?P<negation>not )?{_TERM}\.?\)", re.IGNORECASE)
_OF_IT = re.compile(
    rf"^\W*(?P<subject>(?:[\w@$.`*-]+ ){{1,4}}?)(?:is|are)(?: always| also)? (?P<negation>not )?{_TERM}\W*$",
    re.IGNORECASE,
)
_IT_IS = re.compile(r"^It['’]s\b")
_REQUIRED = re.compile(r"\b(?:required|optional|mandatory)\b", re.IGNORECASE)
_DEPRECATED = re.compile(r"\bdeprecated\b", re.IGNORECASE)
_DEPRECATED_ALONE = re.compile(r"^\W*deprecated\b", re.IGNORECASE)
_DEPRECATED_IT = re.compile(
    r"(?P<subject>\b(?:this|the|it)\b(?: [\w`*.-]+){0,3}?)"
    r" (?:is|has been|was|are) (?:now |being )?deprecated\b",
    re.IGNORECASE,
)
_HTTPS = re.compile(r"(?<![\w/])https\b(?!:)", re.IGNORECASE)
_SCHEME = re.compile(
    r"\b(?:must|has to) (?:be|use|start with|begin with) (?:an? |the )?(?:secure )?[`\"]?(https?)\b"
    r"(?!\S*[`\"]? or\b)"
    r"|^\W*(https) only\b"
    r"|^\W*only (https)(?: \w+){0,2}? (?:is|are) (?:accepted|allowed|permitted|supported)\b",
    re.IGNORECASE,
)
