"""What the top of a page states: the namespace, the time a bot has, and the notation of telephone numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.contract.model import Fact
from harness.contract.page import Section
from harness.contract.source import Sentence, Source


@dataclass(frozen=True, slots=True)
class Windows:
    """Seconds a bot has from the incoming notification: any bot, and one that records by policy."""

    usual: Fact[int] | None = None
    recording: Fact[int] | None = None


def namespace(section: Section, source: Source) -> Fact[str] | None:
    """`Namespace: microsoft.graph`."""
    for text in section.paragraphs:
        label, _, name = text.text.split("\n")[0].partition(":")
        if label.strip(" *").lower() == "namespace" and re.fullmatch(r"[\w.]+", name.strip(" *`")):
            return Fact(name.strip(" *`"), source.cite(text))
    return None


def windows(section: Section, source: Source) -> Windows:
    """The limits in seconds, on a page about calls of a bot."""
    sentences = tuple(source.paragraphs((section,)))
    found = [each for sentence in sentences for each in _limits(sentence)]
    if not any(_BOT.search(each.text) for each in sentences):
        for _, fact in found:
            source.doubt(fact.cite, "it is a limit of something else than a bot's decision")
        return Windows()
    return Windows(
        _only((fact for recording, fact in found if not recording), source),
        _only((fact for recording, fact in found if recording), source),
    )


def phone_format(section: Section, source: Source) -> Fact[str] | None:
    """The notation a telephone number must have."""
    for sentence in source.paragraphs((section,)):
        if found := _PHONE_FORMAT.search(sentence.text):
            return Fact(found[1], sentence.cite)
    return None


def _only(facts: Iterable[Fact[int]], source: Source) -> Fact[int] | None:
    found = tuple(facts)
    if len({fact.value for fact in found}) > 1:
        for fact in found:
            source.doubt(fact.cite, "the page states several limits")
        return None
    return found[0] if found else None


def _limits(sentence: Sentence) -> Iterator[tuple[bool, Fact[int]]]:
    """Each limit in seconds, and whether it is the one for bots that record by policy."""
    if not _LIMIT.search(sentence.text):
        return
    found = list(_SECONDS.finditer(sentence.text))
    for at, each in enumerate(found):
        before = found[at - 1].end() if at else 0
        after = found[at + 1].start() if at + 1 < len(found) else len(sentence.text)
        yield bool(_POLICY.search(sentence.text, before, after)), Fact(int(each[1]), sentence.cite)


_BOT = re.compile(r"\bbots?\b", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:within|limit|time[ds]? out|timeout)\b", re.IGNORECASE)
_SECONDS = re.compile(r"(?<![\d.,-])(\d{1,9}) seconds?\b", re.IGNORECASE)
_POLICY = re.compile(r"\bpolicy\b", re.IGNORECASE)
_PHONE_FORMAT = re.compile(r"\b(E\.164)\b")
