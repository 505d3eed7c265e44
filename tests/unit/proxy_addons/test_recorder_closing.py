"""The recorder lets nothing pass unkept, and keeps what got no answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.exchange import Exchange, Origin
from harness.findings import Finding, Severity
from harness.redaction.redactor import Redactor
from proxy_addons.failure import Tally
from proxy_addons.options import OptionsAddon, Settings, Target
from proxy_addons.recorder import STOPPED, Recorder
from proxy_addons.watch import Telling
from tests import _mitm
from tests.unit.proxy_addons.conftest import Seen


def test_the_bodies_of_a_redirect_are_never_streamed(recorder: Recorder) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    flow.request.stream = True
    assert flow.response is not None
    flow.response.stream = True
    recorder.requestheaders(flow)
    recorder.responseheaders(flow)
    assert (flow.request.stream, flow.response.stream) == (False, False)


def test_a_redirect_whose_body_was_streamed_all_the_same_is_refused(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(content=None)
    _mitm.sent(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    _mitm.answered(recorder, flow)
    assert recorder.tally.failures == 1
    assert not path.exists()


def test_an_answer_that_was_streamed_all_the_same_does_not_reach_the_client(recorder: Recorder) -> None:
    flow = _mitm.flow(answer=_mitm.answer(200, None))
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    assert recorder.tally.failures == 1


def test_an_answer_that_cannot_be_kept_does_not_reach_the_client(recorder: Recorder, path: Path) -> None:
    first, second = _mitm.flow(answer=_mitm.answer()), _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, first)
    _mitm.answered(recorder, first)
    _mitm.sent(recorder, second)
    path.unlink()
    _mitm.answered(recorder, second)
    assert second.response is not None
    assert second.response.status_code == 502
    assert b"it was deleted while it was recorded" in (second.response.content or b"")
    assert (recorder.tally.kept, recorder.tally.failures) == (1, 1)


class Broken(Seen):
    """A judge that fails, at the request or at its answer."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at

    def ask(self, exchange: Exchange, *, enforce: bool = False) -> tuple[Exchange, tuple[Finding, ...]]:
        if self.at == "request":
            raise ZeroDivisionError
        return super().ask(exchange, enforce=enforce)

    def judge(self, *args: Any, **more: Any) -> Telling:
        raise ZeroDivisionError


@pytest.mark.parametrize("at", ["request", "answer"])
@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, 502),
        ({"on_error": "continue"}, 202),
        ({"on_error": "continue", "enforce": True}, 502),
    ],
)
def test_a_judge_that_fails_lets_nothing_pass_unless_it_is_told_to(
    redactor: Redactor, path: Path, at: str, settings: dict[str, Any], status: int
) -> None:
    recorder = Recorder(Tally(), Broken(at))
    recorder.open(Settings(cassette=path, **settings), redactor)
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    if flow.response is None:
        flow.response = _mitm.answer()
    _mitm.answered(recorder, flow)
    recorder.close()
    expected = 202 if (at, settings.get("on_error")) == ("answer", "continue") else status
    assert flow.response.status_code == expected
    (kept,) = _mitm.kept(path)
    assert kept.origin is (Origin.LIVE if at == "answer" or expected == 202 else Origin.FAULT)
    assert recorder.tally.failures == 1


def test_what_cannot_be_kept_does_not_reach_the_service(recorder: Recorder, path: Path) -> None:
    first, second = _mitm.flow(answer=_mitm.answer()), _mitm.flow()
    _mitm.sent(recorder, first)
    _mitm.answered(recorder, first)
    path.unlink()
    _mitm.sent(recorder, second)
    assert second.response is not None
    assert second.response.status_code == 502
    assert recorder.watch(second) is None


def test_traffic_that_cannot_be_recorded_goes_on_where_it_is_told_to(
    redactor: Redactor, path: Path, seen: Any
) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, on_error="continue"), redactor)
    for _ in range(3):
        flow = _mitm.flow()
        _mitm.sent(recorder, flow)
        assert flow.response is None
        flow.response = _mitm.answer()
        _mitm.answered(recorder, flow)
        assert flow.response.status_code == 202
        path.unlink(missing_ok=True)
    recorder.close()
    assert (recorder.tally.kept, recorder.tally.failures) == (1, 2)


def test_a_request_that_breaks_the_contract_is_refused_where_that_is_enforced(
    redactor: Redactor, path: Path
) -> None:
    seen = Seen(
        Finding(
            "RDQ040",
            Severity.ERROR,
            "request.body.timeout",
            "it is a string",
            "Send a number.",
            None,
            None,
            None,
        )
    )
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, enforce=True), redactor)
    flow = _mitm.flow(headers=[("client-request-id", "mine")])
    _mitm.sent(recorder, flow)
    assert flow.response is not None
    told = json.loads(flow.response.content or b"")["error"]
    assert (flow.response.status_code, told["code"]) == (400, "redialEnforced")
    assert told["message"].endswith("RDQ040: it is a string. Send a number.")
    _mitm.answered(recorder, flow)
    recorder.close()
    (kept,) = _mitm.kept(path)
    assert (kept.origin, kept.response and kept.response.status) == (Origin.ENFORCED, 400)
    assert (recorder.tally.redirects, recorder.tally.failures) == (1, 0)


@pytest.mark.parametrize("at", ["way", "request"])
def test_what_could_not_be_taken_down_is_not_passed_on_unchecked_where_the_contract_is_enforced(
    redactor: Redactor, path: Path, seen: Any, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, enforce=True, on_error="continue"), redactor)
    monkeypatch.delattr(f"proxy_addons.flows.{at}")
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502


def test_a_webhook_is_never_refused(redactor: Redactor, path: Path) -> None:
    seen = Seen(Finding("RDN001", Severity.ERROR, "request", "x", "y", None, None, None))
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, enforce=True, bot=Target("http", "127.0.0.1", 3978)), redactor)
    flow = _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS)
    _mitm.sent(recorder, flow)
    assert flow.response is None


def test_before_it_is_open_no_redirect_passes(path: Path, seen: Any) -> None:
    recorder = Recorder(Tally(), seen)
    flow = _mitm.flow(answer=_mitm.answer())
    with _mitm.running(OptionsAddon(), redial_cassette=str(path)):
        _mitm.sent(recorder, flow)
        _mitm.answered(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502


def test_after_the_end_no_answer_passes(recorder: Recorder) -> None:
    recorder.close()
    flow = _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    _mitm.failed(recorder, flow)
    assert recorder.tally.failures == 1


@pytest.mark.parametrize("partial", [None, _mitm.answer(200, None)], ids=["no answer", "part of one"])
def test_a_request_that_got_no_answer_is_kept_with_the_reason(
    recorder: Recorder, path: Path, partial: object
) -> None:
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    flow.response = partial  # type: ignore[assignment]
    flow.error = _mitm.error("server closed connection")
    _mitm.failed(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert (exchange.response, exchange.error) == (None, "server closed connection")


def test_a_request_that_broke_off_before_its_end_is_kept_as_far_as_it_came(
    recorder: Recorder, path: Path
) -> None:
    flow = _mitm.flow(content=None)
    recorder.requestheaders(flow)
    flow.error = _mitm.error("peer closed connection")
    _mitm.failed(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert (exchange.request.body, exchange.error) == (b"", "peer closed connection")
    assert exchange.facts["request_complete"] is False


def test_an_error_of_other_traffic_is_nobodys(recorder: Recorder, path: Path) -> None:
    for content in (b"{}", None):
        flow = _mitm.flow("/api/messages", content, mode=_mitm.BOTS)
        recorder.requestheaders(flow)
        _mitm.failed(recorder, flow)
    assert (path.exists(), recorder.tally.failures) == (False, 0)


def test_what_is_on_its_way_at_the_end_is_kept_without_an_answer_and_once(
    recorder: Recorder, path: Path
) -> None:
    flow = _mitm.flow()
    _mitm.sent(recorder, flow)
    recorder.close()
    flow.error = _mitm.error("server closed connection")
    _mitm.failed(recorder, flow)
    assert [(each.response, each.error) for each in _mitm.kept(path)] == [(None, STOPPED)]


def test_an_existing_cassette_is_refused_and_stays_as_it_was(
    redactor: Redactor, path: Path, seen: Any
) -> None:
    path.write_text("interactions: []\n")
    with pytest.raises(Exception, match="it exists already"):
        Recorder(Tally(), seen).open(Settings(cassette=path), redactor)
    assert path.read_text() == "interactions: []\n"


def test_the_cassette_is_let_go_at_the_end(recorder: Recorder, path: Path) -> None:
    recorder.close()
    assert list(path.parent.iterdir()) == []
