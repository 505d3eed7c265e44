"""What comes in at the door of a server is a request as it was sent; what is none is told all the same."""

import gzip
import socket

import httpcore
import pytest

from harness.server.server import Server
from tests._voices import Refused, Voice, get, raw


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


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"BREW /v1.0/me?token=x HTTP/1.1\r\nHost: a\r\n\r\n", "BREW /v1.0/me"),
        (b"GET /v1.0/" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "GET /v1.0/" + "a" * 190),
        (b"CONNECT h.example:443 HTTP/1.1\r\nHost: h.example:443\r\n\r\n", "CONNECT /h.example:443"),
        (b"POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST /a"),
        (b"GET /b HTTP/1.1\r\nHost: a\r\n\r\nBREW /c HTTP/1.1\r\n\r\n", "? /"),
        (b"\x16\x03\x01\x02\x00", "? /"),
    ],
)
def test_what_no_parser_reads_is_told_to_whoever_counts(sent: bytes, told: str) -> None:
    refused = Refused()
    with Server(Voice(), refused=refused) as server:
        raw(server, sent)
    assert [(f"{request.method} {request.path}", why) for request, why in refused.told] == [
        (told, "redial refused it with 400 Bad Request: it is no request that HTTP/1.1 allows")
    ]


def test_a_request_that_breaks_off_is_told_too() -> None:
    refused = Refused()
    with Server(Voice(), refused=refused) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nsix by")
        assert refused.came.wait(10)
    [(request, why)] = refused.told
    assert (request.method, request.path) == ("POST", "/a")
    assert why == "the client broke it off before all of it had come"
