"""What checking a recording comes to, part by part: each exchange as it is read, each call once it is over.

Holds no more of a recording than the calls that are not over yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from harness.address import is_redirect
from harness.cassette import Entry, columns_of, line_of
from harness.chains import Chain, Chains
from harness.checking.fingerprint import fingerprint
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, calls_of
from harness.exchange import Exchange, Way
from harness.findings import Finding
from harness.rules import Judge, Judgement
from harness.session import Sessions
from harness.titles import title


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and the line of the file it points at, from 1. culprit: the exchange that it is about.

    columns: where on the line what it points at begins and ends, as `columns_of`; None where that is unknown.
    known_as: its fingerprint, where the culprit was left out.
    """

    finding: Finding
    file: str
    line: int
    culprit: Exchange | None = field(default=None, compare=False, repr=False)
    columns: tuple[int, int] | None = field(default=None, compare=False)
    known_as: str = field(default="", compare=False, repr=False)

    @property
    def fingerprint(self) -> str:
        """What makes it the same finding in another recording: 16 hex digits."""
        return self.known_as or fingerprint(self.finding, self.culprit)

    def __str__(self) -> str:
        """Where it stands: `calls.yaml:33, interaction 2, call 37f8...`; where it stands in no file, what was
        sent: `POST /v1.0/...`, empty where that is not known.
        """
        if not self.file:
            request = self.culprit.request if self.culprit is not None else None
            return f"{request.method} {request.path}" if request is not None else ""
        interaction = f", interaction {self.finding.at}" if self.finding.at is not None else ""
        call = f", call {self.finding.call}" if self.finding.call else ""
        return f"{self.file}:{self.line}{interaction}{call}"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the timing rules rest on, in seconds; None where the recording has no time for it.

    margin_s: left of the documented window when the redirect was sent. ack_s: until the bot acknowledged the
    incoming notification. retry_s: from the first redirect to the last.
    """

    call: str | None
    margin_s: float | None
    ack_s: float | None
    retry_s: float | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a call: its number, the line that opens it, and its title."""

    at: int
    line: int
    title: str


class Part(Enum):
    """What of a recording was judged."""

    EXCHANGE = "exchange"
    CALL = "call"
    CHAIN = "chain"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Judged:
    """What one part of a recording came to.

    at, line, call: of the exchange, or of the part's first one; None (line 1) where there is none.
    title: what it is, such as `redirect: 202` or `call`.
    rules: codes of the rules that looked at it and could tell. unjudged: code of one that could not -> why.
    redirect: whether it is an exchange that asks for one. figures: of a call. turns: of a call, its exchanges
    in the order they began. accepted: how many findings a baseline took out.
    exchange: what was judged, where it is a single one.
    """

    file: str
    part: Part
    at: int | None
    line: int
    call: str | None
    title: str
    rules: tuple[str, ...]
    findings: tuple[Placed, ...]
    unjudged: tuple[tuple[str, str], ...] = ()
    redirect: bool = False
    figures: Figures | None = None
    turns: tuple[Turn, ...] = ()
    accepted: int = 0
    exchange: Exchange | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read to its end. torn: bytes left out there. trouble: why it could not be read on.

    capture: whether it is no cassette. left_out: requests in it that are part of no call's conversation.
    """

    file: str
    torn: int = 0
    trouble: str | None = None
    capture: bool = False
    left_out: int = 0


type Event = Judged | Read
"""Checking is a stream of these: of each file what was judged, then that it was read."""


def judged(file: str, entries: Iterable[Entry], judge: Judge) -> Iterator[Judged]:
    """Judge one recording; `file` is the name that findings carry. Raises what reading the entries raises."""
    desk = _Desk(file, judge)
    chains, sessions = Chains(), Sessions()
    for entry in entries:
        yield desk.exchange(entry)
        desk.keep(entry, session=sessions.add(entry.exchange))
        for chain in chains.add(entry.exchange):
            yield from desk.chain(chain)
    for chain in chains.rest():
        yield from desk.chain(chain)
    judgement = judge.session(sessions.session(), desk.number)
    yield Judged(file, Part.SESSION, None, 1, None, "session", *desk.placed(judgement))


class _Desk:
    """Turns what the rules say of one file into Judged: knows the entries of what is not over yet."""

    def __init__(self, file: str, judge: Judge) -> None:
        self._file = file
        self._judge = judge
        self._entries: dict[int, Entry] = {}  # id of an exchange -> its entry
        self._uses: dict[int, int] = {}  # id of an exchange -> how many parts still look at it

    def keep(self, entry: Entry, *, session: bool) -> None:
        """Know an entry until each part that it belongs to was judged."""
        exchange = entry.exchange
        calls = 0 if exchange.way is Way.TO_LOGIN else len(calls_of(exchange)) or 1
        if calls or session:
            self._entries[id(exchange)] = entry
            self._uses[id(exchange)] = calls + session

    def number(self, exchange: Exchange) -> int | None:
        """The number of an exchange that is known."""
        entry = self._entries.get(id(exchange))
        return entry.number if entry else None

    def exchange(self, entry: Entry) -> Judged:
        """What one exchange came to."""
        exchange = entry.exchange
        judgement = self._judge.exchange(exchange, at=entry.number, call=entry.call)
        judgement += self._judge.kept(
            exchange, entry.key, at=entry.number, call=entry.call, marked=entry.marked
        )
        redirect = exchange.way is Way.TO_GRAPH and is_redirect(exchange.request.url)
        self._entries[id(exchange)] = entry
        rules, findings, unjudged = self.placed(judgement)
        del self._entries[id(exchange)]
        where = (self._file, Part.EXCHANGE, entry.number, entry.line, entry.call, title(exchange))
        return Judged(*where, rules, findings, unjudged, redirect, exchange=exchange)

    def chain(self, chain: Chain) -> Iterator[Judged]:
        """What each call of a chain came to, then the chain, where there is a rule on chains."""
        for conversation in chain.calls:
            judgement = self._judge.call(conversation, self.number)
            numbers = figures(conversation, self._judge.documentation)
            rules, findings, unjudged = self.placed(judgement)
            at, line = self._first(conversation)
            where = (self._file, Part.CALL, at, line, conversation.call, "call")
            turns = tuple(self._turns(conversation))
            yield Judged(*where, rules, findings, unjudged, figures=numbers, turns=turns)
        judgement = self._judge.chain(chain, self.number)
        if judgement.judged or judgement.unjudged:
            rules, findings, unjudged = self.placed(judgement)
            at, line = self._first(*chain.calls)
            yield Judged(self._file, Part.CHAIN, at, line, None, "chain", rules, findings, unjudged)
        for conversation in chain.calls:
            self._forget(conversation.exchanges)

    def placed(
        self, judgement: Judgement
    ) -> tuple[tuple[str, ...], tuple[Placed, ...], tuple[tuple[str, str], ...]]:
        """The rules that looked, their findings with their lines, and the rules that could not tell."""
        pairs = zip(judgement.findings, judgement.culprits, strict=True)
        findings = tuple(self._placed(finding, culprit) for finding, culprit in pairs)
        return judgement.judged, findings, judgement.unjudged

    def _placed(self, finding: Finding, culprit: Exchange | None) -> Placed:
        entry = self._entries.get(id(culprit))
        if entry is None:
            return Placed(finding, self._file, 1, culprit)
        if finding.call is None and entry.call is not None:
            finding = replace(finding, call=entry.call)
        line = line_of(entry, finding.where)
        return Placed(finding, self._file, line, culprit, columns_of(entry, line))

    def _turns(self, conversation: Conversation) -> Iterator[Turn]:
        for exchange in conversation.exchanges:
            if (entry := self._entries.get(id(exchange))) is not None:
                yield Turn(entry.number, entry.line, title(exchange))

    def _first(self, *calls: Conversation) -> tuple[int | None, int]:
        known = [entry for call in calls for each in call.exchanges if (entry := self._entries.get(id(each)))]
        first = min(known, key=lambda entry: entry.number, default=None)
        return (first.number, first.line) if first else (None, 1)

    def _forget(self, exchanges: Iterable[Exchange]) -> None:
        for exchange in exchanges:
            self._uses[id(exchange)] -= 1
            if not self._uses[id(exchange)]:
                del self._uses[id(exchange)], self._entries[id(exchange)]


def figures(conversation: Conversation, documentation: Documentation) -> Figures:
    """The figures of a call; the window is the chosen edition's, else the first one that states it."""
    window, waited = documentation.window, conversation.waited_s
    margin = None if window is None or waited is None else round(window.value - waited, 6)
    return Figures(conversation.call, margin, conversation.ack_s, conversation.retry_s)
