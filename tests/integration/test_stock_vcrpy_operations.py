"""Our indexed cassette beside stock vcrpy's, which looks at each interaction in turn: both do the same."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import vcr
from vcr.errors import UnhandledHTTPRequestError
from vcr.request import Request as VcrRequest

from harness.cassette import HEADER, block
from harness.conversation import call_of
from harness.exchange import Exchange, Response
from harness.headers import Headers
from harness.library import open_cassette
from harness.matching import register
from harness.pytest_plugin.reel import inserted
from harness.pytest_plugin.tape import Tape
from harness.redaction.redactor import Redactor
from tests.unit.recorded import CALLER, CALLS, GRAPH, KEY, asked, redirect, redirect_body

pytestmark = pytest.mark.slow

OPERATIONS = 120
"""What is asked of each pair of cassettes."""

BODIES: tuple[dict[str, Any], ...] = (
    redirect_body(),
    redirect_body(timeout=30),
    redirect_body(CALLER, "Adele Vance", timeout=30),
)
UNSEEN: tuple[dict[str, Any], ...] = (redirect_body(timeout=5), {"targets": []})
SPELLED = (
    json.dumps,
    lambda body: json.dumps(body, indent=2, sort_keys=True),
    lambda body: json.dumps({**body, "maskCallee": None}, separators=(",", ":")),
)
PLACES = (f"{GRAPH}/{{}}/redirect", f"{GRAPH}//{{}}/microsoft.graph.redirect", f"{GRAPH}('{{}}')/redirect")
KEYS = [pytest.param(KEY, id="masked, with the key"), pytest.param(None, id="in clear")]


def recorded(chance: Random) -> list[Exchange]:
    """Some redirects of a few calls, many of them alike; the answer of each tells which it is."""
    return [
        asked(
            redirect(chance.choice(CALLS), chance.choice(BODIES)),
            at=number,
            response=Response(chance.choice((202, 404, 429)), Headers(), b'{"n":%d}' % number),
        )
        for number in range(chance.randint(0, 14))
    ]


def wanted(chance: Random, calls: Sequence[str]) -> VcrRequest:
    """A redirect that is recorded, or nearly, in some spelling."""
    body = chance.choice(BODIES if chance.random() < 0.8 else UNSEEN)
    url = chance.choice(PLACES).format(chance.choice(calls))
    url = url if chance.random() < 0.95 else url.replace("v1.0", "beta")
    headers = {"Content-Type": "application/json", "Authorization": "Bearer a.b.c"}
    return VcrRequest("POST", url, chance.choice(SPELLED)(body).encode(), headers)


def done(operation: str, cassette: Any, request: VcrRequest) -> tuple[object, ...]:
    """What an operation gives, and how the cassette stands then."""
    result: object = None
    if operation == "can it be played":
        result = bool(cassette.can_play_response_for(request))
    else:
        try:
            played = cassette.play_response(request)
            result = played["status"]["code"], bytes(played["body"]["string"])
        except UnhandledHTTPRequestError:
            result = "not recorded"
    counts = {number: count for number, count in cassette.play_counts.items() if count}
    return result, counts, cassette.play_count, cassette.all_played, len(cassette)


@pytest.mark.parametrize("redactor", KEYS)
@pytest.mark.parametrize("seed", range(20))
def test_the_indexed_cassette_does_what_stock_vcrpy_does(
    seed: int, redactor: Redactor | None, tmp_path: Path
) -> None:
    chance = Random(seed)
    path = tmp_path / "calls.yaml"
    key = redactor.key_id if redactor else None
    clear = recorded(chance)
    exchanges = [redactor.exchange(one) if redactor else one for one in clear]
    # with the key, another call stands for a recorded one under a new id: that is ours alone
    calls = (redactor and sorted({call_of(one) or "" for one in clear})) or CALLS
    path.write_bytes(HEADER + b"".join(block(one, n, key=key) for n, one in enumerate(exchanges, 1)))
    mine = register(vcr.VCR(record_mode="none"), redactor=redactor)
    tape = Tape(path, list(open_cassette(path).entries()), redactor)
    told = []
    with mine.use_cassette(str(path)) as stock, inserted(tape) as indexed:
        for number in range(OPERATIONS):
            operation = chance.choice(("can it be played", "play it"))
            request = wanted(chance, calls)
            ours, theirs = done(operation, indexed, request), done(operation, stock, request)
            assert ours == theirs, f"{number}: {operation}: {request.uri} {request.body!r}"
            told.append(ours[0])
    assert len(told) == OPERATIONS
    assert "not recorded" in told
