"""Whom and what messages name where only names stand: known, they are found in free text as well."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import quote, unquote

from harness import body as json_body
from harness import urls
from harness.exchange import Request
from harness.redaction import markup, wide
from harness.redaction.masks import Masks, is_mask
from harness.redaction.sensitive import REDACTIONS, place_of
from harness.remembering import remembered

_NAMES = frozenset(name for row in REDACTIONS if row.datum == "name" for name in row.members)
_SHORTEST = 4  # a shorter word is too likely to be one of the sentence around it
_MOST = 1000
"""Names, and hosts, that are remembered."""

_UNDER_WAY = 64
"""Requests that may be masked once more, when they are answered."""

_MOST_ALIKE = 20
_MANY = 30
_MOST_TOLD, _LONGEST_TOLD = 4096, 256
"""Texts of which is remembered what masking made of them, and their characters."""

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?:,?\s{1,3}|%20|%2[cC]%20|[+._,\-])"

_HOST = re.compile(r"(?:[\w\-]+\.)+[^\W\d_][\w\-]*")
_TOKEN = re.compile(r"(?:(?<=%[0-9A-Fa-f]{2})|(?<![\w.#%\-]))[\w\-]++(?:\.[\w\-]++)++")
_JOINT = re.compile(r"[.\-_]")
_LONGEST = 255  # letters of a host (RFC 1035 section 2.3.4)


@dataclass(frozen=True, slots=True)
class Known:
    """Names of people, as one message has them."""

    names: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(self.names | other.names)


NOBODY = Known()


class Memory:
    """What a run has come to know: names of more than one word, and hosts in lower case that are not
    everybody's. Any thread may use one. What was met longest ago is forgotten first.

    news: how often something was met that was not known. names: by a word that stands in each spelling.
    Only one redactor's: what it made of a text is remembered as well.
    """

    def __init__(self) -> None:
        self.news = 0
        self.names: dict[str, tuple[str, ...]] = {}
        self.hosts: dict[str, None] = {}
        self._told: dict[tuple[int, frozenset[str], str, str], str] = {}
        self._requests: dict[int, tuple[Request, object, Request]] = {}

    def told(self, place: str, text: str, masked: Callable[[str, str], str], also: Known = NOBODY) -> str:
        """What `masked`, given whom it knows besides, makes of the text at a place; it is asked again once
        something new was met.
        """
        if len(text) > _LONGEST_TOLD:
            return masked(place, text)
        asked = self.news, also.names, place, text
        if (known := self._told.get(asked)) is None:
            known = masked(place, text)
            if len(self._told) >= _MOST_TOLD:
                self._told.clear()
            self._told[asked] = known
        return known

    def once(self, request: Request, given: object, mask: Callable[[], Request]) -> Request:
        """What masks a request, given what besides. One that was masked when it arrived is not masked anew
        when it is answered, unless more is known by then.
        """
        known = given, self.news
        held, then, masked = self._requests.get(id(request), (None, None, request))
        if held is not request or then != known:
            masked = mask()
            if known == (given, self.news):
                self._requests[id(request)] = request, known, masked
                _cut(self._requests, _UNDER_WAY)
        return masked

    def note(self, known: Known) -> None:
        """Remember whom a message names."""
        for name in sorted(known.names):
            alike = self.names.get(word := _mark(name), ())
            if len(name.split()) > 1 and word and not is_mask(name) and name not in alike:
                self.news += 1
                self.names[word] = (*alike, name)[-_MOST_ALIKE:]
                _cut(self.names)

    def meet(self, host: str) -> None:
        """Remember a host; one without a dot is a word, and an address is seen by its form."""
        name = host.lower().rstrip(".")
        if _HOST.fullmatch(name) and not is_mask(name) and name not in self.hosts:
            self.news += 1
            self.hosts[name] = None
            _cut(self.hosts)

    def masked(self, text: str, masks: Masks, *, also: Known = NOBODY) -> str:
        """`text` with what is known masked. also: names that are known besides.

        A host within a longer one makes the whole private: `api.bot.contoso.com`, `bot.contoso.com.au`.
        """
        if self.hosts and ((held := _hosts_within(text)) is None or not self.hosts.keys().isdisjoint(held)):
            text = _TOKEN.sub(lambda it: masks.host(it[0]) if self._is_private(it[0]) else it[0], text)
        if not (self.names or also.names):
            return text
        words = _words(text)
        found = {name for word in words for name in self.names.get(word, ())}
        found |= {name for name in also.names if _mark(name) in words}
        for name in sorted(found, key=lambda each: (-len(each), each)):
            text = _replaced(name, text, masks)
        return text

    def _is_private(self, token: str) -> bool:
        return any(host in self.hosts for host in _hosts_of(token))


@lru_cache(maxsize=_UNDER_WAY)
def of_body(body: bytes) -> Known:
    """Whom a body names in the members made for names."""
    found: list[tuple[str, str]] = []

    def note(path: str, text: str) -> str:
        found.append((path, text))
        return text

    try:
        found.extend(json_body.strings(body))
    except ValueError:
        if (narrow := wide.narrowed(body)) is not None:
            return of_body(narrow)
        text = body.decode("utf-8", "replace")
        if urls.is_form(text):
            urls.each_field(text, note)
        else:
            markup.rewritten(text, note)
            json_body.rewritten_in_text(text, note, lambda _, digits: digits)
    return Known(frozenset(_people(found)))


def _people(found: list[tuple[str, str]]) -> Iterator[str]:
    for path, text in found:
        place = place_of(path)
        is_name = not _NAMES.isdisjoint(place.names) and text != place.key and not is_mask(text)
        if is_name and len(text.strip()) >= _SHORTEST:
            yield text.strip()


@remembered
def _words(text: str) -> frozenset[str]:
    """The words of a text in small letters, those that are percent-encoded too."""
    plain = _WORD.findall(unquote(text).lower()) if "%" in text else ()
    return frozenset((*_WORD.findall(text.lower()), *plain))


@remembered
def _hosts_within(text: str) -> frozenset[str] | None:
    """Whatever in a text may be a private host; None where that is too much to remember."""
    hosts = (host for token in _TOKEN.findall(text) for host in _hosts_of(token))
    found = frozenset(islice(hosts, _MANY))
    return found if len(found) < _MANY else None


def _hosts_of(token: str) -> Iterator[str]:
    """What of a token may be a host: any row of its labels; nothing where it is everybody's, or a mask."""
    name = token.lower()
    if len(name) > _LONGEST or urls.is_public(name) or is_mask(name):
        return
    starts = [0, *(match.end() for match in _JOINT.finditer(name))]
    ends = [*(match.start() for match in _JOINT.finditer(name)), len(name)]
    yield from (name[start:end] for start in starts for end in ends if start < end)


def _cut[Key, What](kept: dict[Key, What], most: int = _MOST) -> None:
    while len(kept) > most:
        with suppress(KeyError, RuntimeError, StopIteration):  # another thread was quicker
            del kept[next(iter(kept))]


@lru_cache(maxsize=_MOST)
def _mark(name: str) -> str:
    """The longest word of a name, in small letters; empty for one without any."""
    return max(_WORD.findall(name.lower()), key=len, default="")


@lru_cache(maxsize=_MOST)
def _pattern(name: str) -> re.Pattern[str]:
    """The name as whole words. Of one of several words: in any case of letters, joined in any way; of one of
    two the last may stand first.
    """
    words = [f"(?:{re.escape(word)}|{re.escape(quote(word))})" for word in name.split()]
    orders = [words, words[::-1]] if len(words) == 2 else [words]
    found = "|".join(_BETWEEN.join(order) for order in orders)
    flags = re.IGNORECASE if len(words) > 1 else re.NOFLAG
    return re.compile(rf"(?:(?<=%[0-9A-Fa-f]{{2}})|(?<![^\W_]))(?:{found})(?![^\W_])", flags)


def _replaced(name: str, text: str, masks: Masks) -> str:
    def mask(found: re.Match[str]) -> str:
        joined = found[0] if len(name.split()) > 1 else " "
        if re.search(r"\s", joined):
            return masks.name(name)
        blank = next((each for each in ("%20", "+") if each in joined), None)
        return masks.name(name).replace(" ", blank) if blank else masks.opaque(name)

    return _pattern(name).sub(mask, text)
