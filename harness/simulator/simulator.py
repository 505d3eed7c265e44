"""The Simulator: a small Graph in memory. It rings, judges what the bot does by the rules, and ends calls.

It has no clock and no chance: time is handed in, ids derive from the seed. Who calls whom is in fiction.py.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from harness import body, notification
from harness.address import address, canonical_id, is_graph, is_redirect, without_origin
from harness.contract.precedence import Documentation
from harness.conversation import TRANSITIONS, Event, State
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.findings import Severity
from harness.headers import Headers
from harness.refusal import answered, broken, refusal
from harness.responder import Answer, FollowUp
from harness.rules import judge
from harness.simulator import fiction

RING = "/redial/ring"
"""POST here makes the simulated Graph ring. No path of Graph's own begins like this."""


_ACTIONS = {"answer": Event.ANSWERED, "reject": Event.REJECTED}
_NO_HEADERS = Headers()


@dataclass(frozen=True, slots=True)
class Choice:
    """What is answered where no page says what Graph answers: status, `error.code`, `error.message`."""

    status: int
    code: str
    message: str = ""


CHOICES: Mapping[str, Choice] = MappingProxyType(
    {
        "rule_broken": Choice(400, "BadRequest"),
        "token_missing": Choice(
            401, "InvalidAuthenticationToken", "Access token is empty or no bearer token."
        ),
        "root_unaddressable": Choice(400, "BadRequest", "Resource not found for the segment '{root}'."),
        "call_over": Choice(404, "8522", "Call not found: it is over, or nobody acted on it in time."),
        "call_taken": Choice(409, "8519", "Conflict: the call was already {state}."),
    }
)
"""Situation -> what this Graph does. None of it is documented for redirect.

rule_broken: an error under the chosen edition; the message is the finding's, Graph's own words are not known.
token_missing: as all of Graph answers.
root_unaddressable: the two notification routes of the reference edition, which no schema can reach.
call_over: 404/8522 was seen of `answer`, after a call's end and after its window; likely of redirect too.
call_taken: a second action on a call; 8519 is the number of a sister product.
"""


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

    def at(self, now: datetime) -> State:
        """Where the call stands."""
        return State.TERMINATED if self.ends_at is not None and now >= self.ends_at else self.state


class Simulator:
    """A Responder that stands for Graph: it rings on request and answers redirect, answer and reject.

    seed: the same seed and the same requests give the same ids. bot: URL whose path calls ring at, unless
    they say otherwise. ending: seconds from an accepted redirect or reject to the terminated notification.
    calls: how many calls are remembered; the oldest are forgotten first. noted: told what is assumed as it
    happens.

    An answered call stays answered: nothing follows.
    """

    def __init__(
        self,
        documentation: Documentation,
        *,
        seed: int = 1,
        bot: str | None = None,
        ending: float = 0.2,
        choices: Mapping[str, Choice] = CHOICES,
        calls: int = 10_000,
        noted: Callable[[Note], None] | None = None,
    ) -> None:
        self._documentation = documentation
        self._namespace = uuid5(NAMESPACE_URL, f"https://redial.example/simulator/{seed}")
        self._ending = timedelta(seconds=ending)
        self._choices = choices
        self._limit = calls
        self._noted = noted or _unheard
        self._live: dict[str, _Live] = {}
        self._unanswered: deque[tuple[datetime, str]] = deque()
        self._counts: dict[str, int] = {}
        self._home = fiction.Home.drawn(self._id, without_origin(bot or "").rstrip("/") or fiction.WEBHOOK)
        window = documentation.window_of(documentation.chosen)
        self._window = timedelta(seconds=window.value) if window else None
        statuses = documentation.chosen.success_statuses
        self._success = statuses[0] if statuses else 202

    def respond(self, request: Request, now: datetime) -> Answer | None:
        """What this Graph answers; None for anything but its ring and the actions of calls."""
        if request.method == "POST" and request.path.rstrip("/") == RING:
            return self._ring(request, now)
        if is_redirect(request.url):
            return self._redirect(request, now)
        named = address(request.url)
        event = _ACTIONS.get(named.action) if named and named.call and request.method == "POST" else None
        return self._act(request, now, event) if event else None

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
            return self._refused(Choice(400, "BadRequest", f"This does not ring: {error}."), request, now)
        live = self._rings(now, wanted)
        told = self._told(live.call, "created", "incoming", live.call.callback, now)
        called = {"call": live.call.id, "chain": live.call.chain}
        headers = Headers((("Content-Type", "application/json"), *self._usual(request, now, live.call.chain)))
        return Answer(Response(201, headers, json.dumps(called).encode()), Origin.SIMULATED, (told,))

    def _redirect(self, request: Request, now: datetime) -> Answer:
        errors = [
            finding
            for finding in judge(_as_called(request, now), self._documentation)
            if finding.severity is Severity.ERROR
        ]
        if any(finding.rule == "RDQ011" for finding in errors):
            return self._unauthorized(request, now)
        if errors:
            if (named := address(request.url)) and named.call:
                self._known(named.call, now)
            choice = self._choices["rule_broken"]
            return self._refused(Choice(choice.status, choice.code, broken(errors)), request, now)
        return self._act(request, now, Event.REDIRECTED)

    def _act(self, request: Request, now: datetime, event: Event) -> Answer:
        """Do to a call what was asked, where its state allows it."""
        words = (request.headers.get("authorization") or "").split()
        if len(words) < 2 or words[0].lower() != "bearer":
            return self._unauthorized(request, now)
        named = address(request.url)
        if named is None or not named.call:
            root = named.root if named else ""
            return self._refused(self._choices["root_unaddressable"], request, now, root=root)
        live = self._known(named.call, now)
        state = live.at(now)
        following = TRANSITIONS.get((state, event))
        if following is None:
            over = state is State.TERMINATED
            return self._refused(
                self._choices["call_over" if over else "call_taken"], request, now, state=state.value
            )
        live.state = following
        live.ends_at = None if event is Event.ANSWERED else now + self._ending
        response = Response(
            self._success if event is Event.REDIRECTED else 202, self._usual(request, now, live.call.chain)
        )
        if live.ends_at is None:
            return Answer(response, Origin.SIMULATED)
        place = _callback(request) or live.call.callback
        told = self._told(live.call, "deleted", "terminated", place, live.ends_at)
        return Answer(response, Origin.SIMULATED, (told,))

    def _known(self, identifier: str, now: datetime) -> _Live:
        """The call of that id; one that never rang here is taken as ringing, and noted."""
        live = self._live.get(canonical_id(identifier))
        if live is None:
            live = self._rings(now, fiction.Wanted(), identifier)
            self._noted(Note(now, identifier, "never rang here: it is taken as ringing"))
        return live

    def _rings(self, now: datetime, wanted: fiction.Wanted, identifier: str = "") -> _Live:
        identifier = identifier or self._id("call")
        call = fiction.call(self._counts.get("chain", 0), identifier, self._id, self._home, wanted)
        live = _Live(call, State.RINGING, now + self._window if self._window else None)
        key = canonical_id(call.id)
        self._live[key] = live
        if live.ends_at is not None:
            self._unanswered.append((live.ends_at, key))
        if len(self._live) > self._limit:
            del self._live[next(iter(self._live))]
        return live

    def _told(self, call: notification.Call, change: str, state: str, place: str, due: datetime) -> FollowUp:
        """A notification on a call, to be sent to `place` when it is due."""
        extra = fiction.incoming(self._id) if state == "incoming" else {}
        headers = fiction.webhook_headers(call, self._id("message"), due)
        return FollowUp(Request("POST", place, headers, notification.write(change, state, call, extra)), due)

    def _refused(
        self, choice: Choice, request: Request, now: datetime, extra: Headers = _NO_HEADERS, **words: str
    ) -> Answer:
        response = refusal(
            choice.status,
            choice.code,
            choice.message.format(**words) if words else choice.message,
            request=request,
            now=now,
            request_id=self._id("request"),
            extra=extra,
        )
        return Answer(response, Origin.SIMULATED)

    def _unauthorized(self, request: Request, now: datetime) -> Answer:
        return self._refused(
            self._choices["token_missing"], request, now, Headers((("WWW-Authenticate", "Bearer"),))
        )

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
