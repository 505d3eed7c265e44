"""The recorder keeps a call's conversation, hook by hook, and lets nothing pass unkept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mitmproxy.http import HTTPFlow

from harness.exchange import Exchange, Origin, Response, Way
from harness.library import open_cassette
from harness.redaction import Redactor
from proxy_addons.failure import Tally
from proxy_addons.options import OptionsAddon, Settings, Target
from proxy_addons.recorder import STOPPED, Recorder, origin_of
from tests import _mitm

REDACTOR = Redactor(b"a key for tests alone")
BOT = Target("http", "127.0.0.1", 3978)


class Seen:
    """Collects what the recorder hands on."""

    def __init__(self) -> None:
        self.exchanges: list[tuple[Exchange, int | None]] = []

    def __call__(self, flow: HTTPFlow, exchange: Exchange, number: int | None) -> None:
        self.exchanges.append((exchange, number))


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.yaml"


@pytest.fixture
def recorder(path: Path, seen: Seen) -> Iterator[Recorder]:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, bot=BOT), REDACTOR)
    yield recorder
    recorder.close()


def sent(recorder: Recorder, flow: HTTPFlow) -> None:
    recorder.requestheaders(flow)
    recorder.request(flow)


def answered(recorder: Recorder, flow: HTTPFlow) -> None:
    recorder.responseheaders(flow)
    recorder.response(flow)


def kept(path: Path) -> list[Exchange]:
    return [entry.exchange for entry in open_cassette(path).entries()]


def test_a_redirect_is_in_the_file_when_the_hook_returns(recorder: Recorder, path: Path, seen: Seen) -> None:
    flow = _mitm.flow(answer=_mitm.answer(headers=[("request-id", "r")]), headers=[("Content-Length", "2")])
    sent(recorder, flow)
    assert not path.exists()
    answered(recorder, flow)
    (exchange,) = kept(path)
    assert (exchange.way, exchange.origin, exchange.http) == (Way.TO_GRAPH, Origin.LIVE, "1.1")
    assert exchange.request.method == "POST"
    assert exchange.request.url.startswith("https://graph.microsoft.com/v1.0/communications/calls/")
    assert exchange.response is not None
    assert exchange.response.status == 202
    assert exchange.seconds == pytest.approx(0.5)
    assert exchange.facts["length_sent"] == 2
    assert [number for _, number in seen.exchanges] == [1]
    assert (recorder.tally.kept, recorder.tally.redirects, recorder.tally.failures) == (1, 1, 0)


def test_nothing_that_identifies_a_call_reaches_the_disk(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow(answer=_mitm.answer(), headers=[("Authorization", "Bearer very.secret.token")])
    sent(recorder, flow)
    answered(recorder, flow)
    text = path.read_text()
    assert _mitm.CALL not in text
    assert "very.secret.token" not in text


def test_what_is_no_part_of_the_conversation_passes_untouched(
    recorder: Recorder, path: Path, seen: Seen
) -> None:
    flow = _mitm.flow("/v1.0/me/messages", answer=_mitm.answer(200, b"x", [("x-redial-origin", "fault")]))
    flow.request.stream = True
    before = flow.get_state()
    sent(recorder, flow)
    answered(recorder, flow)
    assert flow.get_state() == before
    assert flow.request.stream is True
    assert (path.exists(), seen.exchanges, recorder.watch(flow)) == (False, [], None)


def test_a_chat_through_the_bots_listener_passes_unrecorded(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow("/api/messages", None, mode=_mitm.BOTS, answer=_mitm.answer())
    recorder.requestheaders(flow)
    assert recorder.watch(flow) is not None, "the body decides, and has not come yet"
    flow.request.raw_content = b'{"type": "message"}'
    recorder.request(flow)
    answered(recorder, flow)
    assert not path.exists()


def test_a_webhook_is_kept_with_the_bots_reply(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS, answer=_mitm.answer(202, b"ok"))
    sent(recorder, flow)
    answered(recorder, flow)
    (exchange,) = kept(path)
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
    sent(recorder, flow)
    answered(recorder, flow)
    (exchange,) = kept(path)
    assert (exchange.way, exchange.request.body, exchange.response) == (Way.TO_LOGIN, b"", None)
    assert exchange.facts == {"login_status": 200}
    assert "secret" not in path.read_text()
    assert "hush" not in path.read_text()


def test_only_redirects_are_kept_when_only_they_are_wanted(path: Path, seen: Seen) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(cassette=path, bot=BOT, only="redirects"), REDACTOR)
    for flow in (
        _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS, answer=_mitm.answer()),
        _mitm.flow(_mitm.PATH.replace("redirect", "answer"), answer=_mitm.answer()),
        _mitm.flow(answer=_mitm.answer()),
    ):
        sent(recorder, flow)
        answered(recorder, flow)
    recorder.close()
    assert [exchange.way for exchange in kept(path)] == [Way.TO_GRAPH]


def test_the_request_is_kept_as_the_client_sent_it_whatever_later_addons_do(
    recorder: Recorder, path: Path
) -> None:
    flow = _mitm.flow(answer=_mitm.answer())
    sent(recorder, flow)
    flow.request.headers["x-added"] = "later"
    flow.request.path = "/elsewhere"
    flow.request.content = b"{}"
    answered(recorder, flow)
    (exchange,) = kept(path)
    assert exchange.request.url.endswith("/redirect")
    assert "x-added" not in exchange.request.headers
    assert b"targets" in exchange.request.body


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
    sent(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    answered(recorder, flow)
    assert recorder.tally.failures == 1
    assert not path.exists()


def test_an_answer_that_was_streamed_all_the_same_does_not_reach_the_client(recorder: Recorder) -> None:
    flow = _mitm.flow(answer=_mitm.answer(200, None))
    sent(recorder, flow)
    answered(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    assert recorder.tally.failures == 1


def test_an_answer_that_cannot_be_kept_does_not_reach_the_client(recorder: Recorder, path: Path) -> None:
    first, second = _mitm.flow(answer=_mitm.answer()), _mitm.flow(answer=_mitm.answer())
    sent(recorder, first)
    answered(recorder, first)
    path.unlink()
    sent(recorder, second)
    answered(recorder, second)
    assert second.response is not None
    assert second.response.status_code == 502
    assert b"it was deleted while it was recorded" in (second.response.content or b"")
    assert (recorder.tally.kept, recorder.tally.failures) == (1, 1)


def test_a_judge_that_fails_is_counted_but_the_kept_answer_passes(path: Path) -> None:
    def broken(flow: HTTPFlow, exchange: Exchange, number: int | None) -> None:
        raise ZeroDivisionError

    recorder = Recorder(Tally(), broken)
    recorder.open(Settings(cassette=path), REDACTOR)
    flow = _mitm.flow(answer=_mitm.answer())
    sent(recorder, flow)
    answered(recorder, flow)
    recorder.close()
    assert flow.response is not None
    assert flow.response.status_code == 202
    assert (len(kept(path)), recorder.tally.failures) == (1, 1)


def test_before_it_is_open_no_redirect_passes(path: Path, seen: Seen) -> None:
    recorder = Recorder(Tally(), seen)
    flow = _mitm.flow(answer=_mitm.answer())
    with _mitm.running(OptionsAddon(), redial_cassette=str(path)):
        sent(recorder, flow)
        answered(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502


def test_after_the_end_no_answer_passes(recorder: Recorder) -> None:
    recorder.close()
    flow = _mitm.flow(answer=_mitm.answer())
    sent(recorder, flow)
    answered(recorder, flow)
    assert flow.response is not None
    assert flow.response.status_code == 502
    recorder.error(flow)
    assert recorder.tally.failures == 1


@pytest.mark.parametrize("partial", [None, _mitm.answer(200, None)], ids=["no answer", "part of one"])
def test_a_request_that_got_no_answer_is_kept_with_the_reason(
    recorder: Recorder, path: Path, partial: object
) -> None:
    flow = _mitm.flow()
    sent(recorder, flow)
    flow.response = partial  # type: ignore[assignment]
    flow.error = _mitm.error("server closed connection")
    recorder.error(flow)
    (exchange,) = kept(path)
    assert (exchange.response, exchange.error) == (None, "server closed connection")


def test_a_request_that_broke_off_before_its_end_is_kept_as_far_as_it_came(
    recorder: Recorder, path: Path
) -> None:
    flow = _mitm.flow(content=None)
    recorder.requestheaders(flow)
    flow.error = _mitm.error("peer closed connection")
    recorder.error(flow)
    (exchange,) = kept(path)
    assert (exchange.request.body, exchange.error) == (b"", "peer closed connection")


def test_an_error_of_other_traffic_is_nobodys(recorder: Recorder, path: Path) -> None:
    flow = _mitm.flow("/api/messages", b"{}", mode=_mitm.BOTS)
    recorder.requestheaders(flow)
    recorder.error(flow)
    assert (path.exists(), recorder.tally.failures) == (False, 0)


def test_what_is_on_its_way_at_the_end_is_kept_without_an_answer_and_once(
    recorder: Recorder, path: Path
) -> None:
    flow = _mitm.flow()
    sent(recorder, flow)
    recorder.close()
    flow.error = _mitm.error("server closed connection")
    recorder.error(flow)
    assert [(each.response, each.error) for each in kept(path)] == [(None, STOPPED)]


def test_flows_read_from_a_file_are_judged_and_not_kept(recorder: Recorder, path: Path, seen: Seen) -> None:
    flow = _mitm.flow(answer=_mitm.answer(), live=False)
    sent(recorder, flow)
    answered(recorder, flow)
    assert [number for _, number in seen.exchanges] == [None]
    assert not path.exists()


def test_without_a_cassette_flows_are_judged_and_not_kept(seen: Seen) -> None:
    recorder = Recorder(Tally(), seen)
    recorder.open(Settings(), REDACTOR)
    flow = _mitm.flow(answer=_mitm.answer())
    sent(recorder, flow)
    answered(recorder, flow)
    assert [number for _, number in seen.exchanges] == [None]
    assert (recorder.tally.kept, recorder.tally.redirects) == (0, 1)


def test_an_existing_cassette_is_refused_and_stays_as_it_was(path: Path, seen: Seen) -> None:
    path.write_text("interactions: []\n")
    with pytest.raises(Exception, match="it exists already"):
        Recorder(Tally(), seen).open(Settings(cassette=path), REDACTOR)
    assert path.read_text() == "interactions: []\n"


def test_an_option_set_anew_goes_on_with_the_cassette_that_was_begun(
    recorder: Recorder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, waiting = _mitm.flow(answer=_mitm.answer()), _mitm.flow(answer=_mitm.answer(429))
    sent(recorder, first)
    answered(recorder, first)
    sent(recorder, waiting)
    monkeypatch.chdir(path.parent)
    recorder.open(Settings(cassette=Path(path.name), contract="v1.0"), REDACTOR)
    answered(recorder, waiting)
    assert [each.response.status for each in kept(path) if each.response] == [202, 429]


def test_parties_of_a_call_are_known_before_its_webhook_is_acknowledged(
    recorder: Recorder, path: Path
) -> None:
    webhook = _mitm.flow("/api/calls", _mitm.WEBHOOK, mode=_mitm.BOTS)
    sent(recorder, webhook)
    claims = "eyJ0aWQiOiAiYTFmMGMyZDQtNWI2ZS00Nzg4LTlhMGItMWMyZDNlNGY1YTZiIn0"  # {"tid": the call's tenant}
    flow = _mitm.flow(answer=_mitm.answer(), headers=[("Authorization", f"Bearer e30.{claims}.x")])
    sent(recorder, flow)
    answered(recorder, flow)
    (exchange,) = kept(path)
    assert exchange.facts["token_tenant_matches"] is True


@pytest.mark.parametrize(
    ("server", "said", "origin", "left"),
    [
        ("127.0.0.1", "simulated", Origin.SIMULATED, False),
        ("127.0.0.1", "recorded", Origin.RECORDED, False),
        ("::1", "fault", Origin.FAULT, False),
        ("127.0.0.1", "made-up", Origin.LIVE, False),
        ("192.0.2.7", "simulated", Origin.LIVE, True),
    ],
)
def test_a_server_on_this_machine_says_whose_its_answers_are(
    server: str, said: str, origin: Origin, left: bool
) -> None:
    flow = _mitm.flow(answer=_mitm.answer(headers=[("X-Redial-Origin", said)]), server=server)
    assert origin_of(flow) is origin
    assert flow.response is not None
    assert ("x-redial-origin" in flow.response.headers) is left


def test_a_server_that_says_nothing_is_live() -> None:
    assert origin_of(_mitm.flow(answer=_mitm.answer(), server="127.0.0.1")) is Origin.LIVE
    assert origin_of(_mitm.flow()) is Origin.LIVE


def test_the_origin_is_kept_and_the_header_is_not(recorder: Recorder, path: Path) -> None:
    answer = _mitm.answer(headers=[("x-redial-origin", "simulated"), ("a", "b")])
    flow = _mitm.flow(mode="reverse:http://127.0.0.1:9000", answer=answer, server="127.0.0.1")
    sent(recorder, flow)
    answered(recorder, flow)
    (exchange,) = kept(path)
    assert exchange.origin is Origin.SIMULATED
    assert isinstance(exchange.response, Response)
    assert exchange.response.headers.fields == (("a", "b"),)


def test_the_cassette_is_let_go_at_the_end(recorder: Recorder, path: Path) -> None:
    recorder.close()
    assert list(path.parent.iterdir()) == []
