"""A Responder that says what a test tells it to, and ways to talk to its server."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from threading import Event

import httpcore

from harness.exchange import Origin, Request, Response
from harness.responder import Answer, FollowUp
from harness.server.server import Server


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


class Refused:
    """Remembers what it is told of requests that nobody answered."""

    def __init__(self) -> None:
        self.told: list[tuple[Request, str]] = []
        self.came = Event()

    def __call__(self, request: Request, why: str) -> None:
        self.told.append((request, why))
        self.came.set()


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
