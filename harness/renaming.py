"""Renaming: ids differ between two recordings of one conversation, but always in the same way.

A Renaming is the one-to-one correspondence between the ids of both sides; it grows as texts are paired.
Which texts belong together is for others to know; a value that is no id and no mask is never renamed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from harness.address import canonical_id, is_graph, is_login
from harness.ids import PORT, Name, Token, apart, is_masked, name_of, replaced, tokens
from harness.redaction.masks import GUID, PUBLIC_GUIDS, Masks, is_mask

_HOST = r"[^\s/?#:@\"'\[\]]"
_STANDS_FOR = {
    "guid": (GUID, ""),
    "number": (r"(?:\+|%2[bB])?\d", r"[\d ().\-]*"),
    "mail": (r"(?:(?!%40)[^\s@/]){1,128}+(?:@|%40)", r"[^\s@/?#&\"']+?"),
    "host": (rf"(?:\[[0-9A-Fa-f:.]{{2,45}}\]|{_HOST})", rf"(?:(?<!\]){_HOST})*?(?::\d+)?"),
    "name": (r".", r".*?"),
    "opaque": (r".", r".*?"),
}
"""kind of mask -> what may have stood in its place, in a longer text: how it opens, and how it goes on."""

_ELASTIC = ("name", "opaque")
_MOST_ELASTIC = 2
"""With more masks of any length than this, one text could be read in too many ways."""

_LONGEST = 8192
"""Characters. In a longer text it is not guessed at what stood in the place of a mask."""

_SAMPLE = Masks(b"any key: only what no key decides is compared")
_FRAME = re.compile(r"(?P<opening>\D?\d{1,3} ?)55501(?P<drawn>\d+)", re.ASCII)

type Pairs = list[tuple[Token, str]]
"""Tokens of the old side, and what stands in the place of each on the new side."""


@dataclass(slots=True)
class Renaming:
    """Which id of the new side each id of the old side is.

    masked_only: the old side is a recording, the new one the real thing. Only what stands masked in the
    recording may have another name, and no mask stands for another mask. Without it two recordings are
    compared: any GUID may be another GUID, any mask another mask of its kind.
    refusal: why the last `pair` said no, one clause; empty when the texts simply differ.
    renamed: how many ids of the old side are another one; one that was forgotten and met again counts twice.
    """

    masked_only: bool = False
    refusal: str = ""
    renamed: int = 0
    _forward: dict[Name, str] = field(default_factory=dict)
    _backward: dict[Name, str] = field(default_factory=dict)

    def pair(self, old: str, new: str) -> bool:
        """Whether `new` may be `old` with its ids renamed; if so, the correspondence of those ids is kept.

        False when anything else differs, and when one id would stand for two (a split) or two for one
        (a merge): then nothing is kept.
        """
        self.refusal = ""
        if not (pairs := [(one, one.text) for one in tokens(old)] if old == new else self._pairs(old, new)):
            return pairs is not None
        forward: dict[Name, str] = {}
        backward: dict[Name, str] = {}
        for token, text in pairs:
            before = token.name
            after = before if text == token.text else name_of(token.kind, text)
            known = self._forward.get(before) or forward.get(before)
            if known is not None and known != text and name_of(token.kind, known) != after:
                told = known if name_of(token.kind, known) != before else "itself"
                self.refusal = f"{token.text} is {told} elsewhere: {text} would split it"
                return False
            owner = self._backward.get(after) or backward.get(after)
            if owner is not None and owner != token.text and name_of(token.kind, owner) != before:
                told = owner if name_of(token.kind, owner) != after else "itself"
                self.refusal = f"{text} is {told} elsewhere: {token.text} would merge with it"
                return False
            forward[before], backward[after] = text, token.text
        news = [name for name in forward if name not in self._forward]
        self.renamed += [name_of(name[0], forward[name]) == name for name in news].count(False)
        for kept, found in ((self._forward, forward), (self._backward, backward)):
            for name, text in found.items():
                kept.pop(name, None)  # what was met last stands last
                kept[name] = text
        return True

    def keep(self, name: Name) -> None:
        """Let an id stand for itself, whatever comes."""
        self._forward[name] = self._backward[name] = name[1]

    def forget(self, most: int) -> None:
        """Keep the correspondence of so many ids, those that were met last."""
        for name in list(islice(self._forward, max(0, len(self._forward) - most))):
            self._backward.pop(name_of(name[0], self._forward.pop(name)), None)

    def apply(self, text: str) -> str:
        """`text` of the old side, each id that has a counterpart in the spelling of the new side."""
        return replaced(text, self._forward)

    def copy(self) -> "Renaming":
        """The same correspondence, to try something out on."""
        return Renaming(self.masked_only, "", self.renamed, dict(self._forward), dict(self._backward))

    @property
    def names(self) -> Mapping[Name, str]:
        """What each id of the old side is called on the new side, where that is spelled otherwise."""
        was, pairs = self._backward.get, self._forward.items()
        return {name: new for name, new in pairs if was(name) != new or name_of(name[0], new) != name}

    def __len__(self) -> int:
        return len(self._forward)

    def _pairs(self, old: str, new: str) -> Pairs | None:
        """The ids of two texts that stand in one another's place; None when the texts cannot be the same."""
        (before, around), (after, around_new) = apart(old), apart(new)
        if not before and not after:
            return None
        if around == around_new:
            both = list(zip(before, after, strict=True))
            if all(self._may(one, other) for one, other in both):
                return [(one, other.text) for one, other in both]
        found = _unmasked(old, new)
        if found is not None or self.masked_only:
            return found
        turned = _unmasked(new, old)
        return [_turned(token, text) for token, text in turned] if turned is not None else None

    def _may(self, old: Token, new: Token) -> bool:
        if old.kind != new.kind:
            return False
        if old.name == new.name:
            return True
        if _public(old.text) or _public(new.text):
            return False
        if self.masked_only:
            return old.masked and not new.masked
        return _frame(old.kind, old.text) == _frame(new.kind, new.text)


def _public(text: str) -> bool:
    return canonical_id(text) in PUBLIC_GUIDS


def _turned(token: Token, text: str) -> tuple[Token, str]:
    """The same pair seen from the other side."""
    masked = is_masked(token.kind, text)
    return Token(token.kind, text, 0, len(text), name_of(token.kind, text), masked), token.text


def _unmasked(masked: str, real: str) -> Pairs | None:
    """What each token of `masked` stands for in `real`; None when `real` cannot be what was masked."""
    if max(len(masked), len(real)) > _LONGEST or (template := _template(masked)) is None:
        return None
    if (match := template[0].fullmatch(real)) is None:
        return None
    pairs = list(zip(template[1], match.groups(), strict=True))
    return pairs if all(_fits(token, text) for token, text in pairs) else None


@lru_cache(maxsize=4096)
def _template(masked: str) -> tuple[re.Pattern[str], tuple[Token, ...]] | None:
    """A pattern of all that `masked` may have been, one group a token; None when nothing in it is masked.

    Once it is found where a token ends, by what follows it, this is never tried anew: the pattern is atomic
    from one token of no certain length to the opening of the next, so that the time is that of one reading.
    """
    found, around = apart(masked)
    elastic = sum(token.kind in _ELASTIC for token in found)
    if not any(token.masked for token in found) or elastic > _MOST_ELASTIC:
        return None
    parts = [""]
    for before, token in zip(around, found, strict=False):
        opening, rest = _STANDS_FOR[token.kind]
        parts[-1] += re.escape(before)
        if rest:
            parts[-1] += f"(?={opening})"
            parts.append("")
        parts[-1] += f"({opening}{rest})"
    parts[-1] += re.escape(masked[found[-1].end :]) + r"\Z"
    return re.compile("".join(f"(?>{part})" for part in parts), re.DOTALL), found


def _fits(token: Token, real: str) -> bool:
    """Whether `token` is what a mask keeps of `real`: its kind, a number's country, a host's alphabet."""
    if not token.masked or is_mask(real):
        return token.name == name_of(token.kind, real)
    match token.kind:
        case "guid":
            return not _public(real)
        case "host":
            host = PORT.sub("", real)
            return not (is_graph(host) or is_login(host)) and host.isascii() == token.text.isascii()
        case "number":
            return _frame("number", _SAMPLE.number(real)) == _frame("number", token.text)
        case "opaque":
            return bool(real)
    return bool(real.strip())


def _frame(kind: str, mask: str) -> tuple[str, int]:
    """What of a mask no key decides: only masks that agree in it may stand for one thing."""
    if kind == "number" and (match := _FRAME.match(mask)):
        return match["opening"], len(match["drawn"])
    return kind, int(mask.isascii())
