"""The replay proxy: whatever a client asks it for is asked of one server, and of nobody else."""

import json
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpcore
import pytest

from harness.errors import HarnessError
from harness.exchange import Request, Response
from harness.ports import free_ports
from harness.proxy.closed import ClosedProxy
from harness.proxy.refused import WHY
from harness.server.server import Server
from tests import _upstream

pytestmark = pytest.mark.slow


@dataclass
class Stage:
    """A proxy, the server that it leads to, and what it printed."""

    proxy: ClosedProxy
    service: _upstream.Service
    said: list[str]
    refused: list[str]

    def get(self, url: str, trusted: ssl.SSLContext | None = None) -> int:
        trusting = trusted or ssl.create_default_context(cafile=str(self.proxy.authority))
        with httpcore.HTTPProxy(self.proxy.url, ssl_context=trusting, http2=True) as client:
            return client.request("GET", url).status

    @property
    def asked(self) -> list[str]:
        return [request.url for request in self.service.requests]


@pytest.fixture(scope="module")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mitmproxy")


@pytest.fixture
def stage(confdir: Path) -> Iterator[Stage]:
    service, said, refused = _upstream.Service(Response(202)), list[str](), list[str]()

    def tell(request: Request, why: str) -> None:
        refused.append(f"{request.method} {request.path}: {why}")

    with (
        Server(service, refused=tell) as server,
        ClosedProxy(server.url, said.append, refused=tell, confdir=confdir) as proxy,
    ):
        yield Stage(proxy, service, said, refused)


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.microsoft.com/v1.0/me",
        "https://login.microsoftonline.com/common/v2.0",
        "https://api.example/x",
        "http://api.example/x",
        "https://192.0.2.7/x",
        "http://192.0.2.7:8443/x",
    ],
)
def test_every_host_is_played_by_the_one_server_which_is_told_who_was_asked(url: str, stage: Stage) -> None:
    assert stage.get(url) == 202
    assert stage.asked == [url.replace("https://", "http://")]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_client_of_a_base_url_finds_the_server_over_tls_as_well(scheme: str, stage: Stage) -> None:
    trusting = ssl.create_default_context(cafile=str(stage.proxy.authority))
    url = stage.proxy.tls_url.replace("https", scheme)
    with httpcore.ConnectionPool(ssl_context=trusting) as client:
        assert client.request("GET", f"{url}/v1.0/me").status == 202
    assert stage.asked == [f"{stage.proxy.tls_url.replace('https', 'http')}/v1.0/me"]
    [request] = stage.service.requests
    assert request.headers.get("x-forwarded-proto") == ("https" if scheme == "https" else None)


def test_bytes_that_are_no_http_reach_nobody(stage: Stage) -> None:
    """Somebody listens, and would be reached by a proxy that passes on what it does not know."""
    host, _, port = stage.proxy.url.removeprefix("http://").partition(":")
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        socket.create_connection((host, int(port))) as client,
    ):
        other.settimeout(0.3)
        address = f"127.0.0.1:{other.getsockname()[1]}"
        client.sendall(f"CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
        client.sendall(b"HELO example\r\n\r\n")
        client.settimeout(5)
        assert b"400" in client.recv(4096)
        with pytest.raises(TimeoutError):
            other.accept()
    assert stage.asked == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"GET ftp://h.example/a?sig=x HTTP/1.1\r\nHost: h.example\r\n\r\n", "? "),
        (
            b"POST http://h/b HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
            "POST /b",
        ),
        (
            b"POST http://h.example/c HTTP/1.1\r\nHost: h.example\r\nContent-Length: 500\r\n\r\nsix by",
            "POST /c",
        ),
        (b"HELO example secret\r\n\r\n", "? "),
    ],
)
def test_what_the_proxy_itself_refuses_is_told_to_whoever_counts(
    sent: bytes, told: str, stage: Stage
) -> None:
    host, _, port = stage.proxy.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        while client.recv(4096):
            pass
    stage.proxy.stop()
    assert stage.refused == [f"{told}: {WHY}"]
    assert (stage.said, stage.asked) == ([], [])


def test_a_client_that_does_not_trust_us_is_named(stage: Stage) -> None:
    with pytest.raises(httpcore.ConnectError, match="certificate verify failed"):
        stage.get("https://graph.microsoft.com/v1.0/me", ssl.create_default_context())
    stage.proxy.stop()
    assert [line for line in stage.said if "broke off the TLS handshake for graph.microsoft.com" in line]
    assert stage.asked == []


def test_a_host_of_ipv6_is_listened_on_and_led_to(confdir: Path) -> None:
    service = _upstream.Service(Response(202))
    with (
        Server(service, host="::1") as server,
        ClosedProxy(server.url, print, host="::1", confdir=confdir) as proxy,
    ):
        stage = Stage(proxy, service, [], [])
        assert proxy.url.startswith("http://[::1]:")
        assert stage.get("https://graph.microsoft.com/v1.0/me") == 202


def test_it_ends_with_the_context_and_with_whoever_started_it(confdir: Path, tmp_path: Path) -> None:
    with ClosedProxy("http://127.0.0.1:9", print, confdir=confdir) as proxy:
        alive = [proxy.alive]
    alive.append(proxy.alive)
    assert alive == [True, False]
    ready = tmp_path / "ready.json"
    settings = {
        "target_host": "127.0.0.1",
        "target_port": 9,
        "host": "127.0.0.1",
        **dict(zip(("port", "tls_port"), free_ports("127.0.0.1", 2), strict=True)),
        "confdir": str(confdir),
        "ready": str(ready),
    }
    command = [sys.executable, "-P", "-m", "proxy_addons.closed", json.dumps(settings)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        while not ready.exists():
            assert process.poll() is None
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_port_that_is_taken_is_one_sentence(confdir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HarnessError, match=f"port {port} is taken"):
            ClosedProxy("http://127.0.0.1:9", print, port=port, confdir=confdir).__enter__()
