"""What mitmproxy refuses, what hides in a coding, and ends that come in the middle: with a real mitmdump."""

import gzip
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.exchange import Response
from harness.proxy import recording as proxy_module
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

HEAD = b"POST " + _mitm.PATH.encode() + b" HTTP/1.1\r\nHost: x\r\n"


@contextmanager
def connected(proxy: Proxy) -> Iterator[socket.socket]:
    assert proxy.graph_url is not None
    with socket.create_connection(("127.0.0.1", int(proxy.graph_url.rpartition(":")[2])), 10) as client:
        yield client


def status(proxy: Proxy, message: bytes) -> bytes:
    with connected(proxy) as client:
        client.sendall(message)
        return client.recv(65536)[9:12]


def test_what_is_refused_or_hidden_leaves_no_byte_of_it_behind(project: Path, confdir: Path) -> None:
    said: list[str] = []
    packed = gzip.compress(b'{"note": "S3CRET"}') + b"junk"
    with (
        Server(_upstream.Service(Response(202))) as service,
        Proxy(project / "c.yaml", upstream=service.url, confdir=confdir, say=said.append) as proxy,
    ):
        assert status(proxy, HEAD + b"S3CRET TOKEN: 2\r\nContent-Length: 2\r\n\r\n{}") == b"400"
        assert status(proxy, HEAD + b"Transfer-Encoding: S3CRET\r\n\r\n") == b"400"
        both = b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"
        assert status(proxy, HEAD + both) == b"400"
        with connected(proxy) as client:
            client.sendall(HEAD + b"Content-Length: 200\r\n\r\n{}")
            client.shutdown(socket.SHUT_WR)
            client.recv(100)
        sent = HEAD + b"Content-Encoding: x-gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
        assert status(proxy, sent + packed) == b"400", "the service of this test reads it as strictly"
    kept = _mitm.kept(project / "c.yaml")
    text = (project / "c.yaml").read_bytes()
    assert (b"S3CRET" in text, packed[:40] in text, "S3CRET" in "".join(said)) == (False, False, False)
    assert {exchange.request.host for exchange in kept} == {"graph.microsoft.com"}
    assert [exchange.facts.get("request_complete", True) for exchange in kept] == [False] * 4 + [True]
    assert (kept[-1].request.body, kept[-1].facts["encoding_valid"]) == (b"", False)


def test_a_file_cut_while_it_is_recorded_ends_in_a_refusal(project: Path, confdir: Path) -> None:
    with (
        Server(_upstream.Service(Response(202))) as service,
        Proxy(project / "c.yaml", upstream=service.url, confdir=confdir) as proxy,
    ):
        assert status(proxy, HEAD + b"Content-Length: 2\r\n\r\n{}") == b"202"
        os.truncate(project / "c.yaml", 100)
        assert status(proxy, HEAD + b"Content-Length: 2\r\n\r\n{}") == b"502"
    assert proxy.tally == Tally(
        kept=1, redirects=1, failures=1, lost="somebody else changed it while it was recorded"
    )
    assert (project / "c.yaml").stat().st_size == 100


def test_a_client_that_stays_connected_is_no_trouble_at_the_end(project: Path, confdir: Path) -> None:
    said: list[str] = []
    with (
        Server(_upstream.Service(Response(202))) as service,
        Proxy(project / "c.yaml", upstream=service.url, confdir=confdir, say=said.append) as proxy,
        connected(proxy) as client,
    ):
        client.sendall(HEAD + b"Content-Length: 2\r\n\r\n{}")
        assert client.recv(100)
        proxy.stop()
    assert (proxy.tally, proxy.killed) == (Tally(1, 1, 0), False)
    assert not [line for line in said if "Traceback" in line or "asyncio" in line]


def test_a_proxy_that_does_not_end_is_killed_and_says_so(
    confdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy_module, "_STOP_SECONDS", 0.1)
    with Proxy(None, confdir=confdir) as proxy:
        assert proxy.pid is not None
        os.kill(proxy.pid, signal.SIGSTOP)
    assert (proxy.tally, proxy.killed) == (None, True)
