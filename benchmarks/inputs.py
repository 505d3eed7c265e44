"""What the benchmarks are fed: recordings made with the simulator, for one seed always the same.

One call in 20 meets 429 first, a webhook has 5 kB, the body of a redirect 600 bytes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from benchmarks.simulated import Bot, conversations
from harness.exchange import Exchange, Way
from harness.library import Recording
from harness.redaction.redactor import Redactor

SEED = 20261130
THROTTLED = 20
"""One call in so many meets 429 first."""

MISSES = 50
"""One request in so many is one that nobody recorded."""

NOBODYS = "0badca11-0000-4000-8000-000000000000"
"""The id of a call that is in no recording."""

_BODY_BYTES = 600
_WEBHOOK_BYTES = 5_000


def body(_: int) -> Mapping[str, Any]:
    """A redirect's body of 600 bytes, as an SDK writes it."""
    person = {
        "@odata.type": "#microsoft.graph.identity",
        "id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054",
        "displayName": "Reception",
    }
    identity = {"@odata.type": "#microsoft.graph.identitySet", "user": person}
    target = {"@odata.type": "#microsoft.graph.invitationParticipantInfo", "identity": identity}
    callback = "https://bot.example/api/calls/"
    told = {"targets": [target], "timeout": 30, "callbackUri": callback}
    return {**told, "callbackUri": callback + "x" * (_BODY_BYTES - len(json.dumps(told)))}


BOT = Bot(body=body, throttled=lambda number: int(number % THROTTLED == THROTTLED // 2))


def exchanges(calls: int, seed: int = SEED) -> Iterator[Exchange]:
    """The exchanges of so many calls: three for each, and one more where Graph says 429 first."""
    return map(_routed, chain.from_iterable(conversations(calls, seed, BOT)))


def recorded(path: Path, count: int, *, to_graph: bool = False, masked: bool = False) -> list[Exchange]:
    """Write a cassette of so many exchanges, and return those to Graph. to_graph: it holds no others."""
    asked: list[Exchange] = []
    found = (each for each in exchanges(count) if not to_graph or each.way is Way.TO_GRAPH)
    with Recording(path, Redactor(b"the key of everybody who is made up") if masked else None) as recording:
        for exchange in islice(found, count):
            recording.keep(exchange)
            if exchange.way is Way.TO_GRAPH:
                asked.append(exchange)
    return asked


def _routed(exchange: Exchange) -> Exchange:
    """A webhook as long as real ones are: it tells through whom the call came."""
    if exchange.way is not Way.TO_BOT:
        return exchange
    told = json.loads(exchange.request.body)
    data = told["value"][0]["resourceData"]
    data["callRoutes"] = []
    route = {
        "@odata.type": "#microsoft.graph.callRoute",
        "routingType": "forwarded",
        "original": data["source"]["identity"],
        "final": data["targets"][0]["identity"],
    }
    missing, each = _WEBHOOK_BYTES - len(json.dumps(told)), len(json.dumps(route)) + len(", ")
    data["callRoutes"] = [route] * -(-(missing + len(", ")) // each)
    return replace(exchange, request=replace(exchange.request, body=json.dumps(told).encode()))
