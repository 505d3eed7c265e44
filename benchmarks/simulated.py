"""Recordings of any size, made with the simulator: no socket, no clock, and for one seed always the same.

    python -m benchmarks.simulated FOLDER [--calls N] [--per-file N] [--seed N] [--changed]

Writes cassettes of so many calls each. `--changed` has the bot after an upgrade: other headers and spellings
in all calls, and in one call in 5,000 a timeout that breaks the contract.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import batched, chain
from pathlib import Path
from typing import Any

from harness.contract import editions
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.library import Recording
from harness.redaction.redactor import Redactor
from harness.refusal import refusal
from harness.simulator.simulator import RING, Simulator

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GRAPH = "https://graph.microsoft.com"
TARGET = {"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054", "displayName": "Reception"}}}
BROKEN_IN = 5_000


@dataclass(frozen=True)
class Bot:
    """How a bot passes calls on. body, throttled: by the number of the call, from 0; throttled: how many
    attempts meet 429 first.
    """

    headers: Mapping[str, str] = field(
        default_factory=lambda: {"Authorization": "Bearer a.b.c", "Content-Type": "application/json"}
    )
    body: Callable[[int], Mapping[str, Any]] = lambda _: {"targets": [TARGET], "timeout": 30}
    method: str = "POST"
    throttled: Callable[[int], int] = lambda _: 0


def upgraded(number: int) -> Mapping[str, Any]:
    """What the upgraded bot sends for a call: the same in other words, but for one."""
    broken = number % BROKEN_IN == BROKEN_IN // 2
    return {"callbackUri": None, "timeout": 5 if broken else 30, "targets": [TARGET]}


UPGRADED = Bot(
    {
        "authorization": "Bearer d.e.f",
        "content-type": "application/json; charset=utf-8",
        "user-agent": "sdk/2",
        "x-ms-sdk": "2.0.0",
    },
    upgraded,
)


def conversation(graph: Simulator, bot: Bot, number: int) -> Iterator[Exchange]:
    """One call: it rings, is passed on after so many refusals, and ends."""
    now = START + timedelta(seconds=3 * number)
    ringing = graph.respond(Request("POST", f"{GRAPH}{RING}"), now)
    if ringing is None or ringing.response is None:
        raise RuntimeError("the simulator does not ring")
    call = json.loads(ringing.response.body)["call"]
    url = f"{GRAPH}/v1.0/communications/calls/{call}/redirect"
    told = [follow.request for follow in ringing.then]
    yield from (_webhook(request, now) for request in told)
    for attempt in range(bot.throttled(number) + 1):
        now += timedelta(seconds=0.4 + 0.001 * (number % 97))
        headers = {**bot.headers, "client-request-id": f"{number:08x}-0000-4000-8000-{attempt:012x}"}
        sent = Request(bot.method, url, Headers.of(headers), json.dumps(bot.body(number)).encode())
        if attempt < bot.throttled(number):
            yield _asked(sent, _throttled(sent, now), now)
        elif (answer := graph.respond(sent, now)) is not None:
            yield _asked(sent, answer.response, now)
            yield from (_webhook(follow.request, follow.due) for follow in answer.then)


def conversations(calls: int, seed: int = 1, bot: Bot | None = None) -> Iterator[list[Exchange]]:
    """So many calls of a bot, a list of exchanges each."""
    graph = Simulator(editions.documentation("v1.0"), seed=seed, bot="https://bot.example/api/calls")
    return (list(conversation(graph, bot or Bot(), number)) for number in range(calls))


def write(folder: Path, calls: int, *, per_file: int, seed: int = 1, bot: Bot | None = None) -> int:
    """Write the calls as masked cassettes `0000.yaml`, ...; how many exchanges there are."""
    redactor = Redactor(b"the key of everybody who is made up %d" % seed)
    count = 0
    for number, some in enumerate(batched(conversations(calls, seed, bot), per_file)):
        with Recording(folder / f"{number:04}.yaml", redactor) as recording:
            for exchange in chain.from_iterable(some):
                recording.keep(exchange)
            count += recording.count
    return count


def _webhook(request: Request, at: datetime) -> Exchange:
    return Exchange(request, Response(202), Way.TO_BOT, Origin.SIMULATED, at, 0.005)


def _asked(request: Request, response: Response | None, at: datetime) -> Exchange:
    return Exchange(request, response, Way.TO_GRAPH, Origin.SIMULATED, at, 0.08)


def _throttled(request: Request, now: datetime) -> Response:
    words = ("TooManyRequests", "Too many requests.")
    told = {"request": request, "now": now, "request_id": "0f6c1c0e-0000-4000-8000-000000000429"}
    return refusal(429, *words, **told, extra=Headers.of({"Retry-After": "1"}))


def main(arguments: list[str]) -> int:
    """Write a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls", type=int, default=5_000)
    parser.add_argument("--per-file", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", action="store_true")
    told = parser.parse_args(arguments)
    bot = UPGRADED if told.changed else Bot()
    written = write(told.folder, told.calls, per_file=told.per_file, seed=told.seed, bot=bot)
    print(f"{told.folder}: {written} exchanges of {told.calls} calls")  # noqa: T201 - the result
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
