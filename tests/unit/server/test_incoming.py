"""What comes in at the door of a server and is no request is told, by what is known of it."""

import socket

import pytest

from harness.server.server import Server
from tests._voices import Refused, Voice, raw


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
