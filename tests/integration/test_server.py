"""The server over real sockets: what a client may send, what it gets back, and how the server ends."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlsplit

import httpcore
import pytest

from harness.body import value_of
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.responder import Answer, Delivery, FollowUp
from harness.server import Server


class Voice:
    """Answers as it is told to and remembers what it was asked."""

    def __init__(self, say: Callable[[Request], Answer | None] | None = None) -> None:
        self.asked: list[Request] = []
        self.coming: list[FollowUp] = []
        self.say = say or (lambda request: Answer(Response(200, body=b"heard"), Origin.SIMULATED))

    def respond(self, request: Request, now: datetime) -> Answer | None:
        assert now.tzinfo is UTC
        self.asked.append(request)
        return self.say(request)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        while self.coming:
            yield self.coming.pop()


def says(response: Response | None, **answer: object) -> Voice:
    return Voice(lambda request: Answer(response, Origin.RECORDED, **answer))  # type: ignore[arg-type]


def connection(server: Server) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", server.port, timeout=10)


def raw(server: Server, *parts: bytes) -> bytes:
    """What comes back, until the server closes, for bytes sent as they are."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        for part in parts:
            client.sendall(part)
        received = b""
        while more := client.recv(65536):
            received += more
        return received


def get(server: Server, path: str = "/") -> httpcore.Response:
    return httpcore.request("GET", server.url + path)


def test_the_responder_sees_the_request_as_it_was_sent() -> None:
    voice = Voice()
    with Server(voice) as server:
        url = f"{server.url}/v1.0//communications/calls/a%2Fb/redirect?x=1&x=%C3%A9"
        httpcore.request("POST", url, headers=[("X-Twice", "1"), ("x-twice", "2")], content=b'{"a": 1}')
    [request] = voice.asked
    assert (request.method, request.url, request.body) == ("POST", url, b'{"a": 1}')
    assert request.headers.get_all("X-Twice") == ("1", "2")


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (b"GET //v1.0//x HTTP/1.1\r\nHost: graph.microsoft.com", "http://graph.microsoft.com//v1.0//x"),
        (b"GET / HTTP/1.1\r\nHost: [::1]:80", "http://[::1]:80/"),
        (b"GET http://h.example/a?b HTTP/1.1\r\nHost: other", "http://h.example/a?b"),
        (b"GET https://h.example//a HTTP/1.1\r\nHost: other", "https://h.example//a"),
        (b"GET /a#b HTTP/1.1\r\nHost: h", "http://h/a#b"),
    ],
)
def test_the_url_is_the_one_that_was_called(head: bytes, url: str) -> None:
    voice = Voice()
    with Server(voice) as server:
        raw(server, head + b"\r\nConnection: close\r\n\r\n")
    assert [request.url for request in voice.asked] == [url]


def test_without_a_host_header_the_url_has_the_servers_address() -> None:
    voice = Voice()
    with Server(voice) as server:
        url = f"{server.url}/a"
        assert raw(server, b"GET /a HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert [request.url for request in voice.asked] == [url]


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: a/b",
        b"GET / HTTP/1.1\r\nHost: a@b",
        b"GET / HTTP/1.1\r\nHost: [::zz]",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b",
        b"OPTIONS * HTTP/1.1\r\nHost: a",
        b"GET http://[::zz]/ HTTP/1.1\r\nHost: a",
        b"GET /\xc3\xa9 HTTP/1.1\r\nHost: a",
        b"GET / HTTP/9.9\r\nHost: a",
        b"nonsense",
    ],
)
def test_what_is_no_request_is_refused_and_nobody_is_asked(
    head: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    voice = Voice()
    with Server(voice) as server:
        assert raw(server, head + b"\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert voice.asked == []
    assert capfd.readouterr() == ("", "")


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


def test_head_is_answered_without_a_body_on_a_connection_that_stays() -> None:
    with Server(says(Response(200, body=b"four"))) as server:
        client = connection(server)
        client.request("HEAD", "/")
        answer = client.getresponse()
        assert (answer.getheader("Content-Length"), answer.read()) == ("4", b"")
        client.request("GET", "/")
        assert client.getresponse().read() == b"four"
        client.close()


@pytest.mark.parametrize("status", [100, 199, 600, 999])
def test_a_status_that_http_cannot_send_is_a_fault(status: int) -> None:
    with Server(says(Response(status))) as server:
        answer = get(server)
    assert answer.status == 502
    assert (b"x-redial-origin", b"fault") in answer.headers
    assert str(status) in value_of(answer.content)["error"]["message"]


def test_what_nobody_answers_is_graphs_404() -> None:
    with Server(Voice(lambda request: None)) as server:
        answer = get(server, "/nowhere?secret=1")
    assert answer.status == 404
    assert (b"x-redial-origin", b"fault") in answer.headers
    assert (b"content-type", b"application/json") in answer.headers
    assert value_of(answer.content)["error"]["message"] == "redial answers nothing at GET /nowhere"


def test_a_responder_that_cannot_go_on_is_a_500_with_one_sentence() -> None:
    def fail(request: Request) -> Answer:
        raise HarnessError("the file is gone", hint="bring it back")

    with Server(Voice(fail)) as server:
        answer = get(server)
    assert answer.status == 500
    assert value_of(answer.content)["error"]["message"] == "the file is gone; bring it back"


def test_a_gzip_body_is_decoded_and_its_header_stays() -> None:
    voice = Voice()
    with Server(voice) as server:
        body = gzip.compress(b'{"targets": []}')
        httpcore.request("POST", server.url, headers={"Content-Encoding": "gzip"}, content=body)
    [request] = voice.asked
    assert request.body == b'{"targets": []}'
    assert request.headers.get("content-encoding") == "gzip"


@pytest.mark.parametrize(("coding", "status"), [("gzip", 400), ("br", 415)])
def test_a_body_that_cannot_be_decoded_is_refused(coding: str, status: int) -> None:
    voice = Voice()
    with Server(voice) as server:
        headers = [("Content-Encoding", coding)]
        assert httpcore.request("POST", server.url, headers=headers, content=b"junk").status == status
        assert get(server).status == 200
    assert len(voice.asked) == 1


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


def test_a_chunked_body_and_100_continue_are_understood() -> None:
    voice = Voice()
    head = b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\n"
    body = b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"
    with Server(voice) as server:
        assert raw(server, head, body).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    assert voice.asked[0].body == b"abcdef"


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


def test_the_responder_is_asked_one_request_at_a_time() -> None:
    at_work = 0

    def count(request: Request) -> Answer:
        nonlocal at_work
        at_work += 1
        time.sleep(0.001)
        seen, at_work = at_work, at_work - 1
        return Answer(Response(200, body=str(seen).encode()), Origin.SIMULATED)

    voice = Voice(count)
    with Server(voice) as server, ThreadPoolExecutor(16) as clients:
        assert {answer.content for answer in clients.map(lambda _: get(server), range(64))} == {b"1"}
    assert len(voice.asked) == 64


def test_a_late_answer_lets_others_pass() -> None:
    def slow_at_first(request: Request) -> Answer:
        delay = 0.3 if request.path == "/slow" else 0.0
        return Answer(Response(200), Origin.RECORDED, delivery=Delivery(delay))

    order: list[str] = []

    def note(exchange: Exchange) -> None:
        order.append(exchange.request.path)
        assert exchange.way is Way.TO_GRAPH
        assert exchange.seconds is not None
        assert exchange.seconds >= (0.3 if exchange.request.path == "/slow" else 0)

    with Server(Voice(slow_at_first), answered=note) as server, ThreadPoolExecutor(2) as clients:
        slow = clients.submit(get, server, "/slow")
        while not isinstance(server.responder, Voice) or not server.responder.asked:
            time.sleep(0.005)
        get(server, "/quick")
        assert slow.result().status == 200
    assert order == ["/quick", "/slow"]


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


def test_a_taken_port_is_one_sentence_and_nothing_starts() -> None:
    with Server(Voice()) as server:
        threads = threading.active_count()
        with pytest.raises(HarnessError, match=f"port {server.port} on 127.0.0.1 is taken; choose another"):
            Server(Voice(), port=server.port).__enter__()
        assert threading.active_count() == threads
        assert get(server).status == 200


@pytest.mark.parametrize("port", [-1, 65536, 10**20])
def test_a_port_that_cannot_be_is_one_sentence(port: int) -> None:
    with pytest.raises(HarnessError, match="cannot listen"):
        Server(Voice(), port=port).__enter__()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_ours_is_one_sentence(host: str) -> None:
    with pytest.raises(HarnessError, match=host):
        Server(Voice(), host=host).__enter__()


def test_a_port_can_be_had_again_at_once() -> None:
    with Server(Voice()) as first:
        get(first)
        port = first.port
    with Server(Voice(), port=port) as second:
        assert get(second).status == 200


def test_the_server_ends_while_clients_hang_on() -> None:
    voice = Voice(
        lambda r: Answer(Response(200), Origin.RECORDED, delivery=Delivery(3600 if r.path == "/late" else 0))
    )
    with Server(voice) as server:
        idle = connection(server)
        idle.request("GET", "/")
        idle.getresponse().read()
        silent, half, late = (
            socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(3)
        )
        half.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf")
        late.sendall(b"GET /late HTTP/1.1\r\nHost: h\r\n\r\n")
        while len(voice.asked) < 2:
            time.sleep(0.005)
        server.stop()
        assert [client.recv(10) for client in (silent, half, late)] == [b"", b"", b""]
        for client in (silent, half, late, idle):
            client.close()
        server.stop()  # a second time is nothing
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("redial-")]


def test_webhooks_follow_the_answer_and_what_is_due_follows_by_itself() -> None:
    now = datetime.now(UTC)
    hook = FollowUp(Request("POST", "https://bot.example/api/calls", body=b"{}"), now - timedelta(seconds=1))
    bot, graph = Voice(lambda r: Answer(Response(202), Origin.LIVE)), says(Response(202), then=(hook,))
    order: list[str] = []
    with (
        Server(bot) as listening,
        Server(
            graph,
            bot=listening.url,
            answered=lambda exchange: order.append("answered"),
            delivered=lambda follow_up, exchange: order.append(f"delivered {exchange.response}"[:12]),
        ) as server,
    ):
        assert get(server).status == 202
        assert server.deliveries
        assert server.deliveries.settle(10)
        graph.coming.append(hook)
        while len(bot.asked) < 2:
            time.sleep(0.005)
        assert server.deliveries.settle(10)
    assert [urlsplit(request.url).path for request in bot.asked] == ["/api/calls"] * 2
    assert sorted(order) == ["answered", "delivered Re", "delivered Re"]
    assert server.undelivered == 0


def test_without_a_bot_webhooks_are_counted() -> None:
    hook = FollowUp(Request("POST", "/api/calls"), datetime.now(UTC))
    voice = says(Response(202), then=(hook, hook))
    with Server(voice) as server:
        get(server)
        voice.coming.append(hook)
        while server.undelivered < 3:
            time.sleep(0.005)


def test_a_responder_that_breaks_while_time_passes_is_told_to_the_owner() -> None:
    class Broken(Voice):
        def due(self, now: datetime) -> Iterator[FollowUp]:
            raise HarnessError("broken", hint="mend it")

    server = Server(Broken()).__enter__()
    while any(thread.name == "redial-server" for thread in threading.enumerate()):
        time.sleep(0.005)
    with pytest.raises(HarnessError, match="broken; mend it"):
        server.stop()


def test_running_ends_when_it_is_finished() -> None:
    voice = Voice()
    server = Server(voice)
    urls: list[str] = []

    def ready() -> None:
        urls.append(server.url)
        get(server)

    server.run(ready, lambda: bool(voice.asked))
    assert urls[0].startswith("http://127.0.0.1:")


PROGRAM = """
import sys
sys.path[:0] = {path!r}
from datetime import datetime
from harness.exchange import Origin, Response
from harness.responder import Answer
from harness.server import Server

class Voice:
    def respond(self, request, now): return Answer(Response(202), Origin.SIMULATED)
    def due(self, now): return iter(())

server = Server(Voice())
server.run(lambda: print(server.url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    command = [sys.executable, "-c", PROGRAM.format(path=sys.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        idle = HTTPConnection(urlsplit(url).netloc, timeout=10)
        idle.request("GET", "/")
        assert idle.getresponse().status == 202
        os.kill(process.pid, number)
        out, err = process.communicate(timeout=20)
        idle.close()
    assert (out, err, process.returncode) == ("ended\n", "", 0)
