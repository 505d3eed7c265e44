"""The stream of a check gathered into calls: each when it is over, with its exchanges and what was found.

Holds the exchanges of the calls that are not over yet, and of the others what the overview counts.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from harness.checking.verdict import Event, Judged, Part, Placed, Read
from harness.contract.precedence import Documentation
from harness.conversation import calls_of
from harness.exchange import Exchange, Way
from harness.findings import Severity
from harness.report.page.anchor import Anchors
from harness.report.page.arrow import altered, arrow
from harness.report.page.call import Told, call
from harness.report.page.card import Link, cards, nowhere
from harness.report.page.differing import REMOVED, Differing
from harness.report.page.view import Call, Card
from harness.report.printable import printable
from harness.report.told import short
from harness.report.unread import unread

OPENED = 8
"""Calls that show at once: the first one, and the first ones that are wrong or differ."""


class Masking(Protocol):
    """What masks what a recording has in clear: harness.redaction.redactor.Redactor."""

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange, masked."""

    def text(self, text: str) -> str:
        """Running text, masked."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An exchange that was judged, masked, and what was found on it alone."""

    at: int
    line: int
    exchange: Exchange
    findings: tuple[Placed, ...]


class _File:
    """What is known of the file that is being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shown = printable(name)
        self.kept: dict[int, Kept] = {}
        self.uses: Counter[int] = Counter()
        self.logins: list[tuple[datetime, Kept]] = []  # by time
        self.shown_logins: set[int] = set()
        self.places: dict[int, tuple[str, str]] = {}  # number -> anchor of its call, and its name
        self.pending: list[tuple[Judged, list[Placed]]] = []  # calls of a chain that may be judged yet


class Gathering:
    """Makes calls of events. differing: from older recordings.

    window: seconds to decide. margins: what was left of it, call by call. outcomes, standings: of the calls.
    identified, loose: how many calls there are, and rows of exchanges that no call has.
    rules: code and severity -> findings. began, ended: of all that was seen. aside: findings on no exchange
    that a call has. troubles: what could not be read, in sentences.
    """

    def __init__(self, documentation: Documentation, masking: Masking, differing: Differing) -> None:
        fact = documentation.window
        self.window = float(fact.value) if fact is not None else None
        self.margins: list[float] = []
        self.outcomes: Counter[str] = Counter()
        self.standings: Counter[str] = Counter()
        self.identified = self.loose = 0
        self.rules: Counter[tuple[str, str]] = Counter()
        self.files: list[str] = []
        self.began: datetime | None = None
        self.ended: datetime | None = None
        self.aside: list[Card] = []
        self.troubles: list[str] = []
        self._masking = masking
        self._differing = differing
        self._anchors = Anchors()
        self._opened = 0
        self._file: _File | None = None

    def calls(self, events: Iterable[Event]) -> Iterator[Call]:
        """The calls of a stream, each as soon as nothing more can be said of it."""
        for event in events:
            if isinstance(event, Read):
                yield from self._read(event)
                continue
            file = self._file_of(event.file)
            self._count(event.findings)
            if event.part is Part.CALL:
                file.pending.append((event, []))
                continue
            if event.part is Part.CHAIN:
                self._pin(file, event.findings)
            yield from self._over(file)
            if event.part is Part.EXCHANGE:
                self._keep(file, event)
            elif event.part is Part.SESSION:
                self._set_aside(file, event.findings)
        for each in self._differing.gone(self.window, self._anchors):
            yield self._counted(each)

    def _file_of(self, name: str) -> _File:
        if self._file is None:
            self._file = _File(name)
        return self._file

    def _read(self, read: Read) -> Iterator[Call]:
        """The end of a file, and the exchanges that no call has."""
        file = self._file_of(read.file)
        yield from self._over(file)
        rest = [login for _, login in file.logins if login.at not in file.shown_logins]
        rest += [kept for kept in file.kept.values() if kept.at not in file.places]
        if rest:
            yield self._called(file, None, rest, (), "token fetches beside the calls")
        self.files.append(file.shown)
        if (why := unread(read)) is not None:
            self.troubles.append(printable(why))
        self._file = None

    def _keep(self, file: _File, judged: Judged) -> None:
        exchange, at = judged.exchange, judged.at
        if exchange is None or at is None:
            return
        exchange = self._masking.exchange(exchange)  # also of a masked recording: it may have been edited
        began = exchange.started_at
        kept = Kept(at, judged.line, exchange, judged.findings)
        if began is not None:
            self.began = min(began, self.began or began)
            self.ended = max(began, self.ended or began)
        if exchange.way is Way.TO_LOGIN and began is not None:
            file.logins.insert(bisect_right(file.logins, began, key=_time), (began, kept))
            return
        file.kept[at] = kept
        file.uses[at] = len(calls_of(exchange)) or 1

    def _pin(self, file: _File, findings: Iterable[Placed]) -> None:
        """Findings on a chain go to the call that they are about."""
        for placed in findings:
            at = placed.finding.at
            owner = next((more for judged, more in file.pending if _has(judged, at)), None)
            if owner is not None:
                owner.append(placed)
            else:
                self._set_aside(file, (placed,))

    def _set_aside(self, file: _File, findings: Iterable[Placed]) -> None:
        self.aside += self._cards(findings, link=lambda at: file.places.get(at or 0))

    def _over(self, file: _File) -> Iterator[Call]:
        """The calls of which nothing more is to come."""
        pending, file.pending = file.pending, []
        for judged, more in pending:
            members = [file.kept[turn.at] for turn in judged.turns if turn.at in file.kept]
            for kept in members:
                file.uses[kept.at] -= 1
                if not file.uses[kept.at]:
                    del file.kept[kept.at], file.uses[kept.at]
            if judged.figures is not None and judged.figures.margin_s is not None:
                self.margins.append(judged.figures.margin_s)
            yield self._called(file, judged.call, members, (*judged.findings, *more))

    def _called(
        self,
        file: _File,
        identifier: str | None,
        members: list[Kept],
        findings: tuple[Placed, ...],
        who: str = "",
    ) -> Call:
        """A call of these exchanges, and of the token fetches under way meanwhile."""
        masked = self._masking.text(identifier) if identifier else None
        anchor = self._anchors.give("call", masked)
        shown = short(masked).strip() if masked else "exchanges without a call"
        members = sorted((*members, *self._fetched(file, members)), key=lambda kept: kept.at)
        differing = self._differing
        told = []
        for kept in members:
            file.places.setdefault(kept.at, (anchor, shown))
            found = (*kept.findings, *(placed for placed in findings if placed.finding.at == kept.at))
            changes, standing = differing.on(file.name, kept.at)
            told.append(
                Told(
                    kept.exchange,
                    arrow(
                        kept.exchange,
                        self._anchors.give("exchange", f"{shown}-{kept.at}"),
                        f"{file.shown}:{kept.line}",
                        self._cards(found, kept.exchange),
                        [altered(change, self._anchors) for change in changes],
                        standing,
                    ),
                )
            )
        numbers = {kept.at for kept in members}
        loose = [placed for placed in findings if placed.finding.at not in numbers]
        line = members[0].line if members else 1
        made = call(
            masked,
            anchor,
            f"{file.shown}:{line}",
            told,
            window=self.window,
            gone=differing.gone_from(masked, self._anchors),
            cards=self._cards(loose),
            standing=differing.standing(masked),
        )
        return self._counted(replace(made, who=who or made.who, test=printable(differing.test(file.name))))

    def _cards(
        self, found: Iterable[Placed], about: Exchange | None = None, link: Link = nowhere
    ) -> tuple[Card, ...]:
        """about: the exchange that all of them are about, masked."""

        def masked(exchange: Exchange) -> Exchange:
            return about or self._masking.exchange(exchange)

        return cards(found, self._anchors, self._masking.text, masked, link)

    def _fetched(self, file: _File, members: list[Kept]) -> list[Kept]:
        """The token fetches that began while a call went on."""
        times = [at for kept in members if (at := kept.exchange.started_at)]
        if not times or not file.logins:
            return []
        known = {kept.at for kept in members}
        first = bisect_left(file.logins, min(times), key=_time)
        last = bisect_right(file.logins, max(times), key=_time)
        found = [login for _, login in file.logins[first:last] if login.at not in known]
        file.shown_logins.update(login.at for login in found)
        return found

    def _counted(self, made: Call) -> Call:
        first = not self.standings
        self.outcomes[made.outcome] += made.standing != REMOVED
        self.identified += bool(made.id) and made.standing != REMOVED
        self.loose += not made.id
        self.standings[made.standing] += 1
        wrong = any(card.severity != str(Severity.INFO) and not card.kept for card in made.all_cards)
        if self._opened < OPENED and (first or wrong or made.standing):
            self._opened += 1
            return replace(made, opened=True)
        return made

    def _count(self, findings: Iterable[Placed]) -> None:
        for placed in findings:
            self.rules[placed.finding.rule, str(placed.finding.severity)] += 1


def _time(login: tuple[datetime, Kept]) -> datetime:
    return login[0]


def _has(judged: Judged, at: int | None) -> bool:
    return any(turn.at == at for turn in judged.turns)
