"""What a body takes to be masked, judged and written, by its shape and size: time must grow as the size does.

    python -m benchmarks.bodies [SHAPE...]

Each shape is a redirect's body of a quarter of what is kept (harness.facts.LARGEST) and of all of it, without
a proxy. Prints for each what the large one takes beside the small one, and beside a plain text of its size,
and ends with status 1 when one grows by more than GROWTH times as much as its size.
"""

import base64
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from harness.cassette import block
from harness.contract.editions import documentation
from harness.exchange import Exchange, Request, Response, Way
from harness.facts import LARGEST, Wire, facts_of
from harness.headers import Headers
from harness.live import Live
from harness.redaction.redactor import Redactor
from harness.report import live as report
from harness.rules import Judge

GROWTH = 2.0
SMALLER = 4
URL = "https://graph.microsoft.com/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/redirect"
TARGET = {"identity": {"user": {"id": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"}}}
PLAIN = "word"

TEXTS = {
    PLAIN: "word and ",
    "letter": "a",
    "digits": "1",
    "hex": "0123456789abcdef",
    "dashes": "a-",
    "dots": "a.",
    "at signs": "a@",
    "colons": "ab:",
    "quotes": '"a":',
    "log": "2026-03-02T12:00:00Z INFO [bot] took 12.5 ms; a@b, c/d (ok) +1%\\n",
    "GUIDs": "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054 ",
}


def many(size: int, what: Callable[[int], bytes]) -> Iterator[bytes]:
    """As many pieces as come to a size."""
    written = number = 0
    while written < size:
        piece = what(number)
        written += len(piece) + 1
        number += 1
        yield piece


def text(repeated: str) -> Callable[[int], bytes]:
    """A JSON string of one text over and over."""
    return lambda size: json.dumps({"targets": [TARGET], "x": (repeated * size)[:size]}).encode()


SHAPES: Mapping[str, Callable[[int], bytes]] = {
    **{name: text(repeated) for name, repeated in TEXTS.items()},
    "numbers": lambda size: b'{"x":[' + b",".join(many(size, lambda at: b"%d" % at)) + b"]}",
    "members": lambda size: b"{" + b",".join(many(size, lambda at: b'"m%d":%d' % (at, at))) + b"}",
    "one member": lambda size: b"{" + b",".join(many(size, lambda at: b'"a":1')) + b"}",
    "nested": lambda size: b"[" * (size // 2) + b"]" * (size // 2),
    "log, no JSON": lambda size: (TEXTS["log"] * size)[:size].encode(),
    "random bytes": lambda size: random.Random(size).randbytes(size),
    "Base64": lambda size: base64.b64encode(random.Random(size).randbytes(size * 3 // 4)),
}


def seconds(body: bytes) -> float:
    """What one exchange takes on its way through the recorder's threads."""
    judge = Judge(documentation("v1.0"))
    live, redactor = Live(judge), Redactor(b"a key for benchmarks")
    sent = Request("POST", URL, Headers.of({"Content-Type": "application/json"}), body)
    arrived = Exchange(sent, None, Way.TO_GRAPH, started_at=datetime.now(UTC))
    began = time.perf_counter()
    arrived = replace(arrived, facts=facts_of(arrived, Wire(len(body), len(body))))
    asked = redactor.exchange(arrived)
    moments = list(live.asked(asked))
    kept = redactor.exchange(replace(arrived, response=Response(202), seconds=0.1))
    block(kept, 1, key=redactor.key_id)
    moments += live.answered(asked, kept, 1)
    for moment in moments:
        list(report.lines(moment))
    return time.perf_counter() - began


def main(chosen: list[str]) -> int:
    """Measure the shapes that are chosen, all without any."""
    plain = seconds(SHAPES[PLAIN](LARGEST))
    bad = 0
    for name in chosen or SHAPES:
        small, large = (seconds(SHAPES[name](size)) for size in (LARGEST // SMALLER, LARGEST))
        bad += large / small > GROWTH * SMALLER
        print(f"{name:14} {large / small:5.1f} times the quarter, {large / plain:5.1f} times plain text")  # noqa: T201
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
