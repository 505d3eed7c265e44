"""When things happened in a call: seconds since it began, steps between rows, and a strip to scale."""

from collections.abc import Sequence
from datetime import datetime

from harness.exchange import Exchange, Way
from harness.report.page.view import Mark, Strip
from harness.titles import title

WIDTH = 200.0
"""Of a strip."""

HEADROOM = 4 / 3
"""A strip ends so far behind the time to decide; what comes later stands at its end."""

_UNTOLD_S = 15.0
_MOMENT = "%Y-%m-%d %H:%M:%S"
_STEPS = (0.05, 0.5, 2.0, 5.0, 12.0)
"""Seconds from which on two rows stand one step further apart."""


def since(first: datetime | None, now: datetime | None) -> float | None:
    """Seconds from the one to the other; None where a time is missing."""
    return (now - first).total_seconds() if first is not None and now is not None else None


def clock(seconds: float | None) -> str:
    """`+0.221 s`, `+15 s`, `+2 min 5 s`; empty for what is not known."""
    if seconds is None:
        return ""
    if abs(seconds) < 60:
        return f"{'+' if seconds >= 0 else '-'}{abs(seconds):.3f} s"
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'+' if seconds >= 0 else '-'}{minutes:.0f} min {rest:.0f} s"


def period(began: datetime | None, ended: datetime | None) -> str:
    """`2026-11-25 10:03:32 to 10:04:04`; empty where no time is known."""
    if began is None or ended is None:
        return ""
    form = "%H:%M:%S" if ended.date() == began.date() else _MOMENT
    first, last = began.strftime(_MOMENT), ended.strftime(form)
    return first if first.endswith(last) else f"{first} to {last}"


def moment(at: datetime | None) -> str:
    """`2026-11-25 10:03:32`; empty for what is not known."""
    return at.strftime(_MOMENT) if at is not None else ""


def lasted(seconds: float | None) -> str:
    """`7 ms`, `1.25 s`; empty for what is not known."""
    if seconds is None:
        return ""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def gap(before: float | None, now: float | None) -> int:
    """How far apart two rows stand: a step from 0 to 5."""
    if before is None or now is None:
        return 0
    return sum(now - before >= step for step in _STEPS)


def strip(
    exchanges: Sequence[Exchange], rang: float | None, window: float | None, first: datetime | None
) -> Strip | None:
    """A call to scale; None where a time is missing. rang: when the bot was told of it. window: seconds."""
    offsets = [since(first, exchange.started_at) for exchange in exchanges]
    known = [offset for offset in offsets if offset is not None]
    if not known or len(known) < len(offsets):
        return None
    span = (window or _UNTOLD_S) * HEADROOM

    def placed(seconds: float) -> float:
        return round(min(max(seconds / span, 0.0), 1.0) * WIDTH, 1)

    begin = end = None
    if rang is not None and window is not None:
        begin, end = placed(rang), placed(rang + window)
    pairs = list(zip(exchanges, known, strict=True))
    marks = tuple(Mark(placed(offset), kind(exchange)) for exchange, offset in pairs)
    words = ", ".join(f"{title(exchange)} at {offset:.1f} s" for exchange, offset in pairs[:_TOLD])
    more = f", and {len(pairs) - _TOLD} more" if len(pairs) > _TOLD else ""
    return Strip(begin, end, placed(max(known)), marks, words + more)


_TOLD = 8
"""Exchanges that the words of a strip name."""


def kind(exchange: Exchange) -> str:
    """How an exchange is drawn."""
    if exchange.way is Way.TO_BOT:
        return "told"
    if exchange.way is Way.TO_LOGIN:
        return "login"
    return "well" if exchange.response is not None and exchange.response.status < 300 else "badly"
