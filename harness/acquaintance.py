"""Whom and what a message names where only names stand: known, they are found in its free text as well."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness import body as json_body
from harness import urls
from harness.masks import Masks, is_mask
from harness.sensitive import REDACTIONS, keys

_NAMES, _ADDRESSES = (
    frozenset(name for row in REDACTIONS if row.datum == datum for name in row.members)
    for datum in ("name", "address of the bot")
)
_SHORTEST = 4  # a shorter word is too likely to be one of the sentence around it


@dataclass(frozen=True, slots=True)
class Known:
    """Names of people, and hosts in lower case."""

    names: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(self.names | other.names, self.hosts | other.hosts)

    def pattern(self) -> re.Pattern[str] | None:
        """What finds them as whole words, the longest first, a host in the group `host`; None for nobody."""
        kinds = (
            (self.names, r"(?<!\w)(?:{})(?!\w)"),
            (self.hosts, r"(?P<host>(?<![\w\-])(?<!\w\.)(?i:{})(?!\.?[\w\-]))"),
        )
        found = [around.format(_longest_first(known)) for known, around in kinds if known]
        return re.compile("|".join(found)) if found else None


NOBODY = Known()


def masked(pattern: re.Pattern[str], text: str, masks: Masks) -> str:
    """`text` with what a pattern of Known finds masked."""
    return pattern.sub(
        lambda match: (masks.host if match.lastgroup == "host" else masks.name)(match.group()), text
    )


def of_body(body: bytes) -> Known:
    """What a body names in the members made for names and addresses."""
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
            json_body.rewritten_in_text(text, note, lambda _, digits: digits)
    return Known(frozenset(_people(found)), frozenset(_hosts(found)))


def of_url(url: str) -> Known:
    """The host of a URL, unless it is everybody's or the machine's own."""
    name = urls.pieces(url).name
    own = "." in name and not (urls.is_public(name) or urls.is_loopback(name) or is_mask(name))
    return Known(hosts=frozenset([name]) if own else frozenset())


def _people(found: list[tuple[str, str]]) -> Iterator[str]:
    for path, text in found:
        names, last = keys(path)
        is_name = not _NAMES.isdisjoint(names) and text != last and not is_mask(text)
        if is_name and len(text.strip()) >= _SHORTEST:
            yield text.strip()


def _hosts(found: list[tuple[str, str]]) -> Iterator[str]:
    for path, text in found:
        if not _ADDRESSES.isdisjoint(keys(path)[0]) and "//" in text:
            yield from of_url(text).hosts


def _longest_first(known: frozenset[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(known, key=lambda each: (-len(each), each)))
