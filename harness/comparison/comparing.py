"""Comparing: the calls of two recordings brought together, their exchanges, and what differs between them.

Ids correspond one to one over the whole comparison; an id that stands in both recordings stands for itself.
"""

from collections.abc import Iterable, Iterator

from harness.address import canonical_id
from harness.cassette import Entry
from harness.comparison.alignment import Added, Aligned, Both, Removed, ordered, unordered
from harness.comparison.breaking import Findings, broken, findings
from harness.comparison.call import Call, Known, Member, calls
from harness.comparison.model import CallChanges, Change, Comparison, Summary
from harness.contract.precedence import Documentation
from harness.diff import Difference, Kind, differences
from harness.renaming import Renaming


def compare(old: Iterable[Entry], new: Iterable[Entry], documentation: Documentation) -> Comparison:
    """What `new` says otherwise than `old`, call by call, and what of it breaks the contract.

    Token fetches are not compared: how often a token is fetched depends on a cache.
    """
    before, after = list(old), list(new)
    sides = calls(before), calls(after)
    known = Known(frozenset.intersection(*(_names(side) for side in sides)))
    comparing = _Comparing(findings(before, documentation), findings(after, documentation), known)
    found = tuple(map(comparing.call, comparing.aligned(*sides)))
    return Comparison(found, _summary(found, comparing.noise))


def _names(side: list[Call]) -> frozenset[tuple[str, str]]:
    return frozenset(name for call in side for member in call.members for name in member.names)


def _summary(found: tuple[CallChanges, ...], noise: int) -> Summary:
    changes = [change for call in found for change in call.changes]
    equivalent = sum(change.kind is Kind.EQUIVALENT for change in changes)
    return Summary(
        calls=sum(call.call is not None for call in found),
        calls_changed=sum(call.call is not None and call.changed for call in found),
        differences=len(changes) - equivalent,
        equivalent=equivalent,
        breaks=sum(bool(change.breaks) for change in changes),
        noise=noise,
    )


class _Comparing:
    """One comparison under way: the ids that correspond so far, and the noise counted."""

    def __init__(self, old: Findings, new: Findings, known: Known) -> None:
        self._old = old
        self._new = new
        self._known = known
        self._renaming = Renaming()
        self.noise = 0
        for name in known.names:
            self._renaming.keep(name)

    def aligned(self, old: list[Call], new: list[Call]) -> Aligned[Call]:
        """Calls that are one: by id, by all they say, by who calls whom and what is done, by what is done."""
        known = self._known
        return unordered(
            old,
            new,
            (
                lambda call: canonical_id(call.id or ""),
                lambda call: tuple(map(known.said, call.members)),
                lambda call: (call.parties(known), call.action),
                lambda call: call.parties(known),
                lambda call: call.action,
            ),
        )

    def call(self, pair: Both[Call] | Added[Call] | Removed[Call]) -> CallChanges:
        """The changes of a call; one that stands on one side only is one change."""
        match pair:
            case Added(new):
                return _whole(new, Kind.ADDED, None, str(new), self._codes(new.members))
            case Removed(old):
                return _whole(old, Kind.REMOVED, str(old), None, ())
            case Both(old, new):
                self._renaming.pair(old.id or "", new.id or "")
                return CallChanges(new.id, tuple(self._changes(old, new)))

    def _changes(self, old: Call, new: Call) -> Iterator[Change]:
        keys = (self._known.said, lambda member: (member.name, member.answer), lambda member: member.name)
        for pair in ordered(old.members, new.members, keys):
            match pair:
                case Added(added):
                    codes = self._codes([added])
                    yield Change(new.id, added.entry.number, added.name, Kind.ADDED, None, str(added), codes)
                case Removed(removed):
                    yield Change(new.id, removed.entry.number, removed.name, Kind.REMOVED, str(removed))
                case Both(one, other):
                    yield from self._both(one, other, new.id)

    def _codes(self, members: Iterable[Member]) -> tuple[str, ...]:
        """What exchanges break that the old recording does not have at all."""
        told = (finding for member in members for finding in self._new.get(member.entry.number, []))
        return tuple(sorted({finding.rule for finding in told}))

    def _both(self, old: Member, new: Member, call: str | None) -> Iterator[Change]:
        paths = old.noise.keys() | new.noise.keys()
        self.noise += sum(old.noise.get(path) != new.noise.get(path) for path in paths)
        found = differences(old.tree, new.tree, renaming=self._renaming)
        told = self._old.get(old.entry.number, []), self._new.get(new.entry.number, [])
        for one in broken(found, *told):
            yield _change(one.difference, one.codes, new, call)


def _change(one: Difference, codes: tuple[str, ...], member: Member, call: str | None) -> Change:
    path = f"{member.name}.{one.path}" if one.path else member.name
    return Change(call, member.entry.number, path, one.kind, one.old, one.new, codes, one.note)


def _whole(call: Call, kind: Kind, old: str | None, new: str | None, codes: tuple[str, ...]) -> CallChanges:
    change = Change(call.id, call.members[0].entry.number, "call", kind, old, new, codes)
    return CallChanges(call.id, (change,))
