"""Rules on how a redirected call ends: an accepted redirect is no outcome, the last notification is."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from harness import urls
from harness.body import child
from harness.contract.model import Contract, Default
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, Event, accepted, between, event_of
from harness.exchange import Exchange, Way
from harness.findings import Severity
from harness.notification import Notification
from harness.parsed import parsed
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.subject import VALUE
from harness.rules.unseen import ENDS_EARLY, NO_TIMES, NO_WEBHOOKS

GRACE_S = 30
"""Seconds that the platform may take on top of the time that the targets ring; no page names a figure."""

_WHERE = "request"


def _redirect(call: Conversation) -> Exchange | None:
    """The first redirect that was accepted."""
    return next((each for each in call.sent("redirect") if accepted(each)), None)


def _members(redirect: Exchange) -> Mapping[str, Any]:
    try:
        found = parsed(redirect.request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def ends(call: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a call whose redirect was accepted ends with a terminated notification, at the latest
    30 seconds after its targets stopped ringing: `timeout`, else the documented default.

    A recording that ends before that cannot show it, and is not judged.

    Why it matters: the status of the redirect says only that it was taken on. A bot that never hears how the
    call ended cannot try anybody else, and keeps the state of calls that are long over. Usually callbackUri
    leads nowhere; voicemail that picks up can also take minutes.

    Breaks it:

        0.0    platform  incoming
        0.2    bot       202
        1.0    bot       redirect timeout=30
        1.3    graph     202
        300.0  platform  incoming call=B chain=2
        300.2  bot       202
        301.0  bot       reject call=B
        301.2  graph     202

    Instead:

        0.0    platform  incoming
        0.2    bot       202
        1.0    bot       redirect timeout=30
        1.3    graph     202
        32.0   platform  terminated
        32.1   bot       202

    Who says so: the response section of each edition for the notification; the defaults of v1.0 and beta: 55
    seconds for one target, 60 for several. The 30 seconds on top are redial's.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    redirect = _redirect(call)
    if redirect is None or call.call is None:
        return
    if Way.TO_BOT not in call.ways:
        yield NO_WEBHOOKS
        return
    began, until = redirect.started_at, call.until
    if began is None or until is None:
        if call.ended is None:
            yield NO_TIMES
        return
    rings = _rings_s(_members(redirect), documentation)
    limit = rings + GRACE_S
    took = between(redirect, call.ended) if call.ended is not None else None
    if took is None and until - began < timedelta(seconds=limit):
        yield ENDS_EARLY
    elif took is None or took > limit:
        flaw = (
            "no notification told how the call ended"
            if took is None
            else f"the call ended {took:.0f} s later"
        )
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"after the redirect was accepted {flaw}; its targets ring for {rings} s",
            "See that callbackUri leads to the bot, and plan for voicemail, which may pick up late.",
            exchange=redirect,
        )


def _rings_s(members: Mapping[str, Any], documentation: Documentation) -> int:
    timeout = members.get("timeout")
    if isinstance(timeout, int) and not isinstance(timeout, bool) and 0 < timeout < 10**6:
        return timeout
    targets = members.get("targets")
    count = len(targets) if isinstance(targets, list) else 1
    found = (_default(edition, count) for edition in (documentation.chosen, *documentation.others))
    stated = next((each.value for each in found if each is not None), 60)
    return stated if isinstance(stated, int) else 60


def _default(edition: Contract, targets: int) -> Default | None:
    parameter = edition.parameter("timeout")
    return parameter.default(targets) if parameter else None


def told_at_callback(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the notification that ends the call arrives at the callbackUri of the redirect: its
    host and its path.

    A webhook that was recorded on the loopback interface, behind a tunnel that does not name the host, is
    compared by its path.

    Why it matters: callbackUri of a redirect takes the place of the address registered for the bot. A
    notification that still goes elsewhere reaches an instance of the bot that does not know the call.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect callbackUri="https://bot.example/api/forwarded"
        1.3   graph     202
        32.0  platform  terminated to=/api/calls
        32.1  bot       202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect callbackUri="https://bot.example/api/forwarded"
        1.3   graph     202
        32.0  platform  terminated to=/api/forwarded
        32.1  bot       202

    Who says so: the row of `callbackUri` in v1.0 and beta.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    redirect, ended = _redirect(call), call.ended
    if redirect is None or ended is None:
        return
    wanted = _members(redirect).get("callbackUri")
    if not isinstance(wanted, str) or not wanted:
        return
    asked, came = urls.pieces(wanted), urls.pieces(ended.request.url)
    elsewhere = [
        part
        for part, differs in (
            ("host", came.name != asked.name and not urls.is_loopback(came.name)),
            ("path", came.path.rstrip("/") != asked.path.rstrip("/")),
        )
        if differs
    ]
    if elsewhere:
        yield Breach(
            Severity.WARNING,
            _WHERE,
            f"the terminated notification came to another {' and '.join(elsewhere)} than callbackUri names",
            "Find out what between the platform and the bot rewrites it, or register this address.",
            exchange=ended,
        )


def redirecting(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: an update with the state `redirecting`, where there is one, comes after the redirect
    was sent and before the call ends.

    Why it matters: today's pages do not speak of that update; a bot should take it when it comes and never
    wait for it. Out of its place it shows that notifications overtook each other, which a bot has to bear.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        0.5   platform  redirecting
        0.6   bot       202
        1.0   bot       redirect
        1.3   graph     202
        32.0  platform  terminated
        32.1  bot       202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        1.3   graph     202
        1.5   platform  redirecting
        1.6   bot       202
        32.0  platform  terminated
        32.1  bot       202

    Who says so: the beta pages of 2018 alone, which show the update.

    Severity: reference info, v1.0 info, beta info.
    """
    sent = call.sent("redirect")
    for exchange, told in call.told():
        if told.state.lower() != "redirecting":
            continue
        before = not sent or _gap(sent[0], exchange) < 0
        after = call.ended is not None and call.ended is not exchange and _gap(call.ended, exchange) > 0
        if before or after:
            place = "before the call was redirected" if before else "after the call had ended"
            yield Breach(
                Severity.INFO,
                child(child(child(VALUE, 0), "resourceData"), "state"),
                f"the update `redirecting` came {place}",
                "Take the update whenever it comes, and let no other step wait for it.",
                exchange=exchange,
            )


def _gap(one: Exchange, other: Exchange) -> float:
    """Seconds from one exchange to another; 0 where it cannot be told."""
    return between(one, other) or 0.0


def result(call: Conversation, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: the notification that ends a redirected call does not tell of a failure: its
    resultInfo, where there is one, has code 0 or one from 200 to 299.

    Why it matters: the redirect was accepted and still nobody took the call. The subcode says why; a bot that
    does not look at it tells its users that all went well.

    Breaks it:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        1.3   graph     202
        32.0  platform  terminated resultInfo={"code":480,"subcode":10037}
        32.1  bot       202

    Instead:

        0.0   platform  incoming
        0.2   bot       202
        1.0   bot       redirect
        1.3   graph     202
        32.0  platform  terminated resultInfo={"code":200,"subcode":5000}
        32.1  bot       202

    Who says so: the page of the resource resultInfo: 2xx is success, 4xx and 5xx are not; the transfer of a
    call writes 0 for success.

    Severity: reference info, v1.0 info, beta info.
    """
    if _redirect(call) is None:
        return
    for exchange, told in call.told():
        if event_of(told) is not Event.TERMINATED:
            continue
        code, subcode = _codes(told)
        if code is not None and code != 0 and not 200 <= code < 300:
            detail = f" with subcode {subcode}" if subcode is not None else ""
            yield Breach(
                Severity.INFO,
                child(child(child(VALUE, 0), "resourceData"), "resultInfo"),
                f"the redirected call ended in code {code}{detail}",
                "Look the subcode up in the table of Graph's page on deleting a call.",
                exchange=exchange,
            )


def _codes(told: Notification) -> tuple[int | None, int | None]:
    info = told.data.get("resultInfo")
    found = info if isinstance(info, dict) else {}
    code, subcode = (found.get(name) for name in ("code", "subcode"))
    return _whole(code), _whole(subcode)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**7 else None


RULES = (
    Rule("RDC008", "a redirected call ends", Scope.CALL, ends),
    Rule("RDC009", "the end is told at callbackUri", Scope.CALL, told_at_callback),
    Rule("RDC010", "redirecting is told in its place", Scope.CALL, redirecting),
    Rule("RDC011", "a redirected call ends well", Scope.CALL, result),
)
