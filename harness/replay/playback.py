"""A recording played to a bot, with an account: what was played, missed and left, what the bot sent wrong
or otherwise.

Answers come from the Player; here is what became of them. Like every Responder it has no clock and no socket.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from harness.cassette import Entry, Unread, line_of
from harness.chains import Chain, Chains
from harness.checking.verdict import Placed
from harness.contract.precedence import Documentation
from harness.drawn import Seen
from harness.exchange import Exchange, Request, Way
from harness.faults import Faults, Injected, Spec
from harness.findings import Finding
from harness.matching import Match, Miss, Recorded
from harness.redaction.redactor import Redactor
from harness.redaction.secrets import SECRETS
from harness.replay.account import Befallen, Interaction, Replayed
from harness.replay.departures import departures, refuses
from harness.replay.pace import AT_ONCE, Pace
from harness.replay.player import Player
from harness.responder import Answer, FollowUp
from harness.rules import Judge, codes

OF_THE_BOT = frozenset(code for code in codes() if code.startswith("RDQ")) | {
    *("RDC001", "RDC002", "RDC003", "RDC004", "RDC005", "RDC006", "RDC015", "RDC016", "RDC017", "RDC018"),
    *("RDC019", "RDC020", "RDN015"),
}
"""Rules on what a bot does. What Graph and the platform do is what was recorded, and no news."""

_KEPT = 10
"""Requests that are judged of those which ask for one answer again, where no two are the same."""


class Playback:
    """A Responder: the recordings one after the other, each a file's name with its entries."""

    def __init__(
        self,
        recordings: Iterable[tuple[str, Iterable[Entry | Unread]]],
        documentation: Documentation,
        *,
        redactor: Redactor | None = None,
        told: Redactor | None = None,
        pace: Pace = AT_ONCE,
        strict: bool = False,
        repeats: bool = False,
        faults: Sequence[Spec] = (),
        seed: int = 1,
        codes: frozenset[str] = OF_THE_BOT,
    ) -> None:
        """As the Player; faults, seed: as those of Faults. codes: of the rules on what the bot does.

        told: stands as `teller` for whoever tells of requests as well.
        redactor: also masks what is told of what the bot sent otherwise; without one that is told as it is.
        """
        self._places: dict[int, tuple[str, Entry | Unread]] = {}
        entries: list[Entry | Unread] = []
        for file, recorded in recordings:
            before = entries[-1].number if entries else 0
            for entry in recorded:
                entries.append(replace(entry, number=before + entry.number) if before else entry)
                self._places[before + entry.number] = (file, entry)
        self._redactor = redactor
        self.teller = told or redactor or SECRETS
        self._several = len({file for file, _ in self._places.values()}) > 1
        self._player = Player(
            entries,
            redactor=redactor,
            told=self.teller,
            pace=pace,
            strict=strict,
            repeats=repeats,
            named=self._named,
        )
        self._judge = Judge(documentation, codes)
        self._happened: list[tuple[Exchange, int | None]] = []
        self._again: dict[int, list[Exchange]] | None = {} if repeats else None
        self._undelivered: list[str] = []
        self._refused = False
        self._answers = sum(entry.way is Way.TO_GRAPH for entry in entries)
        self._webhooks = sum(entry.way is Way.TO_BOT for entry in entries)
        self._expected = 0
        self._delivered = 0
        self._injected: list[Injected] | None = [] if faults else None
        self._faults = Faults(faults, seed, self._injected.append if self._injected is not None else _unheard)

    @property
    def answers(self) -> int:
        """How many recorded answers there are to play."""
        return self._answers

    @property
    def notifications(self) -> int:
        """How many recorded webhooks there are to play to a bot."""
        return self._webhooks

    @property
    def webhooks_recorded(self) -> Iterator[Request]:
        """The recorded webhooks."""
        entries = (entry for _, entry in self._places.values())
        return (each.exchange.request for each in entries if each.way is Way.TO_BOT)

    @property
    def complete(self) -> bool:
        """Whether every answer was played and every webhook was delivered, well or not."""
        return self._player.over and self._delivered == self._expected

    @property
    def failed(self) -> bool:
        """Whether something was asked for that is not recorded, or a webhook did not arrive, or was refused
        that had been taken: nothing makes this replay well any more.
        """
        return bool(self._player.missed or self._undelivered or self._refused)

    @property
    def wait_s(self) -> float:
        """The longest, in seconds, that a fault lets a bot wait before it asks again."""
        return self._faults.wait_s

    def find(self, request: Request) -> Match | Miss:
        """The recorded request that `request` is, without playing it."""
        return self._player.find(request)

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """The recorded answer, or the error that says why there is none; the fault that is planned."""
        return self.answer(self.find(request), request, now)

    def answer(self, found: Match | Miss, request: Request, now: datetime) -> Answer | None:
        """As `respond`, for what `find` found."""
        number = found.entry.number if isinstance(found, Match) else None

        def played() -> Answer:
            if isinstance(found, Match):
                return self._player.play(found, request, now)
            return self._player.miss(found, request, now)

        answer = self._faults.answer(request, now, played, number)
        if answer is None:
            return None
        exchange = Exchange(request, answer.response, Way.TO_GRAPH, answer.origin, now, answer.delivery.delay)
        if number is not None and isinstance(found, Match) and found.again:
            self._repeated(exchange, number)
        elif number is not None or not self._player.unlisted:
            self._happened.append((exchange, number))
        return replace(answer, then=self._sent(answer.then)) if answer.then else answer

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """Nothing: time alone plays no webhook."""
        return self._player.due(now)

    def refused(self, request: Request, why: str) -> None:
        """Take note of a request that was not so much as read: it cannot be in any recording."""
        self._player.count(request, why)

    def await_bot(self) -> None:
        """A bot is to come: until it is there all webhooks are left."""
        self._player.await_bot()

    def webhooks(self, now: datetime) -> tuple[FollowUp, ...]:
        """The webhooks to begin with, for the bot that is there."""
        return self._sent(self._player.webhooks(now))

    def delivered(self, follow_up: FollowUp, exchange: Exchange) -> None:
        """Take note of what the bot did with a webhook."""
        self._delivered += 1
        self._happened.append((exchange, follow_up.number))
        number = follow_up.number
        if exchange.error is not None:
            self._undelivered.append(f"{self._name(number)}: {exchange.error}")
        elif number is not None:
            self._player.heard(number)
            self._refused |= refuses(self._places[number][1].exchange, exchange)

    def happened(self, exchange: Exchange) -> None:
        """Take note of an exchange beside the recordings: it is judged with the rest."""
        self._happened.append((exchange, None))

    def result(self) -> Replayed:
        """The account so far."""
        player = self._player
        return Replayed(
            tuple(self._interaction(entry.number) for entry in player.played),
            tuple(player.missed),
            Seen(player.left(), lambda entry: self._interaction(entry.number)),
            tuple(sorted(self._found(), key=lambda placed: (not placed.file, placed.file, placed.line))),
            tuple(self._undelivered),
            tuple(sorted(map(self._befallen, self._injected), key=_place))
            if self._injected is not None
            else None,
            self._faults.unmet,
            departures(self._pairs(), self._redactor),
            repeated=player.repeated if self._again is not None else None,
            unlisted=player.unlisted,
        )

    def _repeated(self, exchange: Exchange, number: int) -> None:
        """Keep of what asks for an answer again what is other than before, and no more than is bearable."""
        if self._again is None:
            return
        kept = self._again.setdefault(number, [])
        if len(kept) < _KEPT and all(each.request != exchange.request for each in kept):
            kept.append(exchange)

    def _all_again(self) -> Iterator[tuple[Exchange, int]]:
        """What asked for an answer again, and is not what asked for it first."""
        first = {number: exchange.request for exchange, number in reversed(self._happened)}
        for number, kept in (self._again or {}).items():
            yield from ((each, number) for each in kept if each.request != first.get(number))

    def _sent(self, webhooks: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
        """What of these webhooks is sent: all but for faults. What a fault keeps back will not come."""
        sent = self._faults.notified(webhooks)
        self._expected += len(sent)
        for number in {each.number for each in webhooks} - {each.number for each in sent}:
            self._player.heard(number)
        return sent

    def _pairs(self) -> Iterator[tuple[str, Entry, Exchange]]:
        """Each recorded exchange with what happened in its place, the recording itself before its copies."""
        happened = chain(self._happened, self._all_again())
        known = ((number, exchange) for exchange, number in happened if number is not None)
        for number, exchange in sorted(known, key=lambda pair: pair[0]):
            yield *self._entry(number), exchange

    def _befallen(self, injected: Injected) -> Befallen:
        if injected.number is None:
            return Befallen(injected.fault, "", None, None, self._player.told(injected.request), injected.nth)
        met = self._interaction(injected.number)
        return Befallen(injected.fault, met.file, met.interaction, met.call, met.request, injected.nth)

    def _found(self) -> Iterator[Placed]:
        """What is wrong with what the bot did, message by message and call by call."""
        numbers = {id(exchange): number for exchange, number in self._happened}
        grouped = Chains()
        over: list[Chain] = []
        for exchange, number in self._happened:
            for finding in self._judge.exchange(exchange).findings:
                yield self._placed(finding, number, exchange)
            over += grouped.add(exchange)
        for exchange, again in self._all_again():
            for finding in self._judge.exchange(exchange).findings:
                yield self._placed(finding, again, exchange)
        for conversation in chain.from_iterable(each.calls for each in (*over, *grouped.rest())):
            judgement = self._judge.call(conversation, lambda _: None)
            for finding, culprit in zip(judgement.findings, judgement.culprits, strict=True):
                yield self._placed(finding, numbers.get(id(culprit)), culprit)

    def _placed(self, finding: Finding, number: int | None, culprit: Exchange | None) -> Placed:
        """A finding in the recorded interaction of that number; None: nowhere but in what happened."""
        if number is None:
            return Placed(finding, "", 0, self._player.told_exchange(culprit) if culprit else None)
        file, entry = self._entry(number)
        return Placed(replace(finding, at=entry.number), file, line_of(entry, finding.where))

    def _entry(self, number: int) -> tuple[str, Entry]:
        """The file and the entry of a number."""
        file, entry = self._places[number]
        return file, entry.read()

    def _interaction(self, number: int) -> Interaction:
        file, entry = self._entry(number)
        request = entry.exchange.request
        return Interaction(file, entry.number, entry.call, f"{request.method} {request.path}")

    def _named(self, recorded: Recorded) -> str:
        """An interaction as a miss names it: with its file where there are several."""
        number = self._places[recorded.number][1].number
        return self._name(recorded.number) if self._several else f"interaction {number}"

    def _name(self, number: int | None) -> str:
        if number is None:
            return "a webhook"
        file, entry = self._places[number]
        return f"{file}, interaction {entry.number}"


def _place(befallen: Befallen) -> tuple[bool, str, int, str, int]:
    """In order of the interactions, which copies share; those of none last."""
    return not befallen.file, befallen.file, befallen.interaction or 0, befallen.request, befallen.nth


def _unheard(_: Injected) -> None:
    """Nothing is planned, and nothing happens."""
