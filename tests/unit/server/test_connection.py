"""A connection, over real sockets: requests in their turn, whole or not, and clients that go away."""

import gzip
import socket
from http.client import RemoteDisconnected

import pytest

from harness.exchange import Exchange, Origin, Request, Response
from harness.responder import Answer, Delivery
from harness.server import connection as connection_module
from harness.server.server import Server
from tests._voices import Voice, connection, get, raw, says


def test_head_is_answered_without_a_body_on_a_connection_that_stays() -> None:
    with Server(says(Response(200, body=b"four"))) as server:
        client = connection(server)
        client.request("HEAD", "/")
        answer = client.getresponse()
        assert (answer.getheader("Content-Length"), answer.read()) == ("4", b"")
        client.request("GET", "/")
        assert client.getresponse().read() == b"four"
        client.close()


def test_a_body_beyond_the_limit_is_refused_and_the_connection_goes_on() -> None:
    voice = Voice()
    with Server(voice) as server:
        client = connection(server)
        for size, status in ((16 * 2**20, 200), (16 * 2**20 + 1, 413), (1, 200)):
            client.request("POST", "/", body=bytes(size))
            answer = client.getresponse()
            answer.read()
            assert answer.status == status
        bomb = gzip.compress(bytes(17 * 2**20))
        client.request("POST", "/", body=bomb, headers={"Content-Encoding": "gzip"})
        assert client.getresponse().status == 400
        client.close()
    assert [len(request.body) for request in voice.asked] == [16 * 2**20, 1]


def test_a_chunked_body_is_understood() -> None:
    voice = Voice()
    head = b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Server(voice) as server:
        raw(server, head, b"3\r\nabc\r\n3\r\nd", b"ef\r\n0\r\n\r\n")
    assert voice.asked[0].body == b"abcdef"


def test_who_expects_to_be_told_to_go_on_is_told() -> None:
    voice = Voice()
    head = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n"
    with Server(voice) as server, socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        for _ in range(2):
            client.sendall(head)
            assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
            client.sendall(b"abc")
            assert client.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
    assert [request.body for request in voice.asked] == [b"abc"] * 2


def test_who_would_rather_speak_another_protocol_is_answered_in_this_one() -> None:
    upgrade = b"GET /1 HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    voice = Voice()
    with Server(voice) as server:
        received = raw(server, upgrade * 2 + b"GET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    assert received.count(b"HTTP/1.1 200 ") == 3
    assert [request.path for request in voice.asked] == ["/1", "/1", "/2"]


def test_pipelined_requests_are_answered_in_order() -> None:
    with Server(Voice(lambda r: Answer(Response(200, body=r.path.encode()), Origin.RECORDED))) as server:
        requests = [b"GET /%d HTTP/1.1\r\nHost: h\r\n\r\n" % number for number in range(5)]
        last = b"GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
        received = raw(server, b"".join(requests) + last)
    assert received.count(b"HTTP/1.1 200 ") == 6
    assert [part.partition(b"HTTP")[0] for part in received.split(b"\r\n\r\n")[1:]] == [
        *(b"/%d" % number for number in range(5)),
        b"/last",
    ]


def test_requests_behind_a_late_answer_wait_for_it() -> None:
    def late_at_first(request: Request) -> Answer:
        delay = 0.2 if request.path == "/0" else 0.0
        return Answer(Response(200, body=request.path.encode()), Origin.RECORDED, delivery=Delivery(delay))

    with Server(Voice(late_at_first)) as server:
        client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        for number in range(3):
            client.sendall(b"GET /%d HTTP/1.1\r\nHost: h\r\n\r\n" % number)
        client.sendall(b"GET /3 HTTP/1.0\r\n\r\n")
        received = b""
        while more := client.recv(65536):
            received += more
        client.close()
    assert [part[:2] for part in received.split(b"\r\n\r\n")[1:]] == [b"/0", b"/1", b"/2", b"/3"]


def test_a_client_that_does_not_read_is_not_answered_any_further() -> None:
    big = Response(200, body=bytes(1_000_000))
    voice = Voice(lambda _: Answer(big, Origin.RECORDED))
    with Server(voice) as server, socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n" * 200)
        get(server)
        assert len(voice.asked) < 100
        left = 200 * 1_000_000
        while left > 0:
            more = client.recv(1 << 20)
            assert more
            left -= len(more)
        assert len(voice.asked) == 201


def test_a_connection_on_which_nothing_comes_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "IDLE_S", 0.1)
    with Server(Voice()) as server:
        half = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        half.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n")
        assert raw(server, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").startswith(b"HTTP/1.1 200 ")
        half.sendall(b"x")
        assert half.recv(1000).startswith(b"HTTP/1.1 200 ")
        half.close()


def test_no_answer_closes_the_connection_quietly(capfd: pytest.CaptureFixture[str]) -> None:
    seen: list[Exchange] = []
    with Server(says(None), answered=seen.append) as server:
        client = connection(server)
        client.request("POST", "/", body=b"x")
        with pytest.raises(RemoteDisconnected):
            client.getresponse()
        client.close()
        assert raw(server, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n") == b""
    assert [(exchange.response, exchange.error) for exchange in seen] == [
        (None, "closed without an answer")
    ] * 2
    assert capfd.readouterr() == ("", "")


def test_a_client_that_goes_away_leaves_no_trace(capfd: pytest.CaptureFixture[str]) -> None:
    voice = says(Response(200, body=bytes(10_000_000)), delivery=Delivery(0.05))
    with Server(voice) as server:
        for head in (
            b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf",
            b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.sendall(head)
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            client.recv(10)
        assert get(server).status == 200
    assert capfd.readouterr() == ("", "")
