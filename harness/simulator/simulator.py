"""The Simulator: a small Graph in memory. It rings, judges what the bot does by the rules, and ends calls.

It has no clock and no chance: time is handed in, ids derive from the seed. Who calls whom is in fiction.py,
what it does where no page says what Graph does in choices.py.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from harness import body, notification
from harness.address import address, canonical_id, is_graph, is_redirect, without_origin
from harness.contract.precedence import Documentation
from harness.conversation import TRANSITIONS, Event, State
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.facts import Parties, facts_of
from harness.findings import Severity
from harness.headers import Headers
from harness.refusal import answered, broken, refusal
from harness.responder import Answer, FollowUp
from harness.rules import judge
from harness.session import PERIOD
from harness.simulator import fiction
from harness.simulator.choices import USUAL, Choices, Refusal

RING = "/redial/ring"
"""POST here makes the simulated Graph ring. No path of Graph's own begins like this."""


_ACTIONS = {"answer": Event.ANSWERED, "reject": Event.REJECTED}
_NO_HEADERS = Headers()
_NOTHING: Mapping[str, Any] = MappingProxyType({})

_REFUSED = {"RDQ011": "token_missing", "RDC012": "tenant_wrong", "RDC013": "role_missing"}
"""Rule -> the choice that refuses what breaks it, the first of them; any other is `rule_broken`."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that this Graph assumed of a call. call: its id as it was sent. words: behind that id."""

    at: datetime
    call: str
    words: str

    def __str__(self) -> str:
        return f"call {self.call!r} {self.words}"


@dataclass(slots=True)
class _Live:
    """A call that this Graph knows. ends_at: when it is or was over by itself; None: not foreseeable."""

    call: notification.Call
    state: State
    ends_at: datetime | None
    parties: Parties

    def at(self, now: datetime) -> State:
        """Where the call stands."""
        return State.TERMINATED if self.ends_at is not None and now >= self.ends_at else self.state


class Simulator:
    """A Responder that stands for Graph: it rings on request and answers redirect, answer and reject.

    seed: the same seed and the same requests give the same ids. bot: URL whose path calls ring at, unless
    they say otherwise. choices: what it does where no page says what Graph does. calls: how many calls are
    remembered; the oldest are forgotten first. noted: told what is assumed as it happens.

    An answered call stays answered: nothing follows.
    """

    def __init__(
        self,
        documentation: Documentation,
        *,
        seed: int = 1,
        bot: str | None = None,
        choices: Choices = USUAL,
        calls: int = 10_000,
        noted: Callable[[Note], None] | None = None,
    ) -> None:
        self._documentation = documentation
        self._namespace = uuid5(NAMESPACE_URL, f"https://redial.example/simulator/{seed}")
        self._choices = choices
        self._limit = calls
        self._noted = noted or _unheard
        self._live: dict[str, _Live] = {}
        self._unanswered: deque[tuple[datetime, str]] = deque()
        self._asked: deque[datetime] = deque(maxlen=choices.limit)
        self._counts: dict[str, int] = {}
        self._home = fiction.Home.drawn(self._id, without_origin(bot or "").rstrip("/") or fiction.WEBHOOK)
        window = documentation.window_of(documentation.chosen)
        self._window = timedelta(seconds=window.value) if window else None
        statuses = documentation.chosen.success_statuses
        self._success = choices.success or (statuses[0] if statuses else 202)

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """What this Graph answers; None for anything but its ring and the actions of calls."""
        if request.method == "POST" and request.path.rstrip("/") == RING:
            return self._ring(request, now)
        named = address(request.url)
        event = _ACTIONS.get(named.action) if named and named.call and request.method == "POST" else None
        if event is None and not is_redirect(request.url):
            return None
        if len(self._asked) == self._choices.limit and now < self._asked[0] + PERIOD:
            return self._throttled(request, now)
        self._asked.append(now)
        return self._act(request, now, event) if event else self._redirect(request, now)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """The end of calls that nobody acted on within the window, where the edition has one."""
        while self._unanswered and self._unanswered[0][0] <= now:
            ended, key = self._unanswered.popleft()
            live = self._live.get(key)
            if live and live.state is State.RINGING:
                live.state = State.TERMINATED
                yield self._told(live.call, "deleted", "terminated", live.call.callback, ended)

    def _ring(self, request: Request, now: datetime) -> Answer:
        """201 with the call's id, and the incoming notification to the bot."""
        try:
            wanted = fiction.wanted(request.body)
        except ValueError as error:
            return self._refused(Refusal(400, "BadRequest", f"This does not ring: {error}."), request, now)
        live = self._rings(now, wanted)
        context = fiction.incoming(self._id)
        told = self._told(live.call, "created", "incoming", live.call.callback, now, context)
        called = {"call": live.call.id, "chain": live.call.chain}
        headers = Headers((("Content-Type", "application/json"), *self._usual(request, now, live.call.chain)))
        return Answer(Response(201, headers, json.dumps(called).encode()), Origin.SIMULATED, (told,))

    def _redirect(self, request: Request, now: datetime) -> Answer:
        named = address(request.url)
        live = self._live.get(self._key(named.call)) if named else None
        called = _as_called(request, now)
        known = replace(called, facts=facts_of(called, None, live.parties if live else None))
        errors = [each for each in judge(known, self._documentation) if each.severity is Severity.ERROR]
        if not errors:
            return self._act(request, now, Event.REDIRECTED)
        broke = next((rule for rule in _REFUSED if any(each.rule == rule for each in errors)), None)
        if broke == "RDQ011":
            return self._unauthorized(request, now)
        if live is None and named and named.call:
            self._known(named.call, now)
        choice: Refusal = getattr(self._choices, _REFUSED[broke] if broke else "rule_broken")
        told = broken(each for each in errors if broke in (None, each.rule))
        return self._refused(choice, request, now, broken=told)

    def _act(self, request: Request, now: datetime, event: Event) -> Answer:
        """Do to a call what was asked, where its state allows it."""
        words = (request.headers.get("authorization") or "").split()
        if len(words) < 2 or words[0].lower() != "bearer":
            return self._unauthorized(request, now)
        named = address(request.url)
        if named is None or not named.call:
            root = named.root if named else ""
            return self._refused(self._choices.root_unaddressable, request, now, root=root)
        live = self._known(named.call, now)
        if live is None:
            return self._refused(self._choices.call_unknown or USUAL.call_over, request, now)
        state = live.at(now)
        following = TRANSITIONS.get((state, event))
        if following is None:
            over = state is State.TERMINATED
            choice = self._choices.call_over if over else self._choices.call_taken
            return self._refused(choice, request, now, state=state.value)
        live.state = following
        live.ends_at = None if event is Event.ANSWERED else now + timedelta(seconds=self._choices.ending)
        response = Response(
            self._success if event is Event.REDIRECTED else 202, self._usual(request, now, live.call.chain)
        )
        if live.ends_at is None:
            return Answer(response, Origin.SIMULATED)
        place = _callback(request) or live.call.callback
        return Answer(response, Origin.SIMULATED, tuple(self._ends(live, event, place, now, live.ends_at)))

    def _ends(
        self, live: _Live, event: Event, place: str, now: datetime, ends_at: datetime
    ) -> Iterator[FollowUp]:
        """What is told of a call that the bot is done with."""
        redirected = event is Event.REDIRECTED
        if redirected and self._choices.redirecting:
            yield self._told(live.call, "updated", "redirecting", place, now)
        result = self._choices.result.members if redirected and self._choices.result else _NOTHING
        yield self._told(live.call, "deleted", "terminated", place, ends_at, result)

    def _key(self, identifier: str) -> str:
        """What a call is known by."""
        return canonical_id(identifier) if self._choices.ids else identifier

    def _known(self, identifier: str, now: datetime) -> _Live | None:
        """The call of that id; one that never rang here is taken as ringing, and noted, or unknown: None."""
        live = self._live.get(self._key(identifier))
        if live is None and self._choices.call_unknown is None:
            live = self._rings(now, fiction.Wanted(), identifier)
            self._noted(Note(now, identifier, "never rang here: it is taken as ringing"))
        return live

    def _rings(self, now: datetime, wanted: fiction.Wanted, identifier: str = "") -> _Live:
        identifier = identifier or self._id("call")
        call = fiction.call(self._counts.get("chain", 0), identifier, self._id, self._home, wanted)
        application = {call.target.id.lower()} if call.target.kind == "application" else ()
        parties = Parties(frozenset({call.tenant.lower()}), frozenset(application))
        live = _Live(call, State.RINGING, now + self._window if self._window else None, parties)
        key = self._key(call.id)
        self._live[key] = live
        if live.ends_at is not None:
            self._unanswered.append((live.ends_at, key))
        if len(self._live) > self._limit:
            del self._live[next(iter(self._live))]
        return live

    def _told(
        self,
        call: notification.Call,
        change: str,
        state: str,
        place: str,
        due: datetime,
        extra: Mapping[str, Any] = _NOTHING,
    ) -> FollowUp:
        """A notification on a call, to be sent to `place` when it is due."""
        headers = fiction.webhook_headers(call, self._id("message"), due)
        return FollowUp(Request("POST", place, headers, notification.write(change, state, call, extra)), due)

    def _refused(
        self, choice: Refusal, request: Request, now: datetime, extra: Headers = _NO_HEADERS, **words: str
    ) -> Answer:
        response = refusal(
            choice.status,
            choice.code,
            choice.worded(words),
            request=request,
            now=now,
            request_id=self._id("request"),
            extra=extra,
        )
        return Answer(response, Origin.SIMULATED)

    def _unauthorized(self, request: Request, now: datetime) -> Answer:
        extra = Headers((("WWW-Authenticate", "Bearer"),))
        return self._refused(self._choices.token_missing, request, now, extra)

    def _throttled(self, request: Request, now: datetime) -> Answer:
        wait = ceil((self._asked[0] + PERIOD - now).total_seconds())
        extra = Headers((("Retry-After", str(wait)),)) if self._choices.retry_after else _NO_HEADERS
        return self._refused(self._choices.throttled, request, now, extra)

    def _usual(self, request: Request, now: datetime, chain: str) -> Headers:
        """The headers of an acceptance."""
        scenario = request.headers.get("scenario-id") or chain
        return Headers((*answered(request, now, self._id("request")), ("scenario-id", scenario)))

    def _id(self, kind: str) -> str:
        """The next id of a kind: a GUID (RFC 9562, version 5)."""
        number = self._counts.get(kind, 0)
        self._counts[kind] = number + 1
        return str(uuid5(self._namespace, f"{kind}/{number}"))


def _as_called(request: Request, now: datetime) -> Exchange:
    """The request as it is at the service: wherever this Graph listens, it is called as Graph is."""
    host = request.host if is_graph(request.host) else "graph.microsoft.com"
    return Exchange(
        Request(
            request.method, f"https://{host}{without_origin(request.url)}", request.headers, request.body
        ),
        None,
        Way.TO_GRAPH,
        Origin.SIMULATED,
        started_at=now,
    )


def _callback(request: Request) -> str | None:
    """The callbackUri of an action, where it is a URL that something can be sent to."""
    try:
        members = body.value_of(request.body)
        place = members.get("callbackUri") if isinstance(members, dict) else None
        split = urlsplit(place) if isinstance(place, str) else None
    except ValueError:
        return None
    return place if split and split.scheme in ("http", "https") and split.hostname else None


def _unheard(note: Note) -> None:
    """What was assumed when nobody asked."""
