"""What a project masks besides the table of harness.redaction.sensitive, and what it lets stand. Values only.

Secrets stay masked whatever is kept: only what names somebody or something can be.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.body import steps
from harness.redaction.masks import Masks, masks

_DIGITS = re.compile("[0-9a-f]*")

LONGEST = 500
"""Characters of a pattern: one that is longer is no pattern that anybody can read."""


def member(path: str) -> tuple[str, ...]:
    """The names of a member as a path of them, indices left out: `$.value[*].resourceData.subject`.

    Raises ValueError for what names no member.
    """
    names = tuple(name for name in re.sub(r"\[(?:\*|\d+)?\]", "", path).split(".") if name != "$")
    if not names or not all(re.fullmatch(r"[\w@$-]+", name) for name in names):
        raise ValueError("it is no path of a member, such as resourceData.subject")
    return names


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of what is to be masked. Raises ValueError for one that is none, or that matches nothing."""
    try:
        found = re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"it is no regular expression: {error}") from None
    if len(text) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    if found.match(""):
        raise ValueError("it matches where nothing stands")
    return found


@dataclass(frozen=True, slots=True)
class Custom:
    """A project's own rules of redaction.

    keep: ids, numbers, names, hosts and mail addresses that are never masked, in lower case.
    headers: names, in lower case. members: the last names of paths. patterns: of text, wherever it stands.
    What these three find becomes an opaque mask.
    """

    keep: frozenset[str] = frozenset()
    headers: frozenset[str] = frozenset()
    members: frozenset[tuple[str, ...]] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()

    def names(self, path: str) -> bool:
        """Whether a member, or what stands in it, is one of `members`."""
        if not self.members:
            return False
        found = tuple(step for step in steps(path) if isinstance(step, str))
        ends = range(1, len(found) + 1)
        return any(found[:end][-len(each) :] == each for end in ends for each in self.members)

    def masks(self, key: bytes) -> Masks:
        """What masks with a key as the project wants it."""
        return KeepingMasks(key, self.keep) if self.keep else Masks(key)

    def masked(self, text: str, mask: Callable[[str], str]) -> str:
        """`text` with what the patterns find masked; what is a mask already is not looked into."""
        for each in self.patterns:
            parts: list[str] = []
            end = 0
            for known in masks(text):
                at = text.index(known, end)
                parts += *_replaced(each, text[end:at], mask), known
                end = at + len(known)
            text = "".join((*parts, *_replaced(each, text[end:], mask)))
        return text


def _replaced(pattern: re.Pattern[str], text: str, mask: Callable[[str], str]) -> Iterator[str]:
    """The pieces of a text with each match masked, together with the hexadecimal digits behind it: a mask
    that more of them follow would not be known for one again.
    """
    end = 0
    for found in pattern.finditer(text):
        if found.start() < end:
            continue
        yield text[end : found.start()]
        tail = _DIGITS.match(text, found.end())
        end = tail.end() if tail else found.end()
        yield mask(text[found.start() : end])
    yield text[end:]


NOTHING = Custom()
"""A project without rules of its own."""


class KeepingMasks(Masks):
    """Masks that let stand what a project keeps. Opaque values, which secrets are, they never do."""

    def __init__(self, key: bytes, keep: frozenset[str]) -> None:
        super().__init__(key)
        self._keep = keep

    def guid(self, text: str) -> str:
        """A GUID, unless it is kept."""
        return text if self.keeps(text) else super().guid(text)

    def number(self, text: str) -> str:
        """A telephone number, unless it is kept."""
        return text if self.keeps(text) else super().number(text)

    def name(self, text: str) -> str:
        """A name, unless it is kept."""
        return text if self.keeps(text) else super().name(text)

    def host(self, text: str) -> str:
        """A host, unless it is kept."""
        return text if self.keeps(text) else super().host(text)

    def mail(self, text: str) -> str:
        """A mail address, unless it is kept."""
        return text if self.keeps(text) else super().mail(text)

    def keeps(self, text: str) -> bool:
        """Whether a text as a whole is kept, in any case of letters."""
        return text.strip().lower() in self._keep
