"""HTTP at the door of a server, over real sockets: what a client may send and what it gets back."""

import gzip
import socket
from http.client import RemoteDisconnected

import httpcore
import pytest

from harness.body import value_of
from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response
from harness.headers import Headers
from harness.responder import Answer, Delivery
from harness.server.server import Server
from tests._voices import Refused, Voice, connection, get, raw, says


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
    voice, refused = Voice(), Refused()
    with Server(voice, refused=refused) as server:
        answer = raw(server, head + b"\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'{"error": {"code": "BadRequest", ' in answer
    assert voice.asked == []
    assert len(refused.told) == 1
    assert capfd.readouterr() == ("", "")


def test_a_responder_that_breaks_is_told_and_leaves_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    def breaks(_: Request) -> Answer:
        raise OverflowError("date value out of range")

    refused = Refused()
    with Server(Voice(breaks), refused=refused) as server:
        answer = get(server)
    assert answer.status == 500
    what = "redial failed at answering it, by OverflowError: this is a bug in redial"
    assert value_of(answer.content)["error"]["message"] == what
    assert [why for _, why in refused.told] == [f"redial refused it with 500 Internal Server Error: {what}"]
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
