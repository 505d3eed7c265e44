"""One call as a state machine: what the platform and the bot did to it, in the order they began.

Every legal step is a row of TRANSITIONS. Illegal steps are remembered, never raised.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from harness import notification
from harness.address import address, canonical_id, same_call
from harness.exchange import Exchange, Way
from harness.notification import Notification


class State(Enum):
    """Where a call stands, as far as the recording shows."""

    UNSEEN = "unseen"
    RINGING = "ringing"
    ANSWERED = "answered"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    TERMINATED = "terminated"


class Event(Enum):
    """What can happen to a call. REFUSED is an action that Graph did not accept: it changes nothing."""

    INCOMING = "incoming"
    UPDATED = "updated"
    REDIRECTED = "redirected"
    ANSWERED = "answered"
    REJECTED = "rejected"
    REFUSED = "refused"
    TERMINATED = "terminated"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.UNSEEN, Event.INCOMING): State.RINGING,
    (State.RINGING, Event.UPDATED): State.RINGING,
    (State.RINGING, Event.REDIRECTED): State.REDIRECTED,
    (State.RINGING, Event.ANSWERED): State.ANSWERED,
    (State.RINGING, Event.REJECTED): State.REJECTED,
    (State.RINGING, Event.REFUSED): State.RINGING,
    (State.RINGING, Event.TERMINATED): State.TERMINATED,
    (State.REDIRECTED, Event.UPDATED): State.REDIRECTED,
    (State.REDIRECTED, Event.TERMINATED): State.TERMINATED,
    (State.ANSWERED, Event.UPDATED): State.ANSWERED,
    (State.ANSWERED, Event.TERMINATED): State.TERMINATED,
    (State.REJECTED, Event.TERMINATED): State.TERMINATED,
}
"""(state, event) -> state. A pair that is not here is an illegal step: the state stays."""

_ACTIONS = {"redirect": Event.REDIRECTED, "answer": Event.ANSWERED, "reject": Event.REJECTED}
_STATES = {"incoming": Event.INCOMING, "terminated": Event.TERMINATED}


@dataclass(frozen=True, slots=True)
class Step:
    """An exchange and what it did to the call. `legal`: whether TRANSITIONS knows it."""

    event: Event
    exchange: Exchange
    state: State
    legal: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one call, folded. `call` is its id as it stands in the recording, None without one.

    exchanges: all that name the call, also those that are no step of it, in the order they began.
    began: where the call stood before the first of them: anything but UNSEEN when earlier ones were judged
    already. until: when the last exchange of the recording began, as far as it was read; None without times.
    ways: which ways the recording goes, as far as it was read: without TO_BOT no webhook can be missing.
    """

    call: str | None
    state: State = State.UNSEEN
    steps: tuple[Step, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    began: State = State.UNSEEN
    until: datetime | None = None
    ways: frozenset[Way] = frozenset()

    def after(self, exchange: Exchange) -> "Conversation":
        """The conversation with one more exchange; an exchange that is no event of a call changes nothing."""
        return self.after_all((exchange,))

    def after_all(self, exchanges: Iterable[Exchange]) -> "Conversation":
        """The conversation with some more exchanges, in their order."""
        more = tuple(exchanges)
        state, steps = self.state, list(self.steps)
        for exchange in more:
            for event in events(exchange, self.call):
                following = TRANSITIONS.get((state, event))
                steps.append(Step(event, exchange, state, following is not None))
                state = following if following is not None else state
        return replace(self, state=state, steps=tuple(steps), exchanges=self.exchanges + more)

    def of(self, exchanges: Iterable[Exchange]) -> "Conversation":
        """The same call, had it consisted of these exchanges."""
        return replace(self, state=self.began, steps=(), exchanges=()).after_all(exchanges)

    def first(self, event: Event) -> Step | None:
        """The first step of that kind."""
        return next((step for step in self.steps if step.event is event), None)

    def sent(self, action: str) -> tuple[Exchange, ...]:
        """The requests for an action on the call (`redirect`, `answer`, `reject`), whatever came of them."""
        return tuple(each for each in self.exchanges if action_of(each) == action)

    @property
    def rang(self) -> Exchange | None:
        """The first webhook that told of the call as incoming."""
        step = self.first(Event.INCOMING)
        return step.exchange if step else None

    @property
    def ended(self) -> Exchange | None:
        """The first webhook that told that the call is over."""
        step = self.first(Event.TERMINATED)
        return step.exchange if step else None

    def told(self) -> Iterator[tuple[Exchange, Notification]]:
        """What the platform told of this call, each with the webhook that told it."""
        for exchange in self.exchanges:
            for told in notices(exchange):
                if _about(told, self.call):
                    yield exchange, told

    @property
    def waited_s(self) -> float | None:
        """Seconds from the incoming notification to the first redirect; None where a time is missing."""
        redirects = self.sent("redirect")
        return between(self.rang, redirects[0]) if self.rang and redirects else None

    @property
    def ack_s(self) -> float | None:
        """Seconds the bot took to acknowledge the incoming notification."""
        return self.rang.seconds if self.rang else None

    @property
    def retry_s(self) -> float | None:
        """Seconds from the first redirect to the last, when it was sent more than once."""
        redirects = self.sent("redirect")
        return between(redirects[0], redirects[-1]) if len(redirects) > 1 else None


def conversations(exchanges: Iterable[Exchange]) -> list[Conversation]:
    """The exchanges grouped by call, each call's in the order they began; calls in order of first appearance.

    A webhook that tells of several calls belongs to each. An exchange that names no call (a notification
    route) is one of its own; token fetches are none.
    """
    grouped: dict[str, tuple[str | None, list[Exchange]]] = {}
    for index, exchange in enumerate(exchanges):
        if exchange.way is Way.TO_LOGIN:
            continue
        for call in calls_of(exchange) or (None,):
            key = canonical_id(call) if call else f"\0{index}"
            grouped.setdefault(key, (call, []))[1].append(exchange)
    return [Conversation(call).after_all(in_order(members)) for call, members in grouped.values()]


def in_order(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Exchanges in the order they began; in the order given when one of them has no time."""
    members = list(exchanges)
    times = [member.started_at for member in members]
    return members if None in times else sorted(members, key=_start)


def _start(exchange: Exchange) -> float:
    return exchange.started_at.timestamp() if exchange.started_at else 0.0


def call_of(exchange: Exchange) -> str | None:
    """The id of the call an exchange is about, the first one of several; None where it names none."""
    return next(iter(calls_of(exchange)), None)


def calls_of(exchange: Exchange) -> tuple[str, ...]:
    """The ids of the calls an exchange is about, as sent, each once: a webhook may tell of several."""
    if exchange.way is Way.TO_GRAPH:
        named = address(exchange.request.url)
        return (named.call,) if named and named.call else ()
    if exchange.way is not Way.TO_BOT:
        return ()
    found: dict[str, str] = {}
    for told in notices(exchange):
        if told.call:
            found.setdefault(canonical_id(told.call), told.call)
    older = notification.legacy(exchange.request.body) if not found else None
    return (older,) if older else tuple(found.values())


def notices(exchange: Exchange) -> tuple[Notification, ...]:
    """What a webhook tells; nothing when the exchange is none."""
    return notification.read(exchange.request.body) if exchange.way is Way.TO_BOT else ()


def events(exchange: Exchange, call: str | None = None) -> Iterator[Event]:
    """What an exchange does to a call; without one, to any that it names."""
    if exchange.way is Way.TO_BOT:
        for told in notices(exchange):
            if _about(told, call):
                yield event_of(told)
    elif (event := _ACTIONS.get(action_of(exchange))) is not None:
        yield event if accepted(exchange) else Event.REFUSED


def event_of(told: Notification) -> Event:
    """What a notification does to its call: the state decides, without one a deletion ends the call."""
    return _STATES.get(told.state.lower()) or (
        Event.TERMINATED if told.change.lower() == "deleted" else Event.UPDATED
    )


def accepted(exchange: Exchange) -> bool:
    """Whether a request was answered with a success."""
    return exchange.response is not None and 200 <= exchange.response.status < 300


def action_of(exchange: Exchange) -> str:
    """What a request to Graph asks of a call: `redirect`, `answer`, `reject`, ...; empty when nothing."""
    named = address(exchange.request.url) if exchange.way is Way.TO_GRAPH else None
    return named.action if named else ""


def between(one: Exchange, other: Exchange) -> float | None:
    """Seconds from the start of one exchange to the start of another; None where a time is missing."""
    start, end = one.started_at, other.started_at
    return (end - start).total_seconds() if start and end else None


def _about(told: Notification, call: str | None) -> bool:
    return call is None or not told.call or same_call(told.call, call)
