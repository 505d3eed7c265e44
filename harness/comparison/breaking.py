"""What breaks: a difference breaks the rules of which the new side has a finding and the old one none.

And it mends those of which the old side has one and the new side none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.diff import Difference, Kind
from harness.findings import Finding

_URL = re.compile(r"request\.(?:url|uri|path|host|scheme|query)\b")
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
    for finding in broken:
        yield Weighed(Difference(_path(finding.where), Kind.CHANGED, None, finding.message), (finding.rule,))
    for finding in mended:
        difference = Difference(_path(finding.where), Kind.CHANGED, finding.message, None)
        yield Weighed(difference, mends=(finding.rule,))


def _explained(
    differences: list[Difference], told: Iterable[Finding]
) -> tuple[Mapping[int, set[str]], list[Finding]]:
    """Which rules the findings lay to each difference, by its place, and the findings that none explains."""
    codes: defaultdict[int, set[str]] = defaultdict(set)
    unexplained: list[Finding] = []
    for finding in told:
        places = [at for at, one in enumerate(differences) if _about(one.path, finding.where)]
        for at in places:
            codes[at].add(finding.rule)
        if not places:
            unexplained.append(finding)
    return codes, unexplained


def _more(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[Finding]:
    """Findings of the rules that `new` breaks more often than `old`, those at places that are new first."""
    surplus = Counter(finding.rule for finding in new)
    surplus.subtract(Counter(finding.rule for finding in old))
    known = {(finding.rule, finding.where) for finding in old}
    for finding in sorted(new, key=lambda finding: (finding.rule, finding.where) in known):
        if surplus[finding.rule] > 0:
            surplus[finding.rule] -= 1
            yield finding


def _about(path: str, where: str) -> bool:
    """Whether a finding at `where` is about the member at `path`, one in it or one around it.

    What is wrong with an answer is wrong for its status.
    """
    if _URL.match(where):
        return path in _URL_PATHS
    if path == "status":
        return where.startswith("response")
    place = _path(where)
    shorter, longer = sorted((path, place), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :][:1] in ("", ".", "[")


def _path(where: str) -> str:
    """The path in the tree of an exchange that a finding's `where` is."""
    return where.removeprefix("request").removeprefix(".").replace("response.status", "status", 1)


def _counted(one: Difference) -> Difference:
    if one.kind is not Kind.EQUIVALENT:
        return one
    return replace(one, kind=Kind.ADDED if one.old is None else Kind.CHANGED)
