"""The recorder keeps a call's conversation, hook by hook, and nothing else."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from harness.exchange import Origin, Response, Way
from harness.redaction.redactor import Redactor
from proxy_addons.failure import Tally
from proxy_addons.keeping import Keeping
from proxy_addons.options import Settings, Target
from proxy_addons.recorder import Recorder
from tests import _mitm

BOT = Target("http", "127.0.0.1", 3978)


def test_a_redirect_is_in_the_file_when_the_hook_returns(recorder: Recorder, path: Path, seen: Any) -> None:
    flow = _mitm.flow(answer=_mitm.answer(headers=[("request-id", "r")]), headers=[("Content-Length", "2")])
    _mitm.sent(recorder, flow)
    assert not path.exists()
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert (exchange.way, exchange.origin, exchange.http) == (Way.TO_GRAPH, Origin.LIVE, "1.1")
    assert exchange.request.method == "POST"
    assert exchange.request.url.startswith("https://graph.microsoft.com/v1.0/communications/calls/")
    assert exchange.response is not None
    assert exchange.response.status == 202
    assert exchange.seconds == pytest.approx(0.5)
    assert exchange.facts["length_sent"] == 2
    assert [number for _, number in seen.exchanges] == [1]
    assert (recorder.tally.kept, recorder.tally.redirects, recorder.tally.failures) == (1, 1, 0)


def test_a_request_and_its_answer_are_handed_to_a_thread_once_each(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, jobs = Keeping.done, list[object]()

    async def counted(keeping: Keeping, job: Any) -> Any:
        jobs.append(job)
        return await done(keeping, job)

    monkeypatch.setattr(Keeping, "done", counted)
    flow = _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, flow)
    assert len(jobs) == 1
    _mitm.answered(recorder, flow)
    assert len(jobs) == 2


def test_nothing_that_identifies_a_call_reaches_the_disk(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(answer=_mitm.answer(), headers=[("Authorization", "Bearer very.secret.token")])
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    text = path.read_text()
    assert _mitm.CALL not in text
    assert "very.secret.token" not in text


def test_what_is_no_part_of_the_conversation_passes_untouched(
    recorder: Recorder, path: Path, seen: Any
) -> None:
    flow = _mitm.flow("/v1.0/me/messages", answer=_mitm.answer(200, b"x", [("x-redial-origin", "fault")]))
    flow.request.stream = True
    before = flow.get_state()
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert flow.get_state() == before
    assert flow.request.stream is True
    assert (path.exists(), seen.exchanges, recorder.watch(flow)) == (False, [], None)


def test_a_chat_through_the_bots_listener_passes_unrecorded(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow("/api/messages", None, mode=_mitm.BOTS, answer=_mitm.answer())
    recorder.requestheaders(flow)
    assert recorder.watch(flow) is not None, "the body decides, and has not come yet"
    flow.request.raw_content = b'{"type": "message"}'
    asyncio.run(recorder.request(flow))
    _mitm.answered(recorder, flow)
    assert not path.exists()


def test_a_webhook_is_kept_with_the_bots_reply(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS, answer=_mitm.answer(202, b"ok"))
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert exchange.way is Way.TO_BOT
    assert exchange.response is not None
    assert exchange.response.body == b"ok"
    assert recorder.tally.redirects == 0


def test_of_a_token_fetch_only_facts_are_kept(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(
        "/a1f0c2d4-5b6e-4788-9a0b-1c2d3e4f5a6b/oauth2/v2.0/token",
        b"client_id=7&client_secret=hush-hush",
        mode=_mitm.REGULAR,
        url="https://login.microsoftonline.com",
        answer=_mitm.answer(200, b'{"access_token": "top-secret"}'),
    )
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert (exchange.way, exchange.request.body, exchange.response) == (Way.TO_LOGIN, b"", None)
    assert exchange.facts == {"login_status": 200}
    assert "secret" not in path.read_text()
    assert "hush" not in path.read_text()


def test_only_redirects_are_kept_when_only_they_are_wanted(redactor: Redactor, path: Path, seen: Any) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, bot=BOT, only="redirects"), redactor)
    for flow in (
        _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS, answer=_mitm.answer()),
        _mitm.flow(_mitm.PATH.replace("redirect", "answer"), answer=_mitm.answer()),
        _mitm.flow(answer=_mitm.answer()),
    ):
        _mitm.sent(recorder, flow)
        _mitm.answered(recorder, flow)
    recorder.close()
    assert [exchange.way for exchange in _mitm.kept(path)] == [Way.TO_GRAPH]


def test_the_request_is_kept_as_the_client_sent_it_whatever_later_addons_do(
    recorder: Recorder, path: Path
) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, flow)
    flow.request.headers["x-added"] = "later"
    flow.request.path = "/elsewhere"
    flow.request.content = b"{}"
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert exchange.request.url.endswith("/redirect")
    assert "x-added" not in exchange.request.headers
    assert b"targets" in exchange.request.body


def test_flows_read_from_a_file_are_judged_and_not_kept(recorder: Recorder, path: Path, seen: Any) -> None:
    flow = _mitm.flow(answer=_mitm.answer(), live=False)
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert [number for _, number in seen.exchanges] == [None]
    assert not path.exists()


def test_without_a_cassette_flows_are_judged_and_not_kept(redactor: Redactor, seen: Any) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(), redactor)
    flow = _mitm.flow(answer=_mitm.answer())
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    assert [number for _, number in seen.exchanges] == [None]
    assert (recorder.tally.kept, recorder.tally.redirects) == (0, 1)


def test_an_option_set_anew_goes_on_with_the_cassette_that_was_begun(
    redactor: Redactor, recorder: Recorder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, waiting = _mitm.flow(answer=_mitm.answer()), _mitm.flow(answer=_mitm.answer(429))
    _mitm.sent(recorder, first)
    _mitm.answered(recorder, first)
    _mitm.sent(recorder, waiting)
    monkeypatch.chdir(path.parent)
    recorder.open(Settings(cassette=Path(path.name), contract="v1.0"), redactor)
    _mitm.answered(recorder, waiting)
    assert [each.response.status for each in _mitm.kept(path) if each.response] == [202, 429]


def test_parties_of_a_call_are_known_before_its_webhook_is_acknowledged(
    recorder: Recorder, path: Path
) -> None:
    webhook = _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS)
    _mitm.sent(recorder, webhook)
    claims = "eyJ0aWQiOiAiYTFmMGMyZDQtNWI2ZS00Nzg4LTlhMGItMWMyZDNlNGY1YTZiIn0"  # {"tid": the call's tenant}
    flow = _mitm.flow(answer=_mitm.answer(), headers=[("Authorization", f"Bearer e30.{claims}.x")])
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert exchange.facts["token_tenant_matches"] is True


def test_the_origin_is_kept_and_the_header_is_not(recorder: Recorder, path: Path) -> None:
    answer = _mitm.answer(headers=[("x-redial-origin", "simulated"), ("a", "b")])
    flow = _mitm.flow(mode="reverse:http://127.0.0.1:9000", answer=answer, server="127.0.0.1")
    _mitm.sent(recorder, flow)
    _mitm.answered(recorder, flow)
    (exchange,) = _mitm.kept(path)
    assert exchange.origin is Origin.SIMULATED
    assert isinstance(exchange.response, Response)
    assert exchange.response.headers.fields == (("a", "b"),)
