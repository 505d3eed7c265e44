"""The recording proxy as its user meets it: a real mitmdump between a client and a service on loopback."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
import pytest

from harness.errors import HarnessError
from harness.exchange import Origin, Response, Way
from harness.headers import Headers
from harness.library import open_cassette
from harness.ports import free_ports
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream
from tests._processes import gone

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

JSON = [("Content-Type", "application/json")]


@pytest.fixture
def service() -> Iterator[tuple[_upstream.Service, str]]:
    played = _upstream.Service(Response(202, Headers((("request-id", "r-1"),))))
    with Server(played) as server:
        yield played, server.url


def post(url: str, body: bytes = _mitm.BODY, headers: dict[str, str] | None = None) -> httpcore.Response:
    with httpcore.ConnectionPool() as pool:
        return pool.request("POST", url, headers=[*JSON, *(headers or {}).items()], content=body)


def test_a_redirect_is_checked_answered_and_kept(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    said: list[str] = []
    played, url = service
    with Proxy(project / "calls.yaml", upstream=url, confdir=confdir, say=said.append) as proxy:
        got = post(f"{proxy.graph_url}{_mitm.PATH}", _mitm.BODY.replace(b"30", b'"30"'))
        pid = proxy.pid
    assert (got.status, dict(got.headers)[b"request-id"]) == (202, b"r-1")
    assert b"x-redial-origin" not in dict(got.headers)
    assert played.requests[0].body == _mitm.BODY.replace(b"30", b'"30"')
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert (exchange.way, exchange.origin) == (Way.TO_GRAPH, Origin.SIMULATED)
    assert exchange.request.headers.get("host") == "graph.microsoft.com"
    assert any(line.lstrip().startswith("error RDQ040 request.body.timeout: ") for line in said)
    assert proxy.tally == Tally(kept=1, redirects=1, failures=0)
    assert pid is not None
    assert gone(pid)
    assert [path.name for path in project.iterdir()] == ["calls.yaml"]


def test_both_directions_are_kept_in_one_cassette_each_with_its_own_host(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    played, url = service
    bot = _upstream.Service(Response(202, body=b"ok"))
    with (
        Server(bot) as listening,
        Proxy(project / "calls.yaml", upstream=url, bot=listening.url, confdir=confdir) as proxy,
    ):
        tunnel = {"Host": "calls.contoso.example", "X-Forwarded-Proto": "https"}
        assert post(f"{proxy.bot_url}/api/calls", _mitm.WEBHOOK, tunnel).status == 202
        assert post(f"{proxy.graph_url}{_mitm.PATH}").status == 202
        assert post(f"{proxy.bot_url}/api/messages", b'{"type": "message"}').content == b"ok"
    assert bot.requests[0].headers.get("host") == "calls.contoso.example"
    assert played.requests[0].headers.get("host") == urlsplit(url).netloc
    webhook, redirect = _mitm.kept(project / "calls.yaml")
    assert (webhook.way, redirect.way) == (Way.TO_BOT, Way.TO_GRAPH)
    assert webhook.request.url.startswith("https://")
    assert webhook.request.url.endswith(".example/api/calls")
    assert webhook.response is not None
    assert webhook.response.body == b"ok"


def test_other_traffic_passes_to_the_byte_and_is_not_kept(project: Path, confdir: Path) -> None:
    body = bytes(range(256))
    answer = b"X-Odd: two  spaces\r\nx-odd: 2\r\nx-redial-origin: fault\r\nContent-Length: 256\r\n\r\n"
    reply = b"HTTP/1.1 200 Quite Fine\r\n" + answer + body
    asked = b"Host: {}\r\nx-Odd: 1\r\nX-odd: 2\r\nContent-Length: 256\r\n\r\n"
    request = b"POST /v1.0//me/x%%?a=%2F HTTP/1.1\r\n" + asked
    with (
        _upstream.raw(reply) as (url, heard),
        Proxy(project / "calls.yaml", upstream=url, confdir=confdir) as proxy,
    ):
        assert proxy.graph_url is not None
        host, port = proxy.graph_url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 5) as client:
            client.sendall(request.replace(b"{}", b"127.0.0.1") + body)
            got = b""
            while len(got) < len(reply) and (more := client.recv(65536)):
                got += more
    assert got == reply
    assert heard == [request.replace(b"{}", urlsplit(url).netloc.encode()) + body]
    assert not (project / "calls.yaml").exists()
    assert proxy.tally == Tally(0, 0, 0)


def test_a_print_jobs_redirect_is_other_traffic(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    with Proxy(project / "calls.yaml", upstream=service[1], confdir=confdir) as proxy:
        assert post(f"{proxy.graph_url}/v1.0/print/printers/7/jobs/8/redirect").status == 202
    assert proxy.tally == Tally(0, 0, 0)


def test_a_service_that_cannot_be_reached_is_kept_as_no_answer(project: Path, confdir: Path) -> None:
    (nobody,) = free_ports("127.0.0.1", 1)
    with Proxy(project / "calls.yaml", upstream=f"http://127.0.0.1:{nobody}", confdir=confdir) as proxy:
        assert post(f"{proxy.graph_url}{_mitm.PATH}").status == 502
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.response is None
    assert exchange.error
    assert proxy.tally == Tally(1, 1, 0)


def test_what_cannot_be_kept_is_not_answered_and_the_run_has_failed(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    said: list[str] = []
    with Proxy(project / "calls.yaml", upstream=service[1], confdir=confdir, say=said.append) as proxy:
        assert post(f"{proxy.graph_url}{_mitm.PATH}").status == 202
        (project / "calls.yaml").unlink()
        got = post(f"{proxy.graph_url}{_mitm.PATH}", headers={"Authorization": "Bearer se.cr.et"})
        child = proxy._child
    assert got.status == 502
    assert json.loads(got.content)["error"]["code"] == "redialFailed"
    assert proxy.tally == Tally(1, 1, 1, lost="it was deleted while it was recorded")
    assert child is not None
    assert child.status == 1, "the exit status of mitmdump itself"
    assert any("redial could not record an exchange" in line for line in said)
    assert not any("se.cr.et" in line for line in said)


def test_what_is_on_its_way_when_the_proxy_ends_is_kept_without_an_answer(
    project: Path, confdir: Path
) -> None:
    slow = _upstream.Service(delay=30)
    with Server(slow) as server, Proxy(project / "calls.yaml", upstream=server.url, confdir=confdir) as proxy:

        def ask() -> None:
            with pytest.raises(httpcore.RemoteProtocolError):
                post(f"{proxy.graph_url}{_mitm.PATH}")

        client = threading.Thread(target=ask)
        client.start()
        while not slow.requests:
            time.sleep(0.01)
        proxy.stop()
        client.join(10)
    assert not client.is_alive()
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert (exchange.response, exchange.error) == (None, "the proxy was stopped before an answer came")
    assert proxy.tally == Tally(1, 1, 0)


def test_append_goes_on_where_the_cassette_ends(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    for _ in range(2):
        with Proxy(project / "calls.yaml", append=True, upstream=service[1], confdir=confdir) as proxy:
            post(f"{proxy.graph_url}{_mitm.PATH}")
    assert [entry.number for entry in open_cassette(project / "calls.yaml").entries()] == [1, 2]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"contract": "v2"}, "unknown edition 'v2'"),
        ({"modes": ("made-up",)}, "Invalid proxy mode specification"),
        ({"cassette": "taken.yaml"}, "it exists already"),
        ({"only": "some"}, "redial_only is 'some'"),
        ({"arguments": ("--set", "redial_casette=x")}, "redial_casette is no option of redial"),
        (
            {"arguments": ("--set", "stream_large_bodies=1m")},
            "a body that is streamed can be neither",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_nothing_runs(
    project: Path, confdir: Path, given: dict[str, object], sentence: str
) -> None:
    (project / "taken.yaml").write_text("mine")
    cassette = project / str(given.pop("cassette", "calls.yaml"))
    proxy = Proxy(cassette, confdir=confdir, **given)  # type: ignore[arg-type]
    with pytest.raises(HarnessError) as told, proxy:
        pass
    assert sentence in told.value.message
    assert "\n" not in str(told.value)
    assert not proxy.alive
    assert proxy.pid is None or gone(proxy.pid)
    assert (project / "taken.yaml").read_text() == "mine"
    assert [path.name for path in project.iterdir()] == ["taken.yaml"]


def test_a_lost_port_is_looked_for_again(
    project: Path, confdir: Path, monkeypatch: pytest.MonkeyPatch, service: tuple[_upstream.Service, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answers = [[taken.getsockname()[1]] * 2, free_ports("127.0.0.1", 2)]
        monkeypatch.setattr("harness.proxy.recording.free_ports", lambda host, count, but: answers.pop(0))
        with Proxy(project / "calls.yaml", upstream=service[1], confdir=confdir) as proxy:
            assert post(f"{proxy.graph_url}{_mitm.PATH}").status == 202
    assert answers == []


PARENT = """
import sys, time
from pathlib import Path
from harness.proxy.recording import Proxy
proxy = Proxy(Path("calls.yaml"), upstream=sys.argv[1], confdir=Path(sys.argv[2]))
proxy.start()
print(proxy.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_when_we_are_killed_no_mitmdump_is_left_behind(
    confdir: Path, service: tuple[_upstream.Service, str], number: signal.Signals
) -> None:
    command = [sys.executable, "-c", PARENT, service[1], str(confdir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(number)
    assert gone(pid)
