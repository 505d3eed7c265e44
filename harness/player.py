"""The Player answers with what was recorded: each answer once, in the order of its call, and nothing else.

It fails closed: what is not recorded is answered with an error that names the nearest recorded request. It
has no clock and opens nothing; whoever serves it hands it one request at a time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from harness import body as json_body
from harness.address import canonical_id, without_origin
from harness.conversation import call_of
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.matching import Index, Match, Miss, Recorded, in_order
from harness.redaction import Redactor
from harness.renaming import Name, Renaming, replaced
from harness.responder import Answer, FollowUp

NOT_RECORDED = "notRecorded"
"""The `error.code` of the answer to a request that the recording does not hold."""

_FRAMING = ("content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive", "host")
"""Headers that whoever sends a message sets himself."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A request that was not recorded: its method and path, and why no recorded one matched."""

    request: str
    why: str


class Player:
    """A Responder that plays the exchanges TO_GRAPH of a recording, and its webhooks when a bot is there.

    entries: the exchanges of a recording, or of several one after the other with numbers of their own.
    redactor: where its key masked an entry, requests are compared after redaction, else by renaming ids.

    played: what was played, answers and webhooks, in order. missed: what was asked for and not recorded.
    Not safe to call from two threads at once.
    """

    def __init__(self, entries: Iterable[Recorded], *, redactor: Redactor | None = None) -> None:
        recorded = list(entries)
        self.played: list[Recorded] = []
        self.missed: list[Missed] = []
        self._index = Index.of(recorded, redactor=redactor)
        self._waiting = _webhooks(recorded)
        self._bot = False

    def respond(self, request: Request, now: datetime) -> Answer:
        """The recorded answer, with the ids of the caller; 501 and an error when there is none."""
        found = self.find(request)
        return self.play(found, request, now) if isinstance(found, Match) else self.miss(found, request, now)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        """Nothing: time alone plays no webhook."""
        return iter(())

    def find(self, request: Request) -> Match | Miss:
        """The recorded request that `request` is, without playing it."""
        return self._index.find(request)

    def play(self, found: Match, request: Request, now: datetime) -> Answer:
        """Play what `find` found for `request`: its answer, and the webhooks that followed it."""
        self._index.take(found)
        self.played.append(found.entry)
        response = found.entry.exchange.response
        if response is not None:
            response = _renamed(response, _names(found, request))
        return Answer(response, Origin.RECORDED, self._after(found.entry.number, now))

    def miss(self, found: Miss, request: Request, now: datetime) -> Answer:
        """Count a request that is not recorded, and say so in the shape of a Graph error."""
        asked = f"{request.method} {request.path}"
        self.missed.append(Missed(asked, found.why))
        inner = {"date": now.strftime("%Y-%m-%dT%H:%M:%S")}
        if (identifier := request.headers.get("client-request-id")) is not None:
            inner["client-request-id"] = identifier
        message = f"{asked} is not recorded: {found.why}"
        error = {"error": {"code": NOT_RECORDED, "message": message, "innerError": inner}}
        response = Response(501, Headers.of({"content-type": "application/json"}), json.dumps(error).encode())
        return Answer(response, Origin.FAULT)

    def webhooks(self, now: datetime) -> tuple[FollowUp, ...]:
        """The webhooks that no request to Graph came before; asking for them says that a bot is there.

        The others follow the request that they followed in the recording, as `then` of its answer.
        """
        self._bot = True
        return self._after(None, now)

    def left(self) -> list[Recorded]:
        """What was not played, in order: answers, and webhooks when a bot is there."""
        webhooks = [entry for waiting in self._waiting.values() for entry in waiting] if self._bot else []
        return in_order(sorted([*self._index.left(), *webhooks], key=lambda entry: entry.number))

    def _after(self, number: int | None, now: datetime) -> tuple[FollowUp, ...]:
        """The webhooks that followed the entry of that number, now played too; none while there is no bot."""
        if not self._bot:
            return ()
        ready = self._waiting.pop(number, [])
        self.played += ready
        return tuple(FollowUp(self._webhook(entry.exchange), now, entry.number) for entry in ready)

    def _webhook(self, exchange: Exchange) -> Request:
        """A recorded webhook as it is sent: the path of its URL, and the ids that its call goes by now."""
        call = call_of(exchange)
        names = self._index.names_of(call) if call is not None else {}
        request = exchange.request
        headers, content = _rewritten(request.headers, request.body, names)
        return Request(request.method, replaced(without_origin(request.url), names), headers, content)


def _webhooks(entries: list[Recorded]) -> dict[int | None, list[Recorded]]:
    """The webhooks by the number of the exchange TO_GRAPH of their call that they followed; None: by none."""
    last: dict[str, int] = {}
    waiting: dict[int | None, list[Recorded]] = {}
    for entry in in_order(entries):
        call = canonical_id(call_of(entry.exchange) or "")
        if entry.exchange.way is Way.TO_GRAPH:
            last[call] = entry.number
        elif entry.exchange.way is Way.TO_BOT:
            waiting.setdefault(last.get(call) if call else None, []).append(entry)
    return waiting


def _names(found: Match, request: Request) -> Mapping[Name, str]:
    """What the caller calls the ids of the recording: those of the call, and of this request's headers."""
    renaming = Renaming(masked_only=True)
    for name, value in found.entry.exchange.request.headers:
        if (sent := request.headers.get(name)) is not None:
            renaming.pair(value, sent)
    return {**found.renaming.names, **renaming.names}


def _renamed(response: Response, names: Mapping[Name, str]) -> Response:
    headers, content = _rewritten(response.headers, response.body, names)
    return Response(response.status, headers, content, response.reason)


def _rewritten(headers: Headers, content: bytes, names: Mapping[Name, str]) -> tuple[Headers, bytes]:
    """Headers and body with the ids of the caller, without the headers that frame them."""
    fields = Headers(tuple((name, replaced(value, names)) for name, value in headers.without(*_FRAMING)))
    if not names:
        return fields, content
    try:
        return fields, json_body.rewritten(content, lambda _, text: replaced(text, names))
    except ValueError:
        pass
    try:
        return fields, replaced(content.decode("utf-8"), names).encode("utf-8")
    except UnicodeDecodeError:
        return fields, content
