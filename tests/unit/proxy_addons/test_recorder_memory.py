"""Memory does not grow with the number of calls: what is remembered of each is bounded, everywhere."""

import asyncio
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from mitmproxy.http import HTTPFlow

from harness.address import address, canonical_id
from harness.contract.editions import documentation
from harness.live import Live
from harness.parties import KnownParties
from harness.redaction.redactor import Redactor
from harness.rules import Judge
from proxy_addons import checker as checker_module
from proxy_addons.checker import Checker
from proxy_addons.failure import Tally
from proxy_addons.options import Settings, Target
from proxy_addons.recorder import Recorder
from tests import _mitm

pytestmark = pytest.mark.slow

BOUND = 50
"""Calls remembered here, in place of the thousands of a real run."""

WARM, MEASURED = 1100, 400
"""Calls: until every cache is full, and then."""


def call(nth: int) -> Iterator[HTTPFlow]:
    """Incoming, redirected, terminated; two seconds after the call before."""
    known = str(UUID(int=0x1000 + nth, version=4))
    person = str(UUID(int=0x200000 + nth, version=4))
    ring = _mitm.WEBHOOK.replace(_mitm.CALL.encode(), known.encode())
    over = ring.replace(b"created", b"deleted").replace(b"incoming", b"terminated")
    body = _mitm.BODY.replace(b"5e93a1c8-f04d-4762-9bd8-a20f6c75e31b", person.encode())
    for step, flow in enumerate(
        (
            _mitm.flow("/api/calls", ring, mode=_mitm.BOTS),
            _mitm.flow(_mitm.PATH.replace(_mitm.CALL, known), body, headers=[("Authorization", "Bearer x")]),
            _mitm.flow("/api/calls", over, mode=_mitm.BOTS),
        )
    ):
        flow.request.timestamp_start = flow.request.timestamp_end = _mitm.BEGAN + 2 * nth + 0.5 * step
        yield flow


@pytest.fixture
def recorder(path: Path, redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """A recorder with all that listens to it, which remembers BOUND calls."""
    monkeypatch.setattr("harness.chains.REMEMBERED", BOUND)
    monkeypatch.setattr("harness.live.REMEMBERED", BOUND)
    monkeypatch.setattr(checker_module, "say", lambda level, lines: None)
    checker = Checker()
    checker.open(documentation("reference"), redactor)
    checker._live = Live(Judge(documentation("reference")), BOUND)
    recorder = Recorder(Tally(), checker)
    recorder.open(Settings(cassette=path, bot=Target("http", "127.0.0.1", 3978)), redactor)
    recorder._parties = KnownParties(BOUND)
    yield recorder
    recorder.close()


async def played(recorder: Recorder, numbers: range) -> int:
    """Play the calls; the blocks of memory that are held then."""
    for nth in numbers:
        for flow in call(nth):
            await _mitm.arrived(recorder, flow)
            flow.response = _mitm.answer()
            recorder.responseheaders(flow)
            await recorder.response(flow)
            assert flow.response.status_code == 202
    for bounded in (address, canonical_id):  # by more than the calls of this test
        assert bounded.cache_info().maxsize
        bounded.cache_clear()
    gc.collect()
    return sys.getallocatedblocks()


def test_a_call_that_is_over_leaves_nothing_behind(recorder: Recorder) -> None:
    async def grown() -> int:
        before = await played(recorder, range(WARM))
        return await played(recorder, range(WARM, WARM + MEASURED)) - before

    left = asyncio.run(grown())
    assert recorder.tally.kept == 3 * (WARM + MEASURED)
    assert left / MEASURED < 1, "its id alone would be a block"
