"""FollowUps sent at their time, in the order of their call."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness import notification
from harness.errors import HarnessError
from harness.exchange import Exchange, Request
from harness.responder import FollowUp
from harness.webhooks.deliveries import Deliveries


@contextmanager
def bot(hold: Callable[[str], None] = lambda path: None) -> Iterator[str]:
    """A bot that accepts each webhook once `hold` has returned."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            hold(self.path)
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def follow_up(call: str, path: str, delay: float = 0.0) -> FollowUp:
    body = notification.envelope([{"changeType": "updated", "resourceUrl": f"/communications/calls/{call}"}])
    return FollowUp(Request("POST", path, body=body), datetime.now(UTC) + timedelta(seconds=delay))


class Log:
    def __init__(self) -> None:
        self.paths: list[str] = []
        self.exchanges: list[Exchange] = []

    def __call__(self, follow_up: FollowUp, exchange: Exchange) -> None:
        self.paths.append(follow_up.request.path)
        self.exchanges.append(exchange)


def test_each_is_delivered_when_it_is_due() -> None:
    log = Log()
    with bot() as url, Deliveries(url, log) as deliveries:
        for path, delay in (("/3", 0.2), ("/2", 0.1), ("/1", 0.0)):
            assert deliveries.add(follow_up(path, path, delay))
        assert deliveries.settle(10)
    assert log.paths == ["/1", "/2", "/3"]
    assert all(exchange.response and exchange.response.status == 202 for exchange in log.exchanges)
    first, *_, last = (exchange.started_at for exchange in log.exchanges)
    assert first
    assert last
    assert last - first >= timedelta(seconds=0.1)


def test_the_webhooks_of_a_call_wait_for_each_other_and_other_calls_do_not_wait() -> None:
    other_came = threading.Event()
    log = Log()

    def hold(path: str) -> None:
        if path == "/slow":
            assert other_came.wait(10)
        if path == "/other":
            other_came.set()

    with bot(hold) as url, Deliveries(url, log) as deliveries:
        deliveries.add(follow_up("AB", "/slow"))
        for number in range(20):
            deliveries.add(follow_up("ab", f"/{number}"))
        deliveries.add(follow_up("cd", "/other", 0.05))
        assert deliveries.settle(10)
        assert deliveries.pending == 0
    behind = [path for path in log.paths if path != "/other"]
    assert behind == ["/slow", *(f"/{number}" for number in range(20))]


def test_a_bot_that_is_gone_is_told_of_once_for_each() -> None:
    log = Log()
    with bot() as url:
        pass
    with Deliveries(url, log) as deliveries:
        deliveries.add(follow_up("ab", "/1"))
        deliveries.add(follow_up("ab", "/2"))
        assert deliveries.settle(10)
    assert log.paths == ["/1", "/2"]
    assert all(exchange.error and "accepts no connection" in exchange.error for exchange in log.exchanges)


def test_stopping_drops_what_is_not_due_and_does_not_wait_for_a_bot_that_hangs() -> None:
    reached, end = threading.Event(), threading.Event()
    log = Log()

    def hang(path: str) -> None:
        reached.set()
        assert end.wait(10)

    with bot(hang) as url, Deliveries(url, log) as deliveries:
        deliveries.add(follow_up("ab", "/hangs"))
        deliveries.add(follow_up("cd", "/later", 3600))
        assert reached.wait(10)
        deliveries.stop(grace=0.01)
        assert not deliveries.settle(0.01)
        assert not deliveries.add(follow_up("ef", "/after"))
        assert log.paths == []
        end.set()
    assert "/later" not in log.paths
    assert deliveries.dropped == 1


def test_only_so_many_may_wait() -> None:
    log = Log()
    with bot() as url, Deliveries(url, log, limit=2) as deliveries:
        assert [deliveries.add(follow_up(str(n), "/x", 3600)) for n in range(3)] == [True, True, False]
        assert deliveries.dropped == 1


def test_what_is_no_address_of_a_bot_is_refused_at_once() -> None:
    with pytest.raises(HarnessError):
        Deliveries("not a url", Log())
