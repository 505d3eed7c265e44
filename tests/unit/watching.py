"""Recorded exchanges as a live run: what a terminal shows while they happen."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from harness.contract.editions import documentation
from harness.exchange import Exchange
from harness.live import Live, Moment
from harness.report import live as report
from harness.rules import Judge
from tests.unit.rules.dialogue import CALLS, CHAINS, dialogue
from tests.unit.rules.exchanges import NOON

DIALOGUES = {
    "faultless": """
        0.0  platform  incoming
        0.2  bot       202
        1.5  bot       redirect
        1.9  graph     202
        24.0 platform  terminated
        24.1 bot       202
    """,
    "refused": """
        0.0  platform  incoming
        0.2  bot       202
        0.9  bot       redirect timeout="45"
        1.1  graph     400 code=BadRequest
        16.0 platform  terminated
        16.1 bot       202
    """,
    "late": """
        0.0  platform  incoming
        0.2  bot       202
        17.5 bot       redirect
        17.6 graph     404 code=8522
        18.0 platform  terminated
        18.1 bot       202
    """,
    "retried": """
        0.0  platform  incoming
        0.3  bot       202
        1.0  bot       redirect client-request-id=5
        1.2  graph     503 code=ServiceUnavailable Retry-After=2
        3.3  bot       redirect client-request-id=5 Retry-Attempt=1
        3.6  graph     202
        30.0 platform  terminated
        30.1 bot       500
    """,
    "unanswered": """
        0.0  bot       token
        0.3  login     200
        0.5  platform  incoming
        0.6  bot       redirect
        9.0  bot       202
    """,
}
"""Calls of every sort, by what becomes of them."""


def moments(exchanges: Iterable[Exchange], live: Live) -> Iterator[Moment]:
    """A run in which requests arrive, and are answered, at their times."""
    events: list[tuple[float, int, int, Exchange, Exchange]] = []
    for number, whole in enumerate(exchanges, 1):
        began = whole.started_at or NOON
        asked = replace(whole, response=None, seconds=None, error=None)
        ends = began + timedelta(seconds=whole.seconds or 0)
        heapq.heappush(events, (began.timestamp(), number, 0, asked, whole))
        heapq.heappush(events, (ends.timestamp(), number, 1, asked, whole))
    while events:
        _, number, answered, asked, whole = heapq.heappop(events)
        yield from live.answered(asked, whole, number) if answered else live.asked(asked)
    yield from live.rest()


def shown(exchanges: Iterable[Exchange], edition: str = "v1.0") -> list[str]:
    """What a terminal shows of a run, line by line."""
    live = Live(Judge(documentation(edition)))
    lines = [line for moment in moments(exchanges, live) for line in report.lines(moment)]
    return [*lines, *report.total(live.total())]


def interleaved(count: int) -> list[Exchange]:
    """Many calls at once, of every sort in turn, each 0.7 s after the one before; in the order they end."""
    found: list[Exchange] = []
    for number in range(count):
        text = list(DIALOGUES.values())[number % len(DIALOGUES)]
        later = timedelta(seconds=0.7 * number)
        found += (
            replace(_renamed(each, number), started_at=(each.started_at or NOON) + later)
            for each in dialogue(text)
        )
    return sorted(found, key=lambda each: (each.started_at or NOON) + timedelta(seconds=each.seconds or 0))


def _renamed(exchange: Exchange, number: int) -> Exchange:
    """The same in a call, a chain and requests of its own."""
    call = f"{number:08x}" + CALLS["A"][8:]
    chain = f"{number:08x}" + CHAINS["1"][8:]
    request = exchange.request
    headers = request.headers
    for name in ("X-Microsoft-Skype-Chain-ID", "Scenario-Id"):
        if name in headers:
            headers = headers.replaced(name, chain)
    body = request.body.replace(CALLS["A"].encode(), call.encode()).replace(
        CHAINS["1"].encode(), chain.encode()
    )
    url = request.url.replace(CALLS["A"], call)
    return replace(exchange, request=replace(request, url=url, headers=headers, body=body))


if __name__ == "__main__":
    for line in shown(interleaved(40)):
        print(line)  # noqa: T201 - what the snapshot is made with
