"""A server's life: its port, its threads, its webhooks, and its end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.responder import Answer, Delivery, FollowUp
from harness.server.server import Server
from tests._voices import Voice, connection, get, says


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


def test_a_taken_port_is_one_sentence_and_nothing_starts() -> None:
    with Server(Voice()) as server:
        threads = threading.active_count()
        with pytest.raises(HarnessError, match=f"port {server.port} is taken; choose another"):
            Server(Voice(), port=server.port).__enter__()
        assert threading.active_count() == threads
        assert get(server).status == 200


@pytest.mark.parametrize("port", [-1, 65536, 10**20])
def test_a_port_that_cannot_be_is_one_sentence(port: int) -> None:
    with pytest.raises(HarnessError, match=f"{port} is no port"):
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
    assert not [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith(("redial-server", "redial-webhook"))
    ]


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


VOICE = """
import sys
sys.path[:0] = {path!r}
from datetime import datetime
from harness.exchange import Origin, Response
from harness.responder import Answer
from harness.server.server import Server

class Voice:
    def respond(self, request, now): return Answer(Response(202), Origin.SIMULATED)
    def due(self, now): return iter(())
"""
PROGRAM = """
server = Server(Voice())
server.run(lambda: print(server.url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    command = [sys.executable, "-c", VOICE.format(path=sys.path) + PROGRAM]
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


INTERRUPTED = """
import atexit, os, signal, threading
names = lambda: [thread.name for thread in threading.enumerate() if thread.name.startswith("redial")]
atexit.register(lambda: print(names()))
serve = Server._serve

async def interrupted(self):
    os.kill(os.getpid(), signal.SIGINT)
    await serve(self)

Server._serve = interrupted
try:
    with Server(Voice(), bot="http://127.0.0.1:9"): pass
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.slow
def test_no_thread_of_it_outlives_a_program_that_was_interrupted_while_it_started() -> None:
    """A thread that still runs while Python ends can crash it."""
    command = [sys.executable, "-c", VOICE.format(path=sys.path) + INTERRUPTED]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=20)
    assert (done.stdout, done.stderr, done.returncode) == ("interrupted\n[]\n", "", 0)


def test_where_every_address_is_listened_on_the_url_is_a_way_there() -> None:
    with Server(Voice(), host="0.0.0.0") as server:
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert get(server).status == 200
