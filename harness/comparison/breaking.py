"""What breaks: a difference breaks the rules of which the new side has a finding and the old one none."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from harness.cassette import Entry
from harness.contract.precedence import Documentation
from harness.diff import Difference, Kind
from harness.findings import Finding, Severity
from harness.rules import judge_all

_URL = re.compile(r"request\.(?:url|uri|path|host|scheme|query)\b")
_URL_PATHS = ("host", "version", "route", "call")

type Findings = Mapping[int, list[Finding]]
"""Number of an entry -> its warnings and errors."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A difference and the codes of the rules that it breaks."""

    difference: Difference
    codes: tuple[str, ...] = ()


def findings(entries: Iterable[Entry], documentation: Documentation) -> Findings:
    """The warnings and errors of a recording."""
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in judge_all(((entry.number, entry.exchange) for entry in entries), documentation):
        if finding.severity >= Severity.WARNING and finding.at is not None:
            found[finding.at].append(finding)
    return found


def broken(differences: Iterable[Difference], old: list[Finding], new: list[Finding]) -> Iterator[Broken]:
    """Each difference with what it breaks, and one more for each finding that none of them explains.

    An equivalent difference that breaks something is none: it is added or changed.
    """
    listed = list(differences)
    codes: defaultdict[int, set[str]] = defaultdict(set)
    unexplained: list[Finding] = []
    for finding in _more(old, new):
        places = [at for at, one in enumerate(listed) if _about(one.path, finding.where)]
        for at in places:
            codes[at].add(finding.rule)
        if not places:
            unexplained.append(finding)
    for at, one in enumerate(listed):
        yield Broken(_counted(one) if codes[at] else one, tuple(sorted(codes[at])))
    for finding in unexplained:
        yield Broken(Difference(_path(finding.where), Kind.CHANGED, None, finding.message), (finding.rule,))


def _more(old: list[Finding], new: list[Finding]) -> Iterator[Finding]:
    """Findings of the rules that the new side breaks more often, those at places that are new first."""
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
