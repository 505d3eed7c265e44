"""A call as the page shows it: its exchanges as rows in the order they began, on one axis of time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from harness.conversation import Conversation, in_order, notices
from harness.exchange import Exchange, Way
from harness.report.page.outcome import outcome
from harness.report.page.timing import clock, gap, moment, since, strip
from harness.report.page.view import SEVERITIES, Altered, Arrow, Call, Card, Deadline, Lane
from harness.report.printable import printable
from harness.report.told import calling, remaining, short

_OF_TWO = ("added", "removed")
"""How an exchange stands out that one of two recordings has alone: its call has changed."""

_NOT_DECIDED = ("undecided", "unanswered", "refused")

type _Timed = tuple[float | None, Arrow | Deadline]


@dataclass(frozen=True, slots=True)
class Told:
    """An exchange, masked, and its arrow."""

    exchange: Exchange
    arrow: Arrow


@dataclass(frozen=True, slots=True)
class Gone:
    """An exchange that the older recording alone has. at: seconds since the call began there."""

    at: float | None
    arrow: Arrow


def call(
    identifier: str | None,
    anchor: str,
    place: str,
    told: Sequence[Told],
    *,
    window: float | None,
    gone: Iterable[Gone] = (),
    cards: tuple[Card, ...] = (),
    altered: tuple[Altered, ...] = (),
    standing: str = "",
) -> Call:
    """A call. identifier: masked; None for what names none. window: seconds to decide, where documented."""
    exchanges = [each.exchange for each in told]
    conversation = Conversation(identifier).after_all(
        each for each in exchanges if each.way is not Way.TO_LOGIN
    )
    first = _first(exchanges)
    rang = since(first, conversation.rang.started_at) if conversation.rang else None
    rows = _rows(told, gone, first, _deadline(conversation, rang, window))
    counts: Counter[str] = Counter()
    for card in (*cards, *(each for row in rows for each in _cards(row))):
        counts[card.severity] += card.count
    lanes = {lane for row in rows if isinstance(row, Arrow) for lane in (row.start, row.end)}
    return Call(
        anchor,
        identifier or "",
        short(identifier).strip(),
        place,
        _who(exchanges),
        moment(first),
        outcome(conversation),
        strip(exchanges, rang, window, first),
        rows,
        tuple(lane for lane in Lane if lane is not Lane.LOGIN or lane in lanes),
        cards,
        altered,
        tuple((str(each), counts[str(each)]) for each in SEVERITIES if counts[str(each)]),
        standing or _standing(rows),
    )


def _first(exchanges: Iterable[Exchange]) -> datetime | None:
    return min((at for each in exchanges if (at := each.started_at)), default=None)


def _who(exchanges: Iterable[Exchange]) -> str:
    told = (told for each in exchanges for told in notices(each) if told.state.lower() == "incoming")
    first = next(told, None)
    return printable(calling(first)) if first else ""


def _cards(row: Arrow | Deadline) -> tuple[Card, ...]:
    return row.cards if isinstance(row, Arrow) else ()


def _standing(rows: Iterable[Arrow | Deadline]) -> str:
    """What the differences on the arrows of a call come to."""
    arrows = [row for row in rows if isinstance(row, Arrow)]
    if any(each.breaks for arrow in arrows for each in arrow.altered):
        return "breaks"
    alone = {arrow.standing for arrow in arrows} - {"", *_OF_TWO}
    if alone:
        return alone.pop()
    real = any(each.kind != "equivalent" for arrow in arrows for each in arrow.altered)
    return "changed" if real or any(arrow.standing for arrow in arrows) else ""


def _deadline(conversation: Conversation, rang: float | None, window: float | None) -> _Timed | None:
    """The end of the time to decide; None where there is none, or where nobody knows when it began."""
    if rang is None or window is None:
        return None
    at, waited = rang + window, conversation.waited_s
    words = f"{window:g} s to decide are over"
    if waited is not None:
        words += (
            f"; the redirect was sent with {remaining(window - waited)}"
            if waited <= window
            else (f"; the redirect was sent {remaining(window - waited)}")
        )
    missed = waited > window if waited is not None else outcome(conversation) in _NOT_DECIDED
    return at, Deadline(clock(at), 0, words, missed)


def _rows(
    told: Sequence[Told], gone: Iterable[Gone], first: datetime | None, deadline: _Timed | None
) -> tuple[Arrow | Deadline, ...]:
    arrows = {id(each.exchange): each.arrow for each in told}
    rows: list[_Timed] = [
        (since(first, exchange.started_at), arrows[id(exchange)])
        for exchange in in_order(each.exchange for each in told)
    ]
    for each in gone:
        _insert(rows, (each.at, each.arrow))
    if deadline is not None:
        _insert(rows, deadline)
    spaced: list[Arrow | Deadline] = []
    before: float | None = None
    end = deadline[0] if deadline is not None else None
    for at, row in rows:
        steps = gap(before, at)
        if isinstance(row, Deadline):
            spaced.append(replace(row, gap=steps))
        else:
            spaced.append(replace(row, at=clock(at), gap=steps, phase=_phase(row, at, end)))
        before = at if at is not None else before
    return tuple(spaced)


def _phase(arrow: Arrow, at: float | None, end: float | None) -> str:
    """Whether an exchange lies within the time to decide; what the platform says behind it is not late."""
    if at is None or end is None:
        return ""
    if at <= end:
        return "within"
    return "late" if arrow.end is Lane.GRAPH else ""


def _insert(rows: list[_Timed], row: _Timed) -> None:
    """Put a row behind those that are not later; at the end where no time is known."""
    at = row[0]
    place = len(rows)
    if at is not None:
        place = next((n for n, (other, _) in enumerate(rows) if other is not None and other > at), place)
    rows.insert(place, row)
