"""What an exchange takes of the processor while it is recorded, part by part, without a proxy.

    python -m benchmarks.parts

The parts run in turn, as in the proxy, on redirects that were never seen before: of each the least of a few
rounds. What mitmproxy takes beside them, `make bench ARGS=recording` shows.
"""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.inputs import exchanges
from harness.contract.editions import documentation
from harness.exchange import Exchange, Response, Way
from harness.facts import Wire, facts_of
from harness.headers import Headers
from harness.library import Recording
from harness.live import Live, Moment
from harness.redaction.redactor import Redactor
from harness.report import live as report
from harness.rules import Judge

CALLS = 4_800
_ROUNDS = 8


class Parts:
    """Nanoseconds of the processor that each part took, in the order in which they came first."""

    def __init__(self) -> None:
        self.took: dict[str, int] = {}

    def of[Result](self, part: str, do: Callable[[], Result]) -> Result:
        """Do a part."""
        began = time.thread_time_ns()
        done = do()
        self.took[part] = self.took.get(part, 0) + time.thread_time_ns() - began
        return done


def recorded(each: Exchange, recording: Recording, masking: Redactor, live: Live, parts: Parts) -> None:
    """Record an exchange as the proxy does."""
    wire = Wire(len(each.request.body), len(each.request.body))
    asked = replace(each, response=None, seconds=None)
    parts.of("look whether there is room", lambda: recording.require_able(asked))
    asked = replace(asked, facts=parts.of("facts, as it arrives", lambda: facts_of(asked, wire)))
    shown = parts.of("mask, as it arrives", lambda: masking.exchange(asked))
    moments: list[Moment] = parts.of("follow its call", lambda: list(live.asked(shown)))
    parts.of("spell the lines of a terminal", lambda: _lines(moments))
    whole = replace(each, facts=parts.of("facts, as it is answered", lambda: facts_of(each, wire)))
    kept = parts.of("mask, as it is answered", lambda: recording.shown(whole))
    number = parts.of("write its block", lambda: recording.write(kept))
    moments = parts.of("judge it and its call", lambda: list(live.answered(shown, kept, number)))
    parts.of("spell the lines of a terminal", lambda: _lines(moments))


def _lines(moments: Sequence[Moment]) -> list[str]:
    return [line for moment in moments for line in report.lines(moment)]


def _arrived(each: Exchange) -> Exchange:
    """An exchange as a client sends it through a proxy, and as it is answered."""
    length = str(len(each.request.body))
    fields = {"Host": "127.0.0.1:8080", "Authorization": "Bearer a.b.c", "Content-Length": length}
    request = replace(each.request, headers=Headers.of({"Content-Type": "application/json", **fields}))
    now = datetime.now(UTC)
    return Exchange(request, Response(202), each.way, started_at=now, seconds=0.01, http="1.1")


def main() -> None:
    """Measure, and print a table."""
    found = [_arrived(each) for each in exchanges(CALLS) if each.way is Way.TO_GRAPH]
    masking, live = Redactor(b"k" * 32).remembering(), Live(Judge(documentation("v1.0")))
    each_round = len(found) // _ROUNDS
    least: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, Recording(Path(folder, "calls.yaml"), masking) as recording:
        for at in range(_ROUNDS):
            parts = Parts()
            for each in found[at * each_round : (at + 1) * each_round]:
                recorded(each, recording, masking, live, parts)
            for part, took in parts.took.items():
                least[part] = min(took / each_round / 1e3, least.get(part, took))
    for part, took in least.items():
        print(f"{part:<30} {took:6.0f} us")  # noqa: T201 - what it is run for
    print(f"{'in all':<30} {sum(least.values()):6.0f} us")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
