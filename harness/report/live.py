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
from typing import Any

from harness import body, notification
from harness.address import is_redirect
from harness.conversation import Event, Step, action_of, event_of, notices
from harness.exchange import Exchange, Origin, Way
from harness.findings import Finding, Severity, shortened
from harness.live import Answered, Asked, Moment, Over, Total
from harness.report.finding import finding_lines, place
from harness.report.printable import printable
from harness.report.text import counted

UNANSWERED = "a 502 that the client saw is the proxy's own"

_SHORT = 8
_NOBODY = "-" * _SHORT
_LEGACY = "in the format of before Graph's"
_TOLD = {
    Event.TERMINATED: "by the platform",
    Event.UPDATED: "by the platform",
}
_TOO_LARGE = ", too large to be kept and judged"
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
    least = f", {_left(told.least_s)} at the latest" if told.least_s is not None else ""
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
        left = f", {_left(moment.left_s)}" if moment.left_s is not None else ""
        attempt = exchange.request.headers.get("retry-attempt") or ""
        left += f", retry {attempt}" if attempt.isdecimal() else ""
        redirect = is_redirect(exchange.request.url)
        words = f"{_targets(exchange)}{left}" if redirect else left[2:]
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
    words = _none(exchange) if response is None else f"{response.status}{_why(exchange)}{_after(exchange)}"
    if exchange.origin is not Origin.LIVE:
        words += f" ({exchange.origin.value})"
    if (size := exchange.facts.get("answer_left_out")) is not None:
        words += f", {size:,} bytes{_TOO_LARGE}"
    if by_hand := exchange.facts.get("by_hand"):
        words += f" ({by_hand} by hand)"
    yield _line(_end(exchange), moment.call, event, words)
    yield from _findings(moment.findings, moment.number)


def _over(moment: Over) -> Iterator[str]:
    steps = [_done(step) for step in moment.conversation.steps if step.event is not Event.INCOMING]
    told = [f"{name}{_times(len(list(run)))}" for name, run in groupby(steps)]
    if moment.left_s is not None:
        first = next(at for at, name in enumerate(told) if name.split()[0] in _REDIRECTS)
        told[first] += f" with {_left(moment.left_s)}" if moment.left_s >= 0 else f" {_left(moment.left_s)}"
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


def short(call: str | None) -> str:
    """A call as a line names it: the first digits of its mask."""
    return (call or _NOBODY).removeprefix("redacted-")[:_SHORT].ljust(_SHORT)


def _findings(findings: tuple[Finding, ...], number: int | None) -> Iterator[str]:
    shown, more = shortened(findings)
    for finding in shown:
        at = finding.at if finding.at is not None else number
        yield from (f"    {line}" for line in finding_lines(finding, place(at)))
    yield from (f"    {words}" for words in more)


def _targets(exchange: Exchange) -> str:
    if (size := exchange.facts.get("body_left_out")) is not None:
        return f"with a body of {size:,} bytes{_TOO_LARGE}"
    try:
        members = body.value_of(exchange.request.body)
    except ValueError:
        return "with a body that is no JSON"
    found = members.get("targets") if isinstance(members, dict) else None
    if not isinstance(found, list) or not found:
        return "without targets"
    first = _party(found[0]) or "somebody"
    return f"to {first}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")


def _ringing(told: notification.Notification, window_s: float | None) -> str:
    callees = told.data.get("targets")
    callee = _party(callees[0]) if isinstance(callees, list) and callees else ""
    who = f"{_party(told.data.get('source')) or 'somebody'} calls {callee or 'the bot'}"
    return who + (f"; {window_s:g} s to decide" if window_s is not None else "")


def _party(participant: Any) -> str:
    """Whoever a participant is: a name that is masked, else the kind and the beginning of the id."""
    identities = participant.get("identity") if isinstance(participant, dict) else None
    for kind, identity in identities.items() if isinstance(identities, dict) else ():
        if isinstance(identity, dict):
            name, identifier = identity.get("displayName"), identity.get("id")
            if isinstance(name, str) and name:
                return name[:40]
            if isinstance(identifier, str):
                return f"{kind} {identifier[:16] if kind == 'phone' else short(identifier).strip()}"
    return ""


def _none(exchange: Exchange) -> str:
    return f"no answer came{_after(exchange)}: {exchange.error}; {UNANSWERED}"


def _why(exchange: Exchange) -> str:
    """The code of an error that Graph answered with."""
    try:
        members = body.value_of(exchange.response.body) if exchange.response else None
    except ValueError:
        return ""
    error = members.get("error") if isinstance(members, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return f" {code[:40]}" if isinstance(code, str) and code else ""


def _after(exchange: Exchange) -> str:
    return f" after {exchange.seconds:.2f} s" if exchange.seconds is not None else ""


def _end(exchange: Exchange) -> datetime | None:
    began = exchange.started_at
    return began + timedelta(seconds=exchange.seconds or 0) if began else None


def _left(seconds: float) -> str:
    return f"{_seconds(seconds)} left" if seconds >= 0 else f"{_seconds(-seconds)} too late"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"


def _times(count: int) -> str:
    return f" {count} times" if count > 1 else ""


def _counts(counts: Mapping[Severity, int]) -> str:
    """`1 error, 2 infos`, or `no findings`."""
    found = [counted(counts[severity], str(severity)) for severity in _SEVERITIES if counts.get(severity)]
    return ", ".join(found) or "no findings"
