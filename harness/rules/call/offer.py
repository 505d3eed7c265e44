"""Rules on how the platform offers a call: several times in one chain, or first in the older format."""

from collections.abc import Iterator
from datetime import timedelta

from harness import notification
from harness.chains import Chain
from harness.contract.precedence import Documentation
from harness.conversation import Conversation, Event, action_of, between
from harness.exchange import Exchange, Way
from harness.findings import Severity
from harness.rules.model import Breach, Rule, Scope, Unjudged
from harness.rules.unseen import ENDS_EARLY, NO_REQUESTS

_DECISIONS = ("redirect", "answer", "reject")


def newest(chain: Chain, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: where one chain has several calls, a redirect names a call that no newer one of the
    same chain has replaced: a newer one that rang before, and that the bot has not decided about.

    Why it matters: the platform may offer a call again under another id: when the bot was late, when a policy
    records it, when the callee has a number as well. Each id waits for a decision of its own; the one that a
    bot remembered from the first notification may be stale.

    Breaks it:

        0.0   platform  incoming call=A
        0.2   bot       202
        5.0   platform  incoming call=B
        5.2   bot       202
        6.0   bot       redirect call=A
        6.3   graph     404 code=8522

    Instead:

        0.0   platform  incoming call=A
        0.2   bot       202
        1.0   bot       redirect call=A
        1.3   graph     202
        5.0   platform  incoming call=B
        5.2   bot       202
        6.0   bot       redirect call=B
        6.3   graph     202

    Who says so: no page; reports of several call ids in one chain (msgraph-sdk-dotnet 2972,
    microsoft-graph-comms-samples 322).

    Severity: reference warning, v1.0 warning, beta warning.
    """
    for call in chain.calls:
        for redirect in call.sent("redirect")[:1]:
            if any(_replaces(newer, call, redirect) for newer in chain.calls if newer is not call):
                yield Breach(
                    Severity.WARNING,
                    "request.uri",
                    "the redirect names an older call of its chain; a newer one rang and was not decided",
                    "Decide about each call id for itself, and take the id from the notification in hand.",
                    exchange=redirect,
                )


def _replaces(newer: Conversation, older: Conversation, redirect: Exchange) -> bool:
    if newer.rang is None or older.rang is None or _decided(newer):
        return False
    after, before = between(older.rang, newer.rang), between(newer.rang, redirect)
    return after is not None and before is not None and after > 0 and before >= 0


def _decided(call: Conversation) -> bool:
    return any(action_of(each) in _DECISIONS for each in call.exchanges)


def decided(chain: Chain, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a call that rang is answered, rejected or redirected, or else ends while there is still
    time to decide. Of a chain with several calls one decision is enough here; RDC018 looks at the others.

    A recording without requests to Graph, or one that ends sooner than the time to decide, cannot show it.

    Why it matters: whoever calls hears it ring until the platform gives up. The bot crashed, lost the
    notification, or waits for something.

    Breaks it:

        0.0   platform  incoming call=A
        0.2   bot       202
        30.0  platform  incoming call=B chain=2
        30.2  bot       202
        31.0  bot       reject call=B
        31.2  graph     202

    Instead:

        0.0   platform  incoming call=A
        0.2   bot       202
        1.0   bot       reject call=A
        1.3   graph     202
        30.0  platform  incoming call=B chain=2
        30.2  bot       202
        31.0  bot       reject call=B
        31.2  graph     202

    Who says so: the pages of v1.0 and beta: the bot answers, rejects or redirects within 15 seconds.

    Severity: reference error, v1.0 error, beta error.
    """
    window = documentation.window
    waiting = [call for call in chain.calls if call.rang is not None]
    if window is None or not waiting or any(map(_decided, chain.calls)):
        return
    call = waiting[-1]
    rang = call.rang
    if rang is None:
        return
    limit = timedelta(seconds=window.value)
    ended = between(rang, call.ended) if call.ended is not None else None
    if ended is not None and ended < window.value:
        return
    if ended is None and (
        rang.started_at is None or call.until is None or call.until - rang.started_at < limit
    ):
        yield ENDS_EARLY
    elif Way.TO_GRAPH not in call.ways:
        yield NO_REQUESTS
    else:
        yield Breach(
            Severity.ERROR,
            "request",
            f"the bot neither answered, rejected nor redirected the call within {window.value} s",
            "Decide about each incoming call, and reject those that the bot cannot handle.",
            window.cite,
            rang,
        )


def offered_anew(call: Conversation, documentation: Documentation) -> Iterator[Breach | Unjudged]:
    """What it checks: a call that was offered in the older format and declined with 204 is offered again in
    Graph's format.

    Why it matters: 204 asks the platform for the same call in Graph's format. When that never comes, the
    bot's channel is set to the older format, and no call will reach its handlers.

    Breaks it:

        0.0   platform  legacy
        0.1   bot       204
        30.0  platform  incoming call=B chain=2
        30.1  bot       202
        31.0  bot       reject call=B
        31.2  graph     202

    Instead:

        0.0   platform  legacy
        0.1   bot       204
        0.5   platform  incoming
        0.6   bot       202
        1.0   bot       reject
        1.2   graph     202

    Who says so: the page of the Teams platform on notifications of incoming calls.

    Severity: reference warning, v1.0 warning, beta warning.
    """
    older = next((each for each in call.exchanges if _is_legacy(each)), None)
    declined = older is not None and older.response is not None and older.response.status == 204
    if older is None or not declined or call.first(Event.INCOMING) is not None:
        return
    window = documentation.window
    enough = timedelta(seconds=window.value if window else 0)
    if older.started_at is None or call.until is None or call.until - older.started_at < enough:
        yield ENDS_EARLY
        return
    yield Breach(
        Severity.WARNING,
        "request.body",
        "the call was offered in the older format, declined with 204, and never offered in Graph's",
        "Set the bot's Teams channel to Graph calling, and check the webhook that is registered there.",
        exchange=older,
    )


def _is_legacy(exchange: Exchange) -> bool:
    return exchange.way is Way.TO_BOT and notification.legacy(exchange.request.body) is not None


RULES = (
    Rule("RDC018", "a redirect names the call that rings", Scope.CHAIN, newest),
    Rule("RDC021", "what was declined with 204 is offered anew", Scope.CALL, offered_anew),
    Rule("RDC022", "a call that rang is decided", Scope.CHAIN, decided),
)
