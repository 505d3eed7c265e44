"""A live bot's calls as they happen: each event as a moment, with what is wrong by then, and what came of it.

Pure: it is told exchanges, already redacted, and knows no clock. How a moment is printed is report.live's.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from harness.address import canonical_id, is_redirect
from harness.chains import REMEMBERED, Chain, Chains
from harness.conversation import (
    Conversation,
    Event,
    accepted,
    between,
    call_of,
    calls_of,
    event_of,
    notices,
)
from harness.exchange import Exchange, Origin, Response, Way
from harness.findings import Finding, Severity
from harness.rules import Judge, Judgement
from harness.session import Sessions

OURS = frozenset({Origin.ENFORCED, Origin.FAULT})
"""Origins of what never reached the service."""

CALLS = 500
"""Calls that may go on at once: beyond that the one heard least lately is taken to be over, so that a run of
any length takes little memory."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that arrived. left_s: seconds left of the window in which a ringing call may be acted on.

    window_s: how long that is; both None where the call was not heard to ring, or no edition states it.
    """

    exchange: Exchange
    call: str | None
    left_s: float | None = None
    window_s: float | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a request. number: of its entry, None without.

    findings: what is wrong with it and was not said before, worst first. all: whatever is wrong with it.
    """

    exchange: Exchange
    call: str | None
    number: int | None
    findings: tuple[Finding, ...]
    all: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """A call that is over, or taken to be. at: when its last exchange ended; None without times.

    findings: what is wrong with the call as a whole and was not said before. counts: of all its findings.
    again: whether it was over before, and more was found since.
    """

    conversation: Conversation
    at: datetime | None
    left_s: float | None
    findings: tuple[Finding, ...]
    counts: Mapping[Severity, int]
    again: bool = False


type Moment = Asked | Answered | Over
"""What happens to a call, in the order in which it happens."""


@dataclass(frozen=True, slots=True)
class Total:
    """A whole run. outcomes: how many redirects were `accepted`, `refused` or `unanswered`.

    least_s: the fewest seconds that were left when a redirect was sent; None where that is not known.
    findings: those on the run as a whole. counts: of all findings.
    """

    calls: int
    outcomes: Mapping[str, int]
    least_s: float | None
    findings: tuple[Finding, ...]
    counts: Mapping[Severity, int]


type _Found = tuple[Finding, Exchange | None]
"""A finding and the exchange that it is about."""


@dataclass(slots=True)
class _Told:
    """What was said of a call already."""

    counts: Counter[Severity] = field(default_factory=Counter)
    findings: set[tuple[str, str, int]] = field(default_factory=set)
    over: bool = False


class Live:
    """Follows the calls of one run. Not for two threads at once."""

    def __init__(self, judge: Judge, calls: int = CALLS) -> None:
        self._judge = judge
        self._chains = Chains(calls)
        self._sessions = Sessions()
        self._told: OrderedDict[str, _Told] = OrderedDict()
        self._numbers: dict[int, int | None] = {}
        self._refused: dict[int, tuple[Exchange, tuple[Finding, ...]]] = {}  # what `against` found of it
        self._mild: set[str] = set()  # rules of which a finding was said
        self._counts: Counter[Severity] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._calls = 0
        self._seen = False
        self._least: float | None = None

    @property
    def seen(self) -> bool:
        """Whether anything was told of."""
        return self._seen

    def asked(self, exchange: Exchange) -> Iterator[Moment]:
        """A request has arrived; its exchange has no response yet."""
        self._seen = True
        closed = list(self._chains.add(exchange)) if calls_of(exchange) else []
        yield Asked(exchange, call_of(exchange), *self._left(exchange))
        yield from self._closed(closed)

    def answered(self, asked: Exchange, exchange: Exchange, number: int | None) -> Iterator[Moment]:
        """What came of a request of which `asked` told: `exchange` is whole now."""
        self._sessions.add(exchange)
        closed: list[Chain] = []
        if not calls_of(exchange):
            closed += self._chains.add(exchange)
        elif self._chains.replace(asked, exchange):
            self._numbers[id(exchange)] = number
        call = call_of(exchange)
        self._count(exchange)
        found = [*_pairs(self._judge.exchange(exchange, at=number)), *self._by(exchange)]
        _, refused = self._refused.pop(id(asked), (asked, ()))
        if exchange.origin is Origin.ENFORCED:
            known = {each.rule for each, _ in found}
            found += ((replace(each, at=number), exchange) for each in refused if each.rule not in known)
        whole = tuple(finding for finding, _ in found)
        yield Answered(exchange, call, number, self._said(call, found), whole)
        for ended in _ended(exchange):
            if (conversation := self._chains.so_far(ended)) is not None:
                yield from self._over(conversation)
        yield from self._closed(closed)

    def against(self, exchange: Exchange) -> tuple[Finding, ...]:
        """The errors that a request makes, alone or in its call, were it answered as documented, and all that
        was asked before it too. `asked` has told of it.

        What was refused before has not reached the service, and counts for nothing.
        """
        hoped = self._hoped(exchange)
        found = self._judge.exchange(exchange).findings
        for call in calls_of(exchange):
            if (known := self._chains.so_far(call)) is not None:
                before = (each for each in known.exchanges if each is not exchange and self._reached(each))
                whole = known.of((*map(self._hoped, before), hoped))
                judged = _pairs(self._judge.call(whole, self._number))
                found += tuple(each for each, culprit in judged if culprit is hoped)
        errors = tuple(each for each in found if each.severity is Severity.ERROR)
        if errors:
            self._refused[id(exchange)] = exchange, errors
        return errors

    def rest(self) -> Iterator[Moment]:
        """The calls that are left when the run is over."""
        yield from self._closed(self._chains.rest())

    def total(self) -> Total:
        """The run, once `rest` was told."""
        findings = self._judge.session(self._sessions.session(), lambda _: None).findings
        counts = self._counts + Counter(each.severity for each in findings)
        return Total(self._calls, dict(self._outcomes), self._least, findings, counts)

    def _reached(self, exchange: Exchange) -> bool:
        """Whether a request went to the service, or is on its way there."""
        return exchange.origin not in OURS and id(exchange) not in self._refused

    def _hoped(self, exchange: Exchange) -> Exchange:
        """An exchange as it stands, or were it answered as documented where its answer is not there yet."""
        if exchange.way is not Way.TO_GRAPH or exchange.response or exchange.error:
            return exchange
        status = next(iter(self._judge.documentation.chosen.success_statuses), 202)
        return replace(exchange, response=Response(status), seconds=0.0)

    def _left(self, exchange: Exchange) -> tuple[float | None, float | None]:
        window, call = self._judge.documentation.window, call_of(exchange)
        known = self._chains.so_far(call) if call else None
        if window is None or known is None or known.rang is None:
            return None, None
        waited = between(known.rang, exchange)
        return (None if waited is None else window.value - waited), window.value

    def _by(self, exchange: Exchange) -> Iterator[_Found]:
        """What is wrong by now with the calls of an exchange, and of its making."""
        for call in calls_of(exchange) if exchange.way is Way.TO_GRAPH else ():
            if (conversation := self._chains.so_far(call)) is not None:
                for found in _pairs(self._judge.call(conversation, self._number)):
                    if found[1] is exchange:
                        yield found

    def _count(self, exchange: Exchange) -> None:
        if exchange.way is not Way.TO_GRAPH or not is_redirect(exchange.request.url):
            return
        came = "accepted" if accepted(exchange) else "refused" if exchange.response else "unanswered"
        self._outcomes[came] += 1
        left, _ = self._left(exchange)
        if left is not None:
            self._least = left if self._least is None else min(left, self._least)

    def _closed(self, chains: Iterable[Chain]) -> Iterator[Moment]:
        for chain in chains:
            whole = list(_pairs(self._judge.chain(chain, self._number)))
            for conversation in chain.calls:
                mine = [found for found in whole if _key(found[0].call) == _key(conversation.call)]
                yield from self._over(conversation, mine)
            for conversation in chain.calls:
                for exchange in conversation.exchanges:
                    self._numbers.pop(id(exchange), None)
                self._told.pop(_key(conversation.call), None)

    def _over(self, conversation: Conversation, more: Iterable[_Found] = ()) -> Iterator[Over]:
        if conversation.call is None:
            return
        told = self._call(conversation.call)
        again, told.over = told.over, True
        found = (*_pairs(self._judge.call(conversation, self._number)), *more)
        said = self._said(conversation.call, found)
        if again and not said:
            return
        self._calls += not again
        sent = conversation.waited_s
        window = self._judge.documentation.window
        left = None if sent is None or window is None else window.value - sent
        yield Over(conversation, _last(conversation), left, said, dict(told.counts), again)

    def _said(self, call: str | None, found: Iterable[_Found]) -> tuple[Finding, ...]:
        """The findings that were not said before, worst first. Each counts once; one of a rule that says how
        another edition documents it is said once a run.
        """
        told = self._call(call)
        news: list[Finding] = []
        for finding, culprit in found:
            known = (finding.rule, finding.where, id(culprit))
            if known not in told.findings:
                told.findings.add(known)
                told.counts[finding.severity] += 1
                self._counts[finding.severity] += 1
                if finding.severity is not Severity.INFO or finding.rule not in self._mild:
                    news.append(finding)
                    self._mild.add(finding.rule)
        return tuple(sorted(news, key=lambda each: -each.severity))

    def _call(self, call: str | None) -> _Told:
        told = self._told.setdefault(_key(call), _Told()) if call else _Told()
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return told

    def _number(self, exchange: Exchange) -> int | None:
        return self._numbers.get(id(exchange))


def _pairs(judgement: Judgement) -> Iterator[_Found]:
    return zip(judgement.findings, judgement.culprits, strict=True)


def _key(call: str | None) -> str:
    return canonical_id(call) if call else ""


def _ended(exchange: Exchange) -> Iterator[str]:
    """The calls that a webhook tells the end of."""
    for told in notices(exchange):
        if told.call and event_of(told) is Event.TERMINATED:
            yield told.call


def _last(conversation: Conversation) -> datetime | None:
    """When the last exchange of a call ended."""
    last = conversation.exchanges[-1]
    return last.started_at + timedelta(seconds=last.seconds or 0) if last.started_at else None
