"""A verification from start to end, against services that accept, throttle, fall silent, and go away."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from harness import verifier
from harness.contract.editions import documentation
from harness.errors import HarnessError
from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.ports import free_ports
from harness.responder import Answer, Delivery, Ending, FollowUp
from harness.server.server import Server
from harness.service import Service
from harness.verification import Account, Planned, Step, planned
from harness.verifier import Verifier
from tests._upstream import PATIENCE, Authority, once, raw, tls
from tests.unit.recorded import CALLS, asked, redirect
from tests.unit.verification.entries import KEY, answered, entries, one, phoning

SILENCE = Answer(None, Origin.FAULT, delivery=Delivery(delay=5.0))
RESET = Answer(None, Origin.FAULT, delivery=Delivery(ending=Ending.RESET))


class Script:
    """A Responder that gives one answer after the other, then the last one for ever."""

    def __init__(self, *answers: Answer | Response) -> None:
        self._answers = list(answers)
        self.requests: list[Request] = []

    def respond(self, request: Request, now: datetime) -> Answer:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return answer if isinstance(answer, Answer) else Answer(answer, Origin.SIMULATED)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        return iter(())


def run(
    url: str, requests: list[Planned], token: str = "new", **bounds: float
) -> tuple[list[Step], list[str]]:
    said: list[str] = []
    account = Account(documentation(), KEY, token)
    sending = Verifier(Service.at(url), account, said.append, token, **bounds)  # type: ignore[arg-type]
    sending.run(requests)
    return sending.steps, said


def calls(status: int = 202) -> list[Planned]:
    exchanges = [asked(redirect(call), status, at=at) for at, call in enumerate(CALLS)]
    return list(planned([("calls.yaml", entries(exchanges))]).requests)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of seconds take hundredths here."""
    slept = time.sleep
    monkeypatch.setattr(verifier, "_FIRST_WAIT_S", 0.01)
    monkeypatch.setattr("harness.verifier.time.sleep", lambda seconds: slept(min(seconds, 0.05)))


def test_each_request_is_sent_once_in_order_with_the_token() -> None:
    service = Script(Response(202))
    with Server(service) as server:
        steps, said = run(f"{server.url}/graph", calls())
    assert [step.answered for step in steps] == [202] * 3
    assert [step.times for step in steps] == [1] * 3
    assert all(
        request.url.startswith(f"{server.url}/graph/v1.0/communications/") for request in service.requests
    )
    assert {request.headers.get("authorization") for request in service.requests} == {"Bearer new"}
    assert said == []


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("told", ["1", None, "date"])
def test_a_throttled_request_is_sent_again_when_it_may_be(status: int, told: str | None) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
    headers = {} if told is None else {"Retry_After": date if told == "date" else told}
    with Server(Script(answered(status, **headers), Response(202))) as server:  # type: ignore[arg-type]
        steps, said = run(server.url, calls()[:1])
    assert [(step.answered, step.times, step.changes) for step in steps] == [(202, 2, ())]
    (line,) = said
    assert "is busy: POST /v1.0/communications/calls/" in line


def test_who_throttles_for_ever_has_answered_so() -> None:
    service = Script(answered(429, Retry_After="1"))
    with Server(service) as server:
        steps, _ = run(server.url, calls()[:1])
    assert [(step.answered, step.times) for step in steps] == [(429, 4)]
    assert len(service.requests) == 4


def test_who_asks_for_no_wait_is_left_in_peace_for_a_while() -> None:
    with Server(Script(answered(429, Retry_After="0"))) as server:
        said = run(server.url, calls()[:1])[1]
    assert [line.split()[-2] for line in said] == ["0.01", "0.02", "0.04"]


def test_a_wait_that_is_too_long_is_not_waited() -> None:
    with Server(Script(answered(429, Retry_After="61"))) as server:
        steps, said = run(server.url, calls()[:1])
    assert (steps[0].answered, steps[0].times, said) == (429, 1, [])


def test_what_was_throttled_in_the_recording_is_no_reason_to_wait() -> None:
    with Server(Script(answered(429, Retry_After="1"))) as server:
        steps, said = run(server.url, [one(429)])
    assert (steps[0].times, said) == (1, [])


def test_a_redirect_elsewhere_is_an_answer_and_nothing_is_sent_there() -> None:
    elsewhere = Script(Response(202))
    with Server(elsewhere) as other, Server(Script(answered(307, Location=other.url))) as server:
        steps, _ = run(server.url, calls()[:1])
    assert steps[0].answered == 307
    assert elsewhere.requests == []


def test_silence_and_a_reset_are_told_and_not_repeated() -> None:
    service = Script(SILENCE, RESET, Response(202))
    with Server(service) as server:
        steps, _ = run(server.url, calls(), timeout=0.3)
    place = server.url.removeprefix("http://")
    assert [step.why for step in steps[:1]] == [f"{place} did not answer within 0.3 s"]
    assert steps[1].why.startswith(place)
    assert [(step.answered, step.times) for step in steps] == [(None, 1), (None, 1), (202, 1)]


def test_who_does_not_answer_three_times_is_not_asked_again() -> None:
    service = Script(RESET)
    with Server(service) as server:
        steps, _ = run(server.url, [*calls(), *calls()])
    assert len(service.requests) == 3
    assert [step.times for step in steps] == [1, 1, 1, 0, 0, 0]
    assert steps[-1].told == f"not sent: {server.url.removeprefix('http://')} had ceased to answer"


def test_who_is_not_there_from_the_beginning_is_one_sentence() -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    with pytest.raises(HarnessError, match=f"127.0.0.1:{nobody} accepts no connection; see that it is there"):
        run(f"http://127.0.0.1:{nobody}", calls())


def test_who_goes_away_is_not_asked_again() -> None:
    accepted = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
    with once(lambda client: client.sendall(accepted), again=False) as address:
        steps, _ = run(f"http://{address}", calls())
    assert [step.answered for step in steps] == [202, None, None]
    assert [step.times for step in steps] == [1, 1, 0]


def test_when_the_time_is_up_nothing_more_is_sent() -> None:
    service = Script(Answer(Response(202), Origin.SIMULATED, delivery=Delivery(delay=0.2)))
    with Server(service) as server:
        steps, _ = run(server.url, calls(), total=0.1)
    assert [step.times for step in steps] == [1, 0, 0]
    assert steps[1].told == "not sent: the 0.1 s that all of it may take were over"


def test_a_signal_ends_it_and_what_was_done_is_told() -> None:
    slow = Answer(Response(202), Origin.SIMULATED, delivery=Delivery(delay=5.0))
    said: list[str] = []
    with Server(Script(Response(202), slow)) as server:
        sending = Verifier(Service.at(server.url), Account(documentation(), KEY), said.append, "new")
        timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM))
        timer.start()
        sending.run(calls())
        timer.join()
    assert sending.ended_by is signal.SIGTERM
    assert [step.answered for step in sending.steps] == [202, None, None]
    assert [step.told for step in sending.steps[1:]] == [
        "no answer: it was interrupted",
        "not sent: it was interrupted",
    ]


def test_what_is_no_http_is_no_answer() -> None:
    with raw(b"hello\r\n\r\n") as (url, _):
        steps, _ = run(url, calls()[:1])
    assert "sent one that is not HTTP" in steps[0].why


@contextmanager
def tunnel(port: int) -> Iterator[str]:
    """A proxy that leads every CONNECT to a port of this machine, one after the other."""

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                with client, socket.create_connection(("127.0.0.1", port)) as service:
                    client.recv(65536)
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    back = threading.Thread(target=pump, args=(service, client))
                    back.start()
                    pump(client, service)
                    back.join()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(PATIENCE)


def test_another_machine_is_asked_over_tls_through_the_proxy_and_rings_no_masked_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    exchanges = [asked(redirect()), asked(phoning(CALLS[1]), at=2)]
    plan = list(planned([("calls.yaml", entries(exchanges))]).requests)
    with tls(authority.server("graph.example")) as (port, told), tunnel(port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        steps, _ = run("https://graph.example", plan)
    (got,) = told
    assert got.request.headers.get("authorization") == "Bearer new"
    assert got.request.headers.get("host") == "graph.example"
    assert [step.answered for step in steps] == [202, None]
    assert steps[1].told.startswith("not sent: it rings a masked telephone number")


def test_this_machine_may_be_asked_to_ring_a_masked_number() -> None:
    with Server(Script(Response(202))) as server:
        steps, _ = run(server.url, [one(request=phoning())])
    assert steps[0].answered == 202


def test_requests_to_another_machine_keep_their_distance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("harness.verifier.time.sleep", waits.append)
    authority = Authority(tmp_path)
    with tls(authority.server("graph.example")) as (port, _), tunnel(port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        run("https://graph.example", calls())
    assert waits[0] == 0.0
    assert all(0.0 < wait <= 1 / verifier.RATE for wait in waits[1:])


def test_a_store_that_cannot_be_read_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with pytest.raises(HarnessError, match="SSL_CERT_FILE names no certificates: No such file"):
        run("http://127.0.0.1:9", calls())


def test_a_proxy_that_is_none_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "hush")
    with pytest.raises(HarnessError, match="HTTPS_PROXY is no URL of a proxy; correct it") as raised:
        run("https://graph.example", calls())
    assert "hush" not in str(raised.value)


def test_the_token_does_not_show_where_a_verifier_is_printed() -> None:
    account = Account(documentation(), KEY, "hush")
    sending = Verifier(Service.at("http://127.0.0.1:9"), account, lambda _: None, "hush")
    assert "hush" not in repr(sending)


def test_headers_that_http_does_not_allow_are_told_without_them() -> None:
    odd = redirect(headers={"X-Odd": "hush\r\nhush"})
    with Server(Script(Response(202))) as server:
        steps, _ = run(server.url, [one(request=odd)])
    assert "HTTP does not allow" in steps[0].why
    assert "hush" not in repr(Headers(())) + steps[0].why
