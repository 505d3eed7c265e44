"""How the server ends a connection, the replay proxy ends that of the client."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
import pytest

from harness.exchange import Response
from harness.headers import Headers
from harness.proxy.closed import ClosedProxy
from harness.responder import Delivery, Ending
from harness.server.server import Server
from tests._voices import Voice, says

pytestmark = pytest.mark.slow

ANSWER = Response(502, Headers.of({"Content-Type": "text/plain"}), b"0123456789")


@pytest.fixture(scope="module")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mitmproxy")


@pytest.fixture
def url(request: pytest.FixtureRequest, confdir: Path) -> Iterator[str]:
    """The proxy before a server of that voice."""
    voice: Voice = request.param
    with Server(voice) as server, ClosedProxy(server.url, print, confdir=confdir) as proxy:
        yield proxy.url


def received(url: str) -> bytes:
    """What the proxy sends in answer to a request, until it closes."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=10) as client:
        client.sendall(b"GET http://graph.microsoft.com/ HTTP/1.1\r\nHost: graph.microsoft.com\r\n\r\n")
        content = b""
        while more := client.recv(4096):
            content += more
        return content


@pytest.mark.parametrize("url", [says(None)], indirect=True)
def test_a_close_without_an_answer_is_one(url: str) -> None:
    assert received(url) == b""


@pytest.mark.parametrize("url", [says(None, delivery=Delivery(ending=Ending.RESET))], indirect=True)
def test_a_reset_is_one(url: str) -> None:
    with pytest.raises(ConnectionResetError):
        received(url)


@pytest.mark.parametrize("url", [says(ANSWER, delivery=Delivery(cut_at=4))], indirect=True)
def test_a_body_that_is_cut_comes_as_far_as_it_goes(url: str) -> None:
    head, _, body = received(url).partition(b"\r\n\r\n")
    assert (b"content-length: 10" in head, body) == (True, b"0123")


@pytest.mark.parametrize("url", [says(ANSWER, delivery=Delivery(rate=60))], indirect=True)
def test_a_slow_body_trickles(url: str) -> None:
    with (
        httpcore.HTTPProxy(url) as client,
        client.stream("GET", "http://graph.microsoft.com/") as answer,
    ):
        pieces = [*answer.iter_stream()]
    assert b"".join(pieces) == ANSWER.body
    assert len(pieces) > 1
