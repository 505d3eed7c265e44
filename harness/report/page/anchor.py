"""Anchors: names under which a link finds a place of the page. The same recording gives the same ones."""

import re
from collections import Counter

_OTHER = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 64


class Anchors:
    """Gives each place of one page a name of its own."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def give(self, kind: str, name: str | None) -> str:
        """`call-57dab8b1`; the second one of that name is `call-57dab8b1-2`, what has no name `call-none`."""
        plain = _OTHER.sub("-", name or "none").strip("-")[:_LONGEST] or "none"
        wanted = f"{kind}-{plain}"
        self._given[wanted] += 1
        if (count := self._given[wanted]) == 1:
            return wanted
        return self.give(kind, f"{plain[: _LONGEST - 8]}-{count}")
