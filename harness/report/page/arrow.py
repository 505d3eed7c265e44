"""An exchange as an arrow between two lanes, with its messages and with what is said about it."""

from collections.abc import Iterable, Mapping

from harness.comparison import Change
from harness.diff import both_shown
from harness.exchange import Exchange, Origin, Way
from harness.headers import Headers
from harness.report.page.anchor import Anchors
from harness.report.page.payload import payload
from harness.report.page.timing import lasted
from harness.report.page.view import Altered, Arrow, Card, Lane, Message
from harness.report.printable import printable
from harness.report.told import TOO_LARGE, targets, why
from harness.titles import name

LANES: Mapping[Way, tuple[Lane, Lane]] = {
    Way.TO_BOT: (Lane.PLATFORM, Lane.BOT),
    Way.TO_GRAPH: (Lane.BOT, Lane.GRAPH),
    Way.TO_LOGIN: (Lane.BOT, Lane.LOGIN),
}
"""Way of an exchange -> who asks whom."""

ALTERED = 50
"""Differences of one exchange that are shown."""

_LONGEST = 4096
"""Characters of a URL or of the value of a header that are shown."""


def altered(change: Change, anchors: Anchors) -> Altered:
    """A difference from the other recording."""
    old, new = both_shown(change.old, change.new)
    return Altered(
        anchors.give("change", f"{change.interaction}-{change.path}"),
        printable(change.path),
        str(change.kind),
        "" if change.old is None else printable(old),
        "" if change.new is None else printable(new),
        change.breaks,
        change.note,
    )


def arrow(
    exchange: Exchange,
    anchor: str,
    place: str,
    cards: Iterable[Card] = (),
    differences: Iterable[Altered] = (),
    standing: str = "",
) -> Arrow:
    """An exchange as an arrow, without its time. exchange: masked already. cards: the worst first."""
    told, all_changed = tuple(cards), tuple(differences)
    changed = all_changed[:ALTERED]
    marks = [(each.where, each.anchor) for card in told for each in card.points]
    marks += [(_where(each.path), each.anchor) for each in changed]
    start, end = LANES[exchange.way]
    return Arrow(
        anchor,
        place,
        start,
        end,
        _asked(exchange),
        _went(exchange),
        _came(exchange),
        lasted(exchange.seconds),
        _request(exchange, _within("request.body", marks)),
        _answer(exchange, _within("response.body", marks)),
        cards=told,
        altered=changed,
        unshown=len(all_changed) - len(changed),
        standing=standing,
        severity=next((card.severity for card in told if not card.kept), ""),
    )


def _brief(text: str) -> str:
    """A line in which every character shows, and that has an end."""
    more = len(text) - _LONGEST
    return printable(text) if more <= 0 else f"{printable(text[:_LONGEST])}… and {more:,} characters more"


def _where(path: str) -> str:
    """The path of a change, `redirect.body.timeout`, as a finding names its place."""
    _, _, member = path.partition(".")
    return member if member.startswith("response") else f"request.{member}"


def _within(body: str, marks: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Marks on members of one body: path in it -> anchor; of several the first."""
    found: dict[str, str] = {}
    for where, anchor in marks:
        if where.startswith(body) and (path := where.removeprefix(body).lstrip(".")):
            found.setdefault(path, anchor)
    return found


def _asked(exchange: Exchange) -> str:
    """`redirect to User 502a69e2`, `incoming`, `token`."""
    called = name(exchange)
    return printable(f"redirect {targets(exchange)}" if called == "redirect" else called)


def _status(exchange: Exchange) -> int | None:
    """What was answered; of a token fetch the fact alone is kept."""
    if exchange.response is not None:
        return exchange.response.status
    status = exchange.facts.get("login_status")
    return status if isinstance(status, int) else None


def _went(exchange: Exchange) -> str:
    status = _status(exchange)
    if status is None:
        return "nowhere"
    return "well" if 200 <= status < 300 else "badly"


def _came(exchange: Exchange) -> str:
    """`202 Accepted`, `400 BadRequest (enforced)`, `no answer`."""
    status, response = _status(exchange), exchange.response
    if status is None:
        return "no answer"
    reason = why(exchange) or (f" {response.phrase}" if response and response.phrase else "")
    whose = f" ({exchange.origin.value})" if exchange.origin is not Origin.LIVE else ""
    return _brief(f"{status}{reason}{whose}")


def _request(exchange: Exchange, marks: Mapping[str, str]) -> Message:
    request = exchange.request
    line = _brief(f"{request.method} {request.url}")
    return _message(line, request.headers, request.body, marks, exchange.facts.get("body_left_out"))


def _answer(exchange: Exchange, marks: Mapping[str, str]) -> Message | None:
    response = exchange.response
    if response is None:
        return Message(_brief(exchange.error), (), None) if exchange.error else None
    line = _brief(f"{response.status} {response.phrase}".strip())
    return _message(line, response.headers, response.body, marks, exchange.facts.get("answer_left_out"))


def _message(line: str, headers: Headers, body: bytes, marks: Mapping[str, str], left_out: object) -> Message:
    fields = tuple((_brief(field), _brief(value)) for field, value in headers)
    note = f"a body of {left_out:,} bytes{TOO_LARGE}" if isinstance(left_out, int) else ""
    return Message(line, fields, payload(body, marks), note)
