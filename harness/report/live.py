"""A live run as lines for a person: one for each event of a call, with what is wrong beneath it.

    12:00:01.250  018ceaf5  incoming    User 7f3a90c2 calls User 51d0c6e2; 15 s to decide
    12:00:01.900  018ceaf5  redirect    to user 5e93a1c8, 14.3 s left
    12:00:02.020  018ceaf5  answered    204 after 0.12 s
    12:00:09.400  018ceaf5  terminated  by the platform
    12:00:09.400  018ceaf5  over        redirected with 14.3 s left, then terminated; no findings

Times are UTC, as in the cassette; a call goes by the first digits of its masked id. No colour, no width.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from harness import notification
from harness.address import is_redirect
from harness.conversation import Event, Step, action_of, event_of, notices
from harness.exchange import Exchange, Origin, Way
from harness.findings import Finding, Severity, shortened
from harness.live import Answered, Asked, Moment, Over, Total
from harness.report.finding import finding_lines, place
from harness.report.printable import printable
from harness.report.text import counted
from harness.report.told import TOO_LARGE, calling, remaining, short, targets, why

UNANSWERED = "a 502 that the client saw is the proxy's own"

_LEGACY = "in the format of before Graph's"
_TOLD = {
    Event.TERMINATED: "by the platform",
    Event.UPDATED: "by the platform",
}
_UNANSWERED = "unanswered"
_REDIRECTS = {Event.REDIRECTED.value, Event.REFUSED.value, _UNANSWERED}
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def lines(moment: Moment) -> Iterator[str]:
    """A moment as lines; none for what is not worth one, such as an acknowledgement as it should be.

    What was sent may hold anything: characters that steer a terminal are spelled out.
    """
    match moment:
        case Asked():
            told = _asked(moment)
        case Answered():
            told = _answered(moment)
        case _:
            told = _over(moment)
    yield from map(printable, told)


def total(told: Total) -> Iterator[str]:
    """A whole run: findings on it, then a sentence of counts."""
    shown, more = shortened(told.findings)
    yield from (line for finding in shown for line in finding_lines(finding))
    yield from more
    redirects = sum(told.outcomes.values())
    came = ", ".join(f"{count} {outcome}" for outcome, count in sorted(told.outcomes.items()))
    least = f", {remaining(told.least_s)} at the latest" if told.least_s is not None else ""
    yield (
        f"in total: {counted(told.calls, 'call')}, {counted(redirects, 'redirect')}"
        f"{f' ({came}{least})' if came else ''}; {_counts(told.counts)}"
    )


def note(at: datetime, call: str | None, words: str) -> str:
    """A line on something that was assumed of a call. call: its mask."""
    return printable(_line(at, call, "note", words))


def _asked(moment: Asked) -> Iterator[str]:
    exchange = moment.exchange
    if exchange.way is Way.TO_GRAPH:
        left = f", {remaining(moment.left_s)}" if moment.left_s is not None else ""
        attempt = exchange.request.headers.get("retry-attempt") or ""
        left += f", retry {attempt}" if attempt.isdecimal() else ""
        redirect = is_redirect(exchange.request.url)
        words = f"{targets(exchange)}{left}" if redirect else left[2:]
        asks = "redirect" if redirect else action_of(exchange) or "request"
        yield _line(exchange.started_at, moment.call, asks, words)
    elif exchange.way is Way.TO_BOT:
        for told in notices(exchange):
            event = event_of(told)
            words = _TOLD.get(event) or _ringing(told, moment.window_s)
            yield _line(exchange.started_at, told.call, told.state.lower() or told.change.lower(), words)
        if not notices(exchange):
            known = notification.legacy(exchange.request.body)
            yield _line(exchange.started_at, known, "webhook", _LEGACY if known else "that tells of no call")


def _answered(moment: Answered) -> Iterator[str]:
    exchange, response = moment.exchange, moment.exchange.response
    bad = response is None or not 200 <= response.status < 300
    if exchange.way is Way.TO_BOT and not bad and not moment.findings:
        return
    if exchange.way is Way.TO_LOGIN:
        status = exchange.facts.get("login_status")
        words = f"{status}{_after(exchange)}" if status is not None else _none(exchange)
        yield _line(_end(exchange), None, "token", words)
        return
    event = {Way.TO_GRAPH: "answered", Way.TO_BOT: "reply"}[exchange.way]
    words = _none(exchange) if response is None else f"{response.status}{why(exchange)}{_after(exchange)}"
    if exchange.origin is not Origin.LIVE:
        words += f" ({exchange.origin.value})"
    if (size := exchange.facts.get("answer_left_out")) is not None:
        words += f", {size:,} bytes{TOO_LARGE}"
    if by_hand := exchange.facts.get("by_hand"):
        words += f" ({by_hand} by hand)"
    yield _line(_end(exchange), moment.call, event, words)
    yield from _findings(moment.findings, moment.number)


def _over(moment: Over) -> Iterator[str]:
    steps = [_done(step) for step in moment.conversation.steps if step.event is not Event.INCOMING]
    told = [f"{name}{_times(len(list(run)))}" for name, run in groupby(steps)]
    if moment.left_s is not None:
        first = next(at for at, name in enumerate(told) if name.split()[0] in _REDIRECTS)
        told[first] += (
            f" with {remaining(moment.left_s)}" if moment.left_s >= 0 else f" {remaining(moment.left_s)}"
        )
    words = ", then ".join(told) or "nothing was done"
    words = f"more was found; {words}" if moment.again else words
    event = "over" if moment.conversation.ended else "unfinished"
    yield _line(moment.at, moment.conversation.call, event, f"{words}; {_counts(moment.counts)}")
    yield from _findings(moment.findings, None)


def _done(step: Step) -> str:
    unanswered = step.event is Event.REFUSED and step.exchange.response is None
    return _UNANSWERED if unanswered else step.event.value


def _line(at: datetime | None, call: str | None, event: str, words: str) -> str:
    time = at.strftime("%H:%M:%S.") + f"{at.microsecond // 1000:03d}" if at else " " * 12
    return f"{time}  {short(call)}  {event:<10}  {words}".rstrip()


def _findings(findings: tuple[Finding, ...], number: int | None) -> Iterator[str]:
    shown, more = shortened(findings)
    for finding in shown:
        at = finding.at if finding.at is not None else number
        yield from (f"    {line}" for line in finding_lines(finding, place(at)))
    yield from (f"    {words}" for words in more)


def _ringing(told: notification.Notification, window_s: float | None) -> str:
    return calling(told) + (f"; {window_s:g} s to decide" if window_s is not None else "")


def _none(exchange: Exchange) -> str:
    return f"no answer came{_after(exchange)}: {exchange.error}; {UNANSWERED}"


def _after(exchange: Exchange) -> str:
    return f" after {exchange.seconds:.2f} s" if exchange.seconds is not None else ""


def _end(exchange: Exchange) -> datetime | None:
    began = exchange.started_at
    return began + timedelta(seconds=exchange.seconds or 0) if began else None


def _times(count: int) -> str:
    return f" {count} times" if count > 1 else ""


def _counts(counts: Mapping[Severity, int]) -> str:
    """`1 error, 2 infos`, or `no findings`."""
    found = [counted(counts[severity], str(severity)) for severity in _SEVERITIES if counts.get(severity)]
    return ", ".join(found) or "no findings"
