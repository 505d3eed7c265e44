"""Finding what any of several patterns matches in a text, whose length may be anything.

In one text the first match decides, of several that begin at one place the first pattern: as an alternation
of them all would. That is what a short text is searched by, one without any sign, such as an id, by those of
them alone that need none. In a long one it would try every pattern at every
character; there each pattern searches for itself, those not at all whose characters the text has none of.
"""

import re
from collections.abc import Iterator, Mapping

_LONG = 1000


class Scan:
    """Patterns by name, in order, whose groups capture nothing.

    holds: name of a pattern -> characters of which each of its matches has one; empty or missing: any.
    """

    def __init__(self, patterns: Mapping[str, str], holds: Mapping[str, str]) -> None:
        self._all = _any_of(patterns)
        signs = {each for held in holds.values() for each in held if not each.isalnum()}
        self._signs = re.compile(f"[{re.escape(''.join(sorted(signs)))}]" if signs else "(?!)")
        signless = {
            name: each for name, each in patterns.items() if not signs.issuperset(holds.get(name) or "a")
        }
        self._signless = _any_of(signless)
        self._each = [(name, re.compile(each), holds.get(name, "")) for name, each in patterns.items()]

    def __call__(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The matches that do not overlap, from left to right, each with the name of its pattern."""
        if len(text) < _LONG:
            pattern = self._all if self._signs.search(text) else self._signless
            for match in pattern.finditer(text):
                yield match.lastgroup or "", match
            return
        patterns = [(name, each) for name, each, holds in self._each if not holds or _any(holds, text)]
        nearest = {name: found for name, each in patterns if (found := each.search(text))}
        while nearest:
            first = min(nearest, key=lambda name: nearest[name].start())  # of equals the first
            end = nearest[first].end()
            yield first, nearest[first]
            for name, each in patterns:
                if name in nearest and nearest[name].start() < end:
                    if found := each.search(text, end):
                        nearest[name] = found
                    else:
                        del nearest[name]


def _any_of(patterns: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{each})" for name, each in patterns.items()) or "(?!)")


def _any(characters: str, text: str) -> bool:
    return any(each in text for each in characters)
