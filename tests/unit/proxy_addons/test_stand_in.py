"""A Responder in the service's place answers, or refuses; nothing goes upstream."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mitmproxy.http import HTTPFlow

from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.redaction.redactor import Redactor
from harness.responder import Answer, Delivery, FollowUp
from proxy_addons.failure import Tally
from proxy_addons.options import Settings
from proxy_addons.recorder import Recorder
from proxy_addons.stand_in import StandIn
from tests import _mitm
from tests.unit.proxy_addons.conftest import Seen

REDACTOR = Redactor(b"a key for tests alone")
ACCEPTED = Answer(Response(202, Headers((("request-id", "r"),)), b'{"a": 1}'), Origin.RECORDED)


class Scripted:
    """Says what it is told to, and remembers what it was asked."""

    def __init__(self, says: Answer | Exception | None) -> None:
        self.says = says
        self.asked: list[Request] = []

    def respond(self, request: Request, now: datetime) -> Answer | None:
        assert now.tzinfo is UTC
        self.asked.append(request)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says

    def due(self, now: datetime) -> Iterator[FollowUp]:
        return iter(())


@pytest.fixture
def recorder(seen: Seen) -> Recorder:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(replay=Path("calls.yaml")), REDACTOR)
    return recorder


async def cycle(
    recorder: Recorder, says: Answer | Exception | None, flow: HTTPFlow | None = None
) -> HTTPFlow:
    """The hooks of a flow up to its answer."""
    flow = flow or _mitm.flow()
    stand_in = StandIn(recorder.tally, recorder)
    stand_in.responder = Scripted(says)
    recorder.requestheaders(flow)
    await recorder.request(flow)
    await stand_in.request(flow)
    if flow.response and not flow.error:
        await recorder.response(flow)
    return flow


async def test_a_redirect_is_answered_and_kept_with_its_origin(recorder: Recorder, seen: Seen) -> None:
    flow = await cycle(recorder, ACCEPTED)
    assert flow.response is not None
    assert (flow.response.status_code, flow.response.content) == (202, b'{"a": 1}')
    assert flow.response.headers["request-id"] == "r"
    assert [exchange.origin for exchange, _ in seen.exchanges] == [Origin.RECORDED]


@pytest.mark.parametrize("says", [None, ZeroDivisionError()], ids=["not mine", "broken"])
async def test_a_redirect_that_nobody_answers_is_refused(
    recorder: Recorder, seen: Seen, says: Exception | None
) -> None:
    flow = await cycle(recorder, says)
    assert flow.response is not None
    assert flow.response.status_code == 502
    assert [exchange.origin for exchange, _ in seen.exchanges] == [Origin.FAULT]
    assert recorder.tally.failures == 1


@pytest.mark.parametrize("says", [None, ZeroDivisionError()], ids=["not mine", "broken"])
async def test_nothing_goes_to_the_service_even_where_traffic_is_to_go_on(
    seen: Seen, says: Exception | None
) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(replay=Path("calls.yaml"), on_error="continue"), REDACTOR)
    flow = await cycle(recorder, says)
    assert flow.response is not None
    assert flow.response.status_code == 502


async def test_a_redirect_that_was_not_taken_down_is_refused_too(seen: Seen) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(replay=Path("calls.yaml"), on_error="continue"), REDACTOR)
    flow = _mitm.flow()
    await StandIn(recorder.tally, recorder).request(flow)
    assert flow.response is not None
    assert flow.response.status_code == 502


async def test_a_redirect_is_refused_when_the_cassette_could_not_be_opened(recorder: Recorder) -> None:
    flow = _mitm.flow()
    recorder.requestheaders(flow)
    await recorder.request(flow)
    await StandIn(recorder.tally, recorder).request(flow)
    assert flow.response is not None
    assert flow.response.status_code == 502


async def test_no_answer_closes_the_connection(recorder: Recorder) -> None:
    flow = await cycle(recorder, Answer(None, Origin.FAULT))
    assert flow.response is None
    assert flow.error is not None
    assert flow.error.msg == flow.error.KILLED_MESSAGE


async def test_an_answer_takes_the_time_it_is_told_to(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("asyncio.sleep", sleep)
    await cycle(recorder, Answer(Response(202), Origin.RECORDED, delivery=Delivery(delay=3)))
    assert slept == [3]


@pytest.mark.parametrize(
    "flow",
    [
        _mitm.flow("/v1.0/me"),
        _mitm.flow("/v2.0/oauth2/v2.0/token", mode="reverse:https://login.microsoftonline.com"),
        _mitm.flow(live=False),
        _mitm.flow(answer=_mitm.answer(418)),
    ],
    ids=["other traffic", "login", "not live", "answered already"],
)
async def test_this_is_not_answered(recorder: Recorder, flow: HTTPFlow) -> None:
    before = flow.response
    assert (await cycle(recorder, ACCEPTED, flow)).response is before


async def test_without_a_cassette_to_replay_everything_goes_to_the_service(seen: Seen) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(), REDACTOR)
    assert (await cycle(recorder, ACCEPTED)).response is None
