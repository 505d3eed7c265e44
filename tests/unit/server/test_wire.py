"""Answers on the wire, over real sockets, also those that HTTP does not foresee: what a client gets."""

import time

import pytest

from harness.exchange import Exchange, Response
from harness.headers import Headers
from harness.responder import Delivery, Ending
from harness.server.server import Server
from tests._voices import connection, get, raw, says

GET = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
WHOLE = Response(200, Headers.of({"Content-Type": "text/plain"}), b"0123456789")


def test_the_answer_is_framed_anew_and_says_whose_it_is() -> None:
    headers = Headers(
        (
            ("Content-Type", "text/plain"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("Content-Length", "12345"),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("Connection", "close"),
            ("X-Redial-Origin", "live"),
            ("X-Broken", "one\r\nX-Injected: two"),
            ("X-Name", "Zoë"),
            ("X-Other", "\u0416"),
            ("not a name", "x"),
        )
    )
    with Server(says(Response(200, headers, b"decoded"))) as server:
        answer = get(server)
    assert answer.content == b"decoded"
    assert answer.headers == [
        (b"content-type", b"text/plain"),
        (b"set-cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
        (b"x-broken", b"one  X-Injected: two"),
        (b"x-name", "Zoë".encode("latin-1")),
        (b"x-other", "\u0416".encode()),
        (b"content-length", b"7"),
        (b"x-redial-origin", b"recorded"),
    ]


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_gets_none(status: int) -> None:
    with Server(says(Response(status, body=b"stray"))) as server:
        client = connection(server)
        for _ in range(2):
            client.request("POST", "/")
            answer = client.getresponse()
            assert (answer.status, answer.read()) == (status, b"")
            assert answer.getheader("Content-Length") is None
        client.close()


def test_an_empty_202_says_so() -> None:
    with Server(says(Response(202))) as server:
        assert (b"content-length", b"0") in get(server).headers


def test_a_body_is_cut_and_its_length_stays() -> None:
    with Server(says(WHOLE, delivery=Delivery(cut_at=4))) as server:
        head, _, body = raw(server, GET).partition(b"\r\n\r\n")
    assert body == b"0123"
    assert head.splitlines() == [
        b"HTTP/1.1 200 OK",
        b"content-type: text/plain",
        b"content-length: 10",
        b"x-redial-origin: recorded",
        b"connection: close",
    ]


@pytest.mark.slow
def test_a_slow_answer_trickles_and_is_whole() -> None:
    with Server(says(WHOLE, delivery=Delivery(rate=200))) as server:
        start = time.monotonic()
        answer = raw(server, GET)
        seconds = time.monotonic() - start
    assert answer.endswith(b"\r\n\r\n0123456789")
    assert seconds == pytest.approx(len(answer) / 200, rel=0.3)


def test_a_reset_is_one_with_an_answer_and_without(capfd: pytest.CaptureFixture[str]) -> None:
    seen: list[Exchange] = []
    with (
        Server(says(None, delivery=Delivery(ending=Ending.RESET)), answered=seen.append) as server,
        pytest.raises(ConnectionResetError),
    ):
        raw(server, GET)
    assert [each.error for each in seen] == ["reset without an answer"]
    with (
        Server(says(WHOLE, delivery=Delivery(cut_at=1, ending=Ending.RESET))) as server,
        pytest.raises(ConnectionResetError),
    ):
        raw(server, GET)
    assert capfd.readouterr() == ("", "")


def test_silence_ends_when_its_time_is_over_or_the_client_gives_up() -> None:
    seen: list[Exchange] = []
    for seconds, patience in ((0.2, 10), (60, 0.2)):
        with Server(says(None, delivery=Delivery(seconds)), answered=seen.append) as server:
            client = connection(server)
            client.timeout = patience
            client.request("GET", "/")
            with pytest.raises((ConnectionError, TimeoutError)):
                client.getresponse()
            client.close()
            end = time.monotonic() + 5
            while server.busy and time.monotonic() < end:
                time.sleep(0.005)
            assert not server.busy
    assert [each.response for each in seen] == [None, None]
    assert all(each.seconds is not None and each.seconds < 5 for each in seen)


def test_a_client_that_does_not_wait_for_the_end_leaves_no_trace(capfd: pytest.CaptureFixture[str]) -> None:
    with Server(says(Response(200, body=bytes(10_000)), delivery=Delivery(rate=100))) as server:
        client = connection(server)
        client.request("GET", "/")
        client.close()
        end = time.monotonic() + 5
        while server.busy and time.monotonic() < end:
            time.sleep(0.005)
        assert not server.busy
    assert capfd.readouterr() == ("", "")


def test_a_server_that_ends_waits_for_no_slow_answer() -> None:
    with Server(says(Response(200, body=bytes(10_000)), delivery=Delivery(rate=1))) as server:
        client = connection(server)
        client.request("GET", "/")
        while not server.busy:
            time.sleep(0.005)
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < 3
        client.close()


def test_a_head_request_and_a_status_without_a_body_have_nothing_to_cut() -> None:
    with Server(says(Response(204, body=b"stray"), delivery=Delivery(cut_at=3))) as server:
        assert raw(server, GET).endswith(b"\r\n\r\n")
    with Server(says(WHOLE, delivery=Delivery(cut_at=3))) as server:
        assert raw(server, GET.replace(b"GET", b"HEAD")).endswith(b"\r\n\r\n")
