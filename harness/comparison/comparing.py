"""Comparing: the calls of two recordings brought together, their exchanges, and what differs between them.

Ids correspond one to one over the whole comparison; an id that stands in both recordings stands for itself.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harness.address import canonical_id
from harness.cassette import Entry
from harness.comparison.alignment import Added, Both, Removed, ordered, unordered
from harness.comparison.breaking import weighed
from harness.comparison.call import Call, Known, Member
from harness.comparison.digest import Digest, Summary
from harness.comparison.hiding import explained, hidden, hidden_path
from harness.comparison.model import CallChanges, Change
from harness.comparison.side import Held, Marked, Recording, Side, codes
from harness.comparison.timing import Timing
from harness.contract.precedence import Documentation
from harness.diff import Kind, differences
from harness.ids import Name
from harness.renaming import Renaming

REMEMBERED = 8_000
"""Ids of which it is known what they are on the other side; those met longest ago are forgotten first."""

UNSHOWN = "another secret"
"""Of what differs in nothing that may be shown."""

_WHAT_A_CALL_IS: Sequence[Callable[[Call], Hashable]] = (
    lambda call: canonical_id(call.id or ""),
    lambda call: call.said,
    lambda call: call.carried,
    lambda call: call.shaped,
    lambda call: (call.parties, call.action),
    lambda call: call.parties,
    lambda call: call.action,
)
"""How calls that are one are found: by id, by all they say, by what they carry, by who calls whom."""

_WHAT_AN_EXCHANGE_IS: Sequence[Callable[[Marked], Hashable]] = (
    lambda one: one[0].said,
    lambda one: one[0].title,
    lambda one: one[0].name,
)
"""And exchanges of a call: by all they say, by what they are and how they were answered."""


@dataclass(frozen=True)
class Comparison:
    """Two recordings compared: the calls in the order of the new one, each with its changes."""

    calls: tuple[CallChanges, ...]

    @property
    def digest(self) -> Digest:
        """The same in kinds and counts."""
        return Digest(self.calls)

    @property
    def summary(self) -> Summary:
        """Counts."""
        return self.digest.summary

    @property
    def headline(self) -> str:
        """One sentence: `3 calls, 1 changed: redirect.body.timeout: 45 -> 5 breaks RDQ041`."""
        return self.digest.headline

    @property
    def differences(self) -> tuple[Change, ...]:
        """Every change, call by call."""
        return tuple(change for call in self.calls for change in call.changes)


def compare(old: Iterable[Entry], new: Iterable[Entry], documentation: Documentation) -> Comparison:
    """What `new` says otherwise than `old`, call by call, and what of it breaks the contract.

    Token fetches are not compared: how often a token is fetched depends on a cache.
    """
    before, after = Held(old), Held(new)
    comparing = Comparing(documentation, before.names() & after.names())
    return Comparison(tuple(comparing.calls([before], [after])))


class Comparing:
    """Compares recordings pair by pair, and holds of a pair that is done no more than what its ids are.

    known: the ids that stand in both recordings. unordered: whether a list at a path is in no order.
    timing: takes the times of both sides, where they are wanted.
    """

    def __init__(
        self,
        documentation: Documentation,
        known: Iterable[Name],
        *,
        unordered: Callable[[str], bool] = lambda _: False,
        timing: Timing | None = None,
    ) -> None:
        self._documentation = documentation
        self._known = Known(frozenset(known))
        self._unordered = unordered
        self._timing = timing
        self._renaming = Renaming()
        self._keep()

    def calls(self, old: Sequence[Recording], new: Sequence[Recording]) -> Iterator[CallChanges]:
        """What the calls of some recordings, taken together, say otherwise than those of others.

        Raises what reading them raises.
        """
        if len(self._renaming) > 2 * REMEMBERED:
            self._renaming.forget(REMEMBERED)
            self._keep()
        before, after = self._side(old, 0), self._side(new, 1)
        for pair in unordered(before.calls, after.calls, _WHAT_A_CALL_IS, _Acquainted().meet):
            match pair:
                case Added(call):
                    yield _whole(after, call, Kind.ADDED)
                case Removed(call):
                    yield _whole(before, call, Kind.REMOVED)
                case Both(one, other):
                    renamed = self._renaming.renamed
                    self._renaming.pair(one.id or "", other.id or "")
                    told = self._call(other.id, before.marked(one), after.marked(other))
                    yield replace(told, renamed=self._renaming.renamed - renamed)

    def _keep(self) -> None:
        for name in self._known.names:
            self._renaming.keep(name)

    def _side(self, recordings: Sequence[Recording], which: int) -> Side:
        if self._timing is None:
            return Side(recordings, self._documentation, self._known)
        return Side(recordings, self._documentation, self._known, self._timing.sides[which])

    def _call(self, call: str | None, old: Sequence[Marked], new: Sequence[Marked]) -> CallChanges:
        changes: list[Change] = []
        noise: list[str] = []
        for pair in ordered(old, new, _WHAT_AN_EXCHANGE_IS):
            match pair:
                case Added((_, added)):
                    words, told = str(added), codes(added.findings)
                    changes.append(_change(added, call, added.name, Kind.ADDED, None, words, breaks=told))
                case Removed((_, removed)):
                    words, told = str(removed), codes(removed.findings)
                    changes.append(_change(removed, call, removed.name, Kind.REMOVED, words, mends=told))
                case Both((_, one), (_, other)):
                    changes += self._both(one, other, call, noise.append)
        return CallChanges(call, tuple(changes), len(noise))

    def _both(
        self, old: Member, new: Member, call: str | None, passed: Callable[[str], object]
    ) -> Iterator[Change]:
        def placed(path: str) -> str:
            return f"{new.name}.{path}" if path else new.name

        found = differences(
            old.tree,
            new.tree,
            renaming=self._renaming,
            unordered=lambda path: self._unordered(placed(path)),
            passed=passed,
        )
        for told in weighed(found, old.findings, new.findings):
            one = told.difference
            before, after = hidden(one.path, one.old), hidden(one.path, one.new)
            unseen = one.kind is Kind.CHANGED and before == after and one.old != one.new
            note = one.note if one.old is None else explained(one.note, before, after)
            yield _change(
                *(new, call, hidden_path(placed(one.path)), one.kind, before, after),
                breaks=told.breaks,
                mends=told.mends,
                note=UNSHOWN if unseen else note,
            )


class _Acquainted:
    """Who of one side is who on the other, as far as calls were paired: a hint for those that are alike."""

    def __init__(self) -> None:
        self._forward: dict[str, str] = {}
        self._backward: dict[str, str] = {}

    def meet(self, old: Call, new: Call) -> bool:
        """Whether those who call each other in both may be the same people; if so, they are from now on."""
        people = list(zip(old.people, new.people, strict=False))
        known, named = self._forward, self._backward
        if any(known.get(one, other) != other or named.get(other, one) != one for one, other in people):
            return False
        known.update(people)
        named.update((other, one) for one, other in people)
        return True


def _change(
    member: Member,
    call: str | None,
    path: str,
    kind: Kind,
    old: object,
    new: object = None,
    *,
    breaks: tuple[str, ...] = (),
    mends: tuple[str, ...] = (),
    note: str = "",
) -> Change:
    entry = member.entry
    return Change(
        call, entry.number, path, kind, old, new, breaks, note, mends, file=member.file, line=entry.line
    )


def _whole(side: Side, call: Call, kind: Kind) -> CallChanges:
    """A call, or what names none, that stands on one side only: one change."""
    first, words, told = call.marks[0], str(call), side.codes(call)
    change = Change(
        call.id,
        first.number,
        "call" if call.id is not None else "exchanges",
        kind,
        old=words if kind is Kind.REMOVED else None,
        new=words if kind is Kind.ADDED else None,
        breaks=told if kind is Kind.ADDED else (),
        mends=told if kind is Kind.REMOVED else (),
        file=side.file(call),
        line=first.line,
    )
    return CallChanges(call.id, (change,))
