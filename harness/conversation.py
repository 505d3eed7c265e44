"""One call as a state machine: what the platform and the bot did to it, in the order they began.

Every legal step is a row of TRANSITIONS. Illegal steps are remembered, never raised.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from harness import notification
from harness.address import address, canonical_id
from harness.exchange import Exchange, Way


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
    """The exchanges of one call, folded. `call` is its id as it stands in the recording, None without one."""

    call: str | None
    state: State = State.UNSEEN
    steps: tuple[Step, ...] = ()

    def after(self, exchange: Exchange) -> "Conversation":
        """The conversation with one more exchange; an exchange that is no event of a call changes nothing."""
        return self.after_all((exchange,))

    def after_all(self, exchanges: Iterable[Exchange]) -> "Conversation":
        """The conversation with some more exchanges, in their order."""
        state, steps = self.state, list(self.steps)
        for exchange in exchanges:
            for event in events(exchange):
                following = TRANSITIONS.get((state, event))
                steps.append(Step(event, exchange, state, following is not None))
                state = following if following is not None else state
        return replace(self, state=state, steps=tuple(steps))

    def first(self, event: Event) -> Step | None:
        """The first step of that kind."""
        return next((step for step in self.steps if step.event is event), None)

    @property
    def waited_s(self) -> float | None:
        """Seconds from the incoming notification to the first redirect; None where a time is missing."""
        return _between(self._began(Event.INCOMING), self._first_redirect())

    @property
    def ack_s(self) -> float | None:
        """Seconds the bot took to acknowledge the incoming notification."""
        step = self.first(Event.INCOMING)
        return step.exchange.seconds if step else None

    @property
    def retry_s(self) -> float | None:
        """Seconds from the first redirect to the last, when it was sent more than once."""
        sent = [step.exchange for step in self.steps if _action(step.exchange) == "redirect"]
        return _between(sent[0].started_at, sent[-1].started_at) if len(sent) > 1 else None

    def _began(self, event: Event) -> datetime | None:
        step = self.first(event)
        return step.exchange.started_at if step else None

    def _first_redirect(self) -> datetime | None:
        return next((s.exchange.started_at for s in self.steps if _action(s.exchange) == "redirect"), None)


def conversations(exchanges: Iterable[Exchange]) -> list[Conversation]:
    """The exchanges grouped by call, each call's in the order they began; calls in order of first appearance.

    An exchange that names no call (a notification route) is one of its own; token fetches are none.
    """
    grouped: dict[str, list[Exchange]] = {}
    for index, exchange in enumerate(exchanges):
        if exchange.way is Way.TO_LOGIN:
            continue
        call = call_of(exchange)
        key = canonical_id(call) if call else f"\0{index}"
        grouped.setdefault(key, []).append(exchange)
    return [_fold(members) for members in grouped.values()]


def _fold(members: list[Exchange]) -> Conversation:
    timed = all(member.started_at is not None for member in members)
    ordered = sorted(members, key=_start) if timed else members
    return Conversation(call_of(members[0])).after_all(ordered)


def _start(exchange: Exchange) -> float:
    return exchange.started_at.timestamp() if exchange.started_at else 0.0


def call_of(exchange: Exchange) -> str | None:
    """The id of the call an exchange is about, as sent; None where it names none."""
    if exchange.way is Way.TO_GRAPH:
        named = address(exchange.request.url)
        return named.call or None if named else None
    if exchange.way is Way.TO_BOT:
        return next((told.call for told in notification.read(exchange.request.body) if told.call), None)
    return None


def events(exchange: Exchange) -> Iterator[Event]:
    """What an exchange does to its call."""
    if exchange.way is Way.TO_BOT:
        for told in notification.read(exchange.request.body):
            yield _STATES.get(told.state.lower()) or (
                Event.TERMINATED if told.change.lower() == "deleted" else Event.UPDATED
            )
    elif (event := _ACTIONS.get(_action(exchange))) is not None:
        accepted = exchange.response is not None and 200 <= exchange.response.status < 300
        yield event if accepted else Event.REFUSED


def _action(exchange: Exchange) -> str:
    named = address(exchange.request.url) if exchange.way is Way.TO_GRAPH else None
    return named.action if named else ""


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None
