"""The Player answers with what was recorded: each answer once, in the order of its call, and nothing else.

It fails closed: what is not recorded is answered with an error that names the nearest recorded request. It
has no clock and opens nothing; whoever serves it hands it one request at a time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from harness.address import without_origin
from harness.conversation import call_of
from harness.exchange import Exchange, Origin, Request, Response, Way, split
from harness.headers import Headers
from harness.ids import Name, tokens
from harness.matching import Index, Listed, Match, Miss, Recorded, in_order, told_miss, told_request
from harness.redaction.redactor import Redactor
from harness.redaction.secrets import SECRETS
from harness.renaming import Renaming
from harness.replay import renamed
from harness.replay.pace import AT_ONCE, Pace
from harness.responder import Answer, Delivery, FollowUp
from harness.traffic import way_to
from harness.urls import is_loopback

NOT_RECORDED = "notRecorded"
"""The `error.code` of the answer to a request that the recording does not hold."""


LISTED = 10_000
"""Misses that are told one by one; a server that is asked for months counts the rest."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A request that was not recorded: its method and path, as `asked` has them, and why no recorded one
    matched.
    """

    request: str
    why: str


class Player:
    """A Responder that plays the exchanges TO_GRAPH of a recording, and its webhooks when a bot is there.

    entries: the exchanges of a recording, or of several one after the other with numbers of their own.
    redactor: where its key masked an entry, requests are compared after redaction, else by renaming ids.
    told: masks what a miss tells of a request; the redactor by default, without one what hides secrets alone.
    pace: how long answers and webhooks take. strict: whether the requests of a call come in their recorded
    order; one that comes before its turn is not recorded there. repeats: whether an answer may be played
    again when nothing unplayed matches; the webhooks behind it are not. named: what an entry goes by where a
    miss speaks of it; None for its number.

    played: the answers that were given and the webhooks that the bot was given, in order. repeated: how many
    answers were given again. missed: what was asked for and not recorded, up to LISTED of it; unlisted: how
    much more there was.
    Not safe to call from two threads at once.
    """

    def __init__(
        self,
        entries: Iterable[Listed],
        *,
        redactor: Redactor | None = None,
        told: Redactor | None = None,
        pace: Pace = AT_ONCE,
        strict: bool = False,
        repeats: bool = False,
        named: Callable[[Recorded], str] | None = None,
    ) -> None:
        recorded = list(entries)
        self._pace, self._strict, self._named = pace, strict, named
        self._told = told or redactor or SECRETS
        self.played: list[Recorded] = []
        self.missed: list[Missed] = []
        self.repeated = self.unlisted = 0
        self._index = Index.of(recorded, redactor=redactor, repeats=repeats)
        self._waiting = _webhooks(recorded)
        self._unheard = {entry.number: entry for entry in recorded if entry.way is Way.TO_BOT}
        self._bot = self._awaited = False

    def respond(self, request: Request, now: datetime) -> Answer:
        """The recorded answer, with the ids of the caller; 501 and an error when there is none."""
        found = self.find(request)
        return self.play(found, request, now) if isinstance(found, Match) else self.miss(found, request, now)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """Nothing: time alone plays no webhook."""
        return iter(())

    def find(self, request: Request) -> Match | Miss:
        """The recorded request that `request` is, without playing it."""
        found = self._index.find(request)
        if self._strict and isinstance(found, Match) and (first := self._index.before(found)) is not None:
            return Miss(found.entry, first=first)
        return found

    def play(self, found: Match, request: Request, now: datetime) -> Answer:
        """Play what `find` found for `request`: its answer, and the webhooks that followed it."""
        if found.again:
            self.repeated += 1
        else:
            self._index.take(found)
            self.played.append(found.entry)
        recorded = found.entry.exchange
        response = recorded.response
        if response is not None:
            response = renamed.response(response, _names(found.renaming, recorded.request, request))
        delay = self._pace.answer(recorded.seconds)
        then = self._after(found.entry, now + delay) if not found.again else ()
        return Answer(response, Origin.RECORDED, then, Delivery(delay.total_seconds()))

    def miss(self, found: Miss, request: Request, now: datetime) -> Answer:
        """Count a request that is not recorded, and say so in the shape of a Graph error."""
        found = told_miss(found, request, self._told)
        why = found.explained(self._named) if self._named is not None else found.why
        said = self.count(request, why)
        inner = {"date": now.strftime("%Y-%m-%dT%H:%M:%S")}
        if (identifier := request.headers.get("client-request-id")) is not None:
            inner["client-request-id"] = identifier
        message = f"{said} is not recorded: {why}"
        error = {"error": {"code": NOT_RECORDED, "message": message, "innerError": inner}}
        response = Response(501, Headers.of({"content-type": "application/json"}), json.dumps(error).encode())
        return Answer(response, Origin.FAULT)

    def told(self, text: str) -> str:
        """A text on what was asked for, as it may be told."""
        return self._told.text(text)

    def count(self, request: Request, why: str) -> str:
        """Count a request as missed; its method and path, as they may be told."""
        said = asked(request, told_request(request, self._told))
        if len(self.missed) < LISTED:
            self.missed.append(Missed(said, why))
        else:
            self.unlisted += 1
        return said

    def told_exchange(self, exchange: Exchange) -> Exchange:
        """An exchange that is not recorded, its request as it may be told."""
        return replace(exchange, request=told_request(exchange.request, self._told))

    def webhooks(self, now: datetime) -> tuple[FollowUp, ...]:
        """The webhooks that no request to Graph came before; asking for them says that a bot is there.

        The others follow the request that they followed in the recording, as `then` of its answer.
        """
        self._bot = self._awaited = True
        return self._after(None, now)

    def await_bot(self) -> None:
        """A bot is to come: until it is there all webhooks are left."""
        self._awaited = True

    def heard(self, number: int | None) -> None:
        """Count a webhook as played: the bot was given it, or a fault kept it from the bot."""
        if number is not None and (entry := self._unheard.pop(number, None)) is not None:
            self.played.append(entry)

    @property
    def over(self) -> bool:
        """Whether every answer was given, and every webhook handed to whoever delivers it."""
        return not self._waiting and next(self._index.left(), None) is None

    def left(self) -> list[Recorded]:
        """What was not played, in order: answers, and webhooks when a bot is there or awaited."""
        webhooks = self._unheard.values() if self._awaited else ()
        return in_order(sorted([*self._index.left(), *webhooks], key=lambda entry: entry.number))

    def _after(self, before: Recorded | None, now: datetime) -> tuple[FollowUp, ...]:
        """The webhooks that followed an entry; None: those that the recording begins with. None while there
        is no bot. now: when that entry is over, UTC.
        """
        if not self._bot:
            return ()
        ready = self._waiting.pop(before.number if before is not None else None, [])
        since = before.exchange.started_at if before is not None else _beginning(ready)
        took = (before.exchange.seconds or 0.0) if before is not None else 0.0
        return tuple(
            FollowUp(
                self._webhook(entry.exchange),
                now + self._pace.gap(_seconds(since, entry.started_at) - took),
                entry.number,
            )
            for entry in ready
        )

    def _webhook(self, exchange: Exchange) -> Request:
        """A recorded webhook as it is sent: the path of its URL, and the ids that its call goes by now."""
        call = call_of(exchange)
        names = self._index.names_of(call) if call is not None else {}
        sent = renamed.request(exchange.request, names)
        return replace(sent, url=without_origin(sent.url))


def asked(request: Request, told: Request) -> str:
    """`POST /v1.0/communications/...`; with its host, as `GET api.example/v2`, where that is neither Graph's,
    nor the login side's, nor this machine's. told: the request as it may be told.
    """
    ours = not request.host or way_to(request.host) is not None or is_loopback(request.host)
    host = "" if ours else split(request.url).netloc.rpartition("@")[2]
    return f"{told.method} {host}{told.path}"


def _webhooks(entries: list[Listed]) -> dict[int | None, list[Listed]]:
    """The webhooks by the number of the exchange TO_GRAPH of their call that they followed; None: by none."""
    last: dict[str, int] = {}
    waiting: dict[int | None, list[Listed]] = {}
    for entry in in_order(entries):
        if entry.way is Way.TO_GRAPH:
            last[entry.about] = entry.number
        elif entry.way is Way.TO_BOT:
            waiting.setdefault(last.get(entry.about) if entry.about else None, []).append(entry)
    return waiting


def _beginning(entries: Iterable[Listed]) -> datetime | None:
    return min((at for entry in entries if (at := entry.started_at) is not None), default=None)


def _seconds(since: datetime | None, until: datetime | None) -> float:
    """How long after another a moment came, in seconds; 0 where either is not known."""
    return (until - since).total_seconds() if since is not None and until is not None else 0.0


def _names(known: Renaming, recorded: Request, request: Request) -> Mapping[Name, str]:
    """What the caller calls the ids of the recording: those of the call, and of this request's headers."""
    masked = [field for field in recorded.headers if tokens(field[1])]
    if not masked:
        return known.names
    renaming = Renaming(masked_only=True)
    for name, value in masked:
        if (sent := request.headers.get(name)) is not None:
            renaming.pair(value, sent)
    return {**known.names, **renaming.names}
