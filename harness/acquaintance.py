"""Whom and what messages name where only names stand: known, they are found in free text as well."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from harness import body as json_body
from harness import markup, urls
from harness.masks import Masks, is_mask
from harness.sensitive import REDACTIONS, keys

_NAMES = frozenset(name for row in REDACTIONS if row.datum == "name" for name in row.members)
_SHORTEST = 4  # a shorter word is too likely to be one of the sentence around it
_MOST = 500
"""Names, and hosts, that are remembered: those met first."""

_HOST = re.compile(r"(?:[\w\-]+\.)+[^\W\d_][\w\-]*")
_TOKEN = re.compile(r"(?:(?<=%[0-9A-Fa-f]{2})|(?<![\w.#%\-]))[\w\-]++(?:\.[\w\-]++)++")
_LONGEST = 255  # letters of a host (RFC 1035 section 2.3.4)


@dataclass(frozen=True, slots=True)
class Known:
    """Names of people, as one message has them."""

    names: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(self.names | other.names)


NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Memory:
    """What a whole run has come to know: names of more than one word, and hosts in lower case that are not
    everybody's. Any thread may use one; it forgets nothing, and takes in no more when it is full.
    """

    names: dict[str, None] = field(default_factory=dict)
    hosts: dict[str, None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How much is known."""
        return len(self.names) + len(self.hosts)

    def note(self, known: Known) -> None:
        """Remember whom a message names."""
        for name in sorted(known.names):
            if len(self.names) < _MOST and len(name.split()) > 1 and not is_mask(name):
                self.names[name] = None

    def meet(self, host: str) -> None:
        """Remember a host; one without a dot is a word, and an address is seen by its form."""
        name = host.lower().rstrip(".")
        if len(self.hosts) < _MOST and _HOST.fullmatch(name) and not is_mask(name):
            self.hosts[name] = None

    def masked(self, text: str, masks: Masks, *, also: Known = NOBODY) -> str:
        """`text` with what is known masked. also: names that are known besides.

        A host within a longer one makes the whole private: `api.bot.contoso.com`, `bot.contoso.com.au`.
        """
        if self.hosts:
            text = _TOKEN.sub(lambda it: masks.host(it[0]) if self._is_private(it[0]) else it[0], text)
        lowered = text.lower()
        found = [name for name in {**self.names, **dict.fromkeys(also.names)} if _stands(name, lowered)]
        for name in sorted(found, key=lambda each: (-len(each), each)):
            text = _replaced(name, text, masks)
        return text

    def _is_private(self, token: str) -> bool:
        name = token.lower()
        if len(name) > _LONGEST or urls.is_public(name) or is_mask(name):
            return False
        starts = [0, *(match.end() for match in re.finditer(r"[.\-_]", name))]
        ends = [*(match.start() for match in re.finditer(r"[.\-_]", name)), len(name)]
        return any(name[start:end] in self.hosts for start in starts for end in ends if start < end)


def of_body(body: bytes) -> Known:
    """Whom a body names in the members made for names."""
    found: list[tuple[str, str]] = []

    def note(path: str, text: str) -> str:
        found.append((path, text))
        return text

    try:
        found.extend(json_body.strings(body))
    except ValueError:
        text = body.decode("utf-8", "replace")
        if urls.is_form(text):
            urls.each_field(text, note)
        else:
            markup.rewritten(text, note)
            json_body.rewritten_in_text(text, note, lambda _, digits: digits)
    return Known(frozenset(_people(found)))


def _people(found: list[tuple[str, str]]) -> Iterator[str]:
    for path, text in found:
        names, last = keys(path)
        is_name = not _NAMES.isdisjoint(names) and text != last and not is_mask(text)
        if is_name and len(text.strip()) >= _SHORTEST:
            yield text.strip()


def _spellings(name: str) -> dict[str, str]:
    """How a name is spelled -> what stands in its mask for a blank."""
    spelled = {name: " "}
    for quoted, blank in ((quote(name, safe=""), "%20"), (quote_plus(name), "+")):
        spelled.setdefault(quoted, blank)
    return spelled


def _stands(name: str, lowered: str) -> bool:
    return any(each.lower() in lowered for each in _spellings(name))


def _replaced(name: str, text: str, masks: Masks) -> str:
    """The name as whole words; one of several words in any case of letters."""
    flags = re.IGNORECASE if len(name.split()) > 1 else re.NOFLAG
    mask = masks.name(name)
    for spelled, blank in _spellings(name).items():
        opening = r"(?:(?<=%[0-9A-Fa-f]{2})|(?<!\w))"
        text = re.sub(rf"{opening}{re.escape(spelled)}(?!\w)", mask.replace(" ", blank), text, flags=flags)
    return text
