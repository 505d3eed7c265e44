"""What breaks: a difference breaks the rules of which the new side has a finding there and the old one none.

And it mends those of which the old side has one there and the new side none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.diff import Difference, Kind, general
from harness.findings import Finding
from harness.ids import blank

_URL = re.compile(r"request\.(?:url|uri|path|host|scheme|query)\b")
_BODY = re.compile(r"(?:\A|response\.)body\Z")
_STEP = re.compile(r"[.\[]")
_URL_PATHS = ("host", "version", "route", "call")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A difference, and the codes of the rules that it breaks and that it mends."""

    difference: Difference
    breaks: tuple[str, ...] = ()
    mends: tuple[str, ...] = ()


def weighed(
    differences: Iterable[Difference], old: Sequence[Finding], new: Sequence[Finding]
) -> Iterator[Weighed]:
    """Each difference with what it does, and one more for each finding that none of them explains.

    An equivalent difference that does something is none: it is added or changed.
    """
    listed = list(differences)
    breaks, broken = _explained(listed, _more(old, new))
    mends, mended = _explained(listed, _more(new, old))
    for at, one in enumerate(listed):
        told = _counted(one) if breaks[at] or mends[at] else one
        yield Weighed(told, tuple(sorted(breaks[at])), tuple(sorted(mends[at])))
    yield from (Weighed(_told(finding), breaks=(finding.rule,)) for finding in broken)
    yield from (Weighed(_told(finding), mends=(finding.rule,)) for finding in mended)


def _told(finding: Finding) -> Difference:
    """What a finding says as a difference that has no values."""
    return Difference(_path(finding.where), Kind.CHANGED, note=finding.message)


class _Places:
    """Where the differences of an exchange stand."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        self._below: defaultdict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(differences):
            self._at[one.path].append(at)
            for around in _around(one.path):
                self._below[around].append(at)

    def of(self, where: str) -> Iterator[int]:
        """Which differences a finding is about: at its place or around it; in it where there is but one.

        What is wrong with an answer is wrong for its status; a body that is no JSON is its text.
        """
        if _URL.match(where):
            paths: Iterable[str] = _URL_PATHS
        else:
            place = _path(where)
            answered = ("status",) if where.startswith("response") else ()
            text = (f"{place.removesuffix('body')}text",) if _BODY.search(place) else ()
            paths = {place, *_around(place), *answered, *(() if place in self._at else text)}
            if len(within := self._below.get(place, ())) == 1:
                yield from within
        for path in paths:
            yield from self._at.get(path, ())


def _around(path: str) -> Iterator[str]:
    """The paths of the members that one is in."""
    return (path[: step.start()] for step in _STEP.finditer(path) if step.start())


def _explained(
    differences: Sequence[Difference], told: Iterable[Finding]
) -> tuple[Mapping[int, set[str]], list[Finding]]:
    """Which rules the findings lay to each difference, by its place, and the findings that none explains."""
    codes: defaultdict[int, set[str]] = defaultdict(set)
    unexplained: list[Finding] = []
    places = _Places(differences)
    for finding in told:
        found = list(places.of(finding.where))
        for at in found:
            codes[at].add(finding.rule)
        if not found:
            unexplained.append(finding)
    return codes, unexplained


def _more(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[Finding]:
    """Findings of which `new` has more than `old` of one rule and place, at elements that are new first."""
    surplus = Counter(map(_kind, new))
    surplus.subtract(Counter(map(_kind, old)))
    known = {(finding.rule, finding.where) for finding in old}
    for finding in sorted(new, key=lambda finding: (finding.rule, finding.where) in known):
        if surplus[_kind(finding)] > 0:
            surplus[_kind(finding)] -= 1
            yield finding


def _kind(finding: Finding) -> tuple[str, str]:
    """Rule and place, whichever element of a list it is, and whatever ids are called in it."""
    return finding.rule, blank(general(finding.where))


def _path(where: str) -> str:
    """The path in the tree of an exchange that a finding's `where` is."""
    return where.removeprefix("request").removeprefix(".").replace("response.status", "status", 1)


def _counted(one: Difference) -> Difference:
    if one.kind is not Kind.EQUIVALENT:
        return one
    return replace(one, kind=Kind.ADDED if one.old is None else Kind.CHANGED)
