"""Webhooks out, against real sockets: what the bot does becomes an Exchange, whatever it does."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests  # noqa: TID251 - vcrpy patches it
import vcr
from vcr.errors import CannotOverwriteExistingCassetteException

from harness.errors import HarnessError
from harness.exchange import Exchange, Origin, Request, Response, Way
from harness.headers import Headers
from harness.responder import FollowUp
from harness.webhooks.webhook import Bot, deliver
from tests._upstream import once

type Seen = list[tuple[str, str, dict[str, str], bytes]]


@contextmanager
def bot(reply: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[str, Seen]]:
    seen: Seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            reply(self)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def accept(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(202)
    handler.send_header("X-Twice", "1")
    handler.send_header("X-Twice", "2")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@contextmanager
def socket_that(act: Callable[[socket.socket], None]) -> Iterator[str]:
    """A listener on loopback that does `act` with its first connection, and then holds on to it."""
    done = threading.Event()

    def hold_on(connection: socket.socket) -> None:
        act(connection)
        done.wait(10)

    with once(hold_on) as place:
        try:
            yield place
        finally:
            done.set()


def webhook(url: str = "https://bot.example/api/calls?tenant=1", body: bytes = b"{}") -> FollowUp:
    headers = Headers.of({"Host": "bot.example", "Content-Length": "999", "Authorization": "Bearer x"})
    return FollowUp(Request("POST", url, headers, body), datetime.now(UTC))


def answered(exchange: Exchange) -> Response:
    assert exchange.response is not None, exchange.error
    return exchange.response


def test_the_bot_gets_path_query_and_body_and_its_reply_is_kept() -> None:
    with bot(accept) as (url, seen):
        exchange = deliver(webhook(), f"{url}/ignored")
    [(method, path, headers, body)] = seen
    assert (method, path, body) == ("POST", "/api/calls?tenant=1", b"{}")
    assert headers["host"] == url.removeprefix("http://")
    assert headers["authorization"] == "Bearer x"
    assert (headers["x-forwarded-host"], headers["x-forwarded-proto"]) == ("bot.example", "https")
    assert headers["content-length"] == "2"
    assert exchange.request.url == f"{url}/api/calls?tenant=1"
    assert (exchange.way, exchange.origin, exchange.http) == (Way.TO_BOT, Origin.LIVE, "1.1")
    assert answered(exchange).status == 202
    assert answered(exchange).headers.get_all("x-twice") == ("1", "2")
    assert exchange.started_at is not None
    assert exchange.seconds is not None


@pytest.mark.parametrize(
    ("url", "path", "called"),
    [
        ("https://bot.example", "/hook?a=1", "/hook?a=1"),
        ("https://bot.example?b=2", "/hook?a=1", "/hook?b=2"),
        ("/api//calls/42", "", "/api//calls/42"),
        ("https://bot.example", "", "/"),
    ],
)
def test_a_webhook_without_a_path_goes_to_the_bots_own(url: str, path: str, called: str) -> None:
    with bot(accept) as (base, seen):
        deliver(webhook(url), base + path)
    assert seen[0][1] == called


def test_a_webhook_goes_to_the_bot_whichever_host_it_names() -> None:
    with bot(accept) as (url, seen), bot(accept) as (elsewhere, unseen):
        for place in (
            elsewhere,
            elsewhere.removeprefix("http:"),
            elsewhere.replace("//", "//someone:secret@"),
        ):
            deliver(webhook(f"{place}/hook"), url)
    assert [path for _, path, _, _ in seen] == ["/hook"] * 3
    assert unseen == []


def test_a_webhook_that_names_no_host_is_not_forwarded_for_one() -> None:
    with bot(accept) as (url, seen):
        deliver(webhook("/api/calls"), url)
    assert "x-forwarded-host" not in seen[0][2]


def test_a_redirect_is_the_bots_reply_and_is_not_followed() -> None:
    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://127.0.0.1:9/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with bot(elsewhere) as (url, seen):
        assert answered(deliver(webhook(), url)).status == 302
    assert len(seen) == 1


def test_a_compressed_reply_is_decoded() -> None:
    def packed(handler: BaseHTTPRequestHandler) -> None:
        body = gzip.compress(b"thanks")
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with bot(packed) as (url, _):
        assert answered(deliver(webhook(), url)).body == b"thanks"


def test_a_bot_that_is_not_there_is_named_by_host_and_port_alone() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # bound and not listening: the port is nobody else's
        place = f"127.0.0.1:{bound.getsockname()[1]}"
        exchange = deliver(webhook(), f"http://{place}/path?key=secret")
        with pytest.raises(HarnessError, match=place):
            Bot.at(f"http://{place}").require_listening()
    assert exchange.response is None
    assert exchange.error == f"the bot at {place} accepts no connection"


def test_a_slow_bot_is_given_up() -> None:
    with socket_that(lambda connection: None) as place:
        exchange = deliver(webhook(), f"http://{place}", timeout=0.05)
    assert (exchange.response, exchange.error) == (None, f"the bot at {place} did not answer within 0.05 s")


@pytest.mark.parametrize(
    ("opening", "again"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["a byte at a time", "100 Continue for ever"],
)
def test_a_reply_that_never_ends_is_given_up(opening: bytes, again: bytes) -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(opening)
        with suppress(OSError):
            while True:
                connection.sendall(again)
                time.sleep(0.02)

    with socket_that(trickle) as place:
        exchange = deliver(webhook(), f"http://{place}", timeout=0.2)
    assert (exchange.response, exchange.error) == (None, f"the bot at {place} did not answer within 0.2 s")
    assert exchange.seconds is not None
    assert exchange.seconds < 5


@pytest.mark.parametrize(
    "answer", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234"]
)
def test_a_bot_that_hangs_up_or_speaks_no_http_has_not_answered(answer: bytes) -> None:
    def babble(connection: socket.socket) -> None:
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_RDWR)

    with socket_that(babble) as place:
        exchange = deliver(webhook(), f"http://{place}", timeout=5)
    assert exchange.response is None
    assert exchange.error is not None
    assert exchange.error.startswith(f"the bot at {place} closed the connection")


def test_a_reply_that_is_not_as_coded_is_no_answer() -> None:
    def lying(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n1234")

    with socket_that(lying) as place:
        exchange = deliver(webhook(), f"http://{place}", timeout=5)
    assert exchange.error == f"the bot at {place} sent an answer that cannot be decoded"


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", "/api", Headers.of({"X-Odd": "one\r\ntwo"})),
        Request("POST", "/api", Headers.of({"ümlaut": "one"})),
        Request("POST", "/api calls"),
    ],
)
def test_a_webhook_that_http_does_not_allow_is_not_sent(request_: Request) -> None:
    with bot(accept) as (url, seen):
        exchange = deliver(FollowUp(request_, datetime.now(UTC)), url)
    assert seen == []
    assert exchange.error is not None
    assert "HTTP does not allow" in exchange.error


def test_what_names_no_place_is_no_address_of_a_bot() -> None:
    with pytest.raises(HarnessError, match="no http or https URL"):
        deliver(webhook(), "ftp://bot")


def test_a_bot_whose_address_names_a_user_is_refused_without_repeating_it() -> None:
    with pytest.raises(HarnessError, match="names a user, which no webhook carries") as refused:
        Bot.at("http://somebody:s3cret@127.0.0.1:3978/")
    assert "s3cret" not in f"{refused.value}{refused.value.hint}"


def test_a_bot_listens_on_no_port_0() -> None:
    with pytest.raises(HarnessError, match="nobody listens on port 0"):
        Bot.at("http://127.0.0.1:0/")


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("http://bot", "bot"),
        ("https://bot:443/x", "bot"),
        ("http://bot:443", "bot:443"),
        ("http://[::1]:80", "[::1]"),
    ],
)
def test_a_default_port_is_not_named(url: str, authority: str) -> None:
    assert Bot.at(url).authority == authority


def test_a_webhook_passes_a_vcr_cassette_that_lets_nothing_through(tmp_path: Path) -> None:
    with bot(accept) as (url, seen), vcr.use_cassette(str(tmp_path / "none.yaml"), record_mode="none"):
        with pytest.raises(CannotOverwriteExistingCassetteException):
            requests.post(url, timeout=5)
        assert answered(deliver(webhook(), url)).status == 202
    assert len(seen) == 1
    assert not (tmp_path / "none.yaml").exists()
