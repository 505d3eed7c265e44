"""`redial_enforce` with a real mitmdump: no redirect that breaks the contract reaches the service, however it
is spelled, sent or repeated.
"""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from harness.exchange import Origin, Response
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.server.server import Server
from tests import _mitm, _upstream

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("project")]

CALL = f"/v1.0/communications/calls/{_mitm.CALL}"
SPELLINGS = [
    f"{CALL}/redirect()",
    f"{CALL}/microsoft.graph.redirect()",
    f"{CALL}%2Fredirect",
    f"{CALL}/%2572edirect",
    f"{CALL}/redirect;x=1",
    f"{CALL}/redirect/.",
    f"{CALL}/redirect/x/..",
    f"{CALL}/redirect%20",
    f"{CALL}/redirect%00",
    f"{CALL}\\redirect",
    f"/v1.0/print/..{CALL.removeprefix('/v1.0')}/redirect",
    f"//[{CALL}/redirect?x=://",
]
BATCH = (
    b'{"requests": [{"id": "1", "method": "POST", "url": "/communications/calls/57/redirect", "body": {}}]}'
)
WRONG = b'{"targets": [], "timeout": "30"}'


@pytest.fixture
def service() -> Iterator[tuple[str, _upstream.Service]]:
    service = _upstream.Service(Response(202))
    with Server(service) as server:
        yield server.url, service


def message(path: str, body: bytes, method: str = "POST", *fields: str) -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: graph.microsoft.com", "Connection: close"]
    head += ["Content-Type: application/json", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def connected(url: str | None) -> socket.socket:
    assert url is not None
    client = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 10)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def status(client: socket.socket, *parts: bytes) -> bytes:
    """The status of what was answered to a message that arrives in these parts, each by itself."""
    for part in parts[:-1]:
        client.sendall(part)
        time.sleep(0.2)
    client.sendall(parts[-1])
    return client.recv(65536)[9:12]


def sent(url: str | None, message: bytes) -> bytes:
    with connected(url) as client:
        return status(client, message)


def test_no_spelling_of_a_redirect_gets_past(
    project: Path, confdir: Path, service: tuple[str, _upstream.Service]
) -> None:
    enforced = {"redial_enforce": True}
    url, upstream = service
    with Proxy(project / "c.yaml", upstream=url, confdir=confdir, settings=enforced) as proxy:
        found = {path: sent(proxy.graph_url, message(path, WRONG)) for path in SPELLINGS}
        assert found == dict.fromkeys(SPELLINGS, b"400")
        override = message(f"{CALL}/redirect", WRONG, "OPTIONS", "X-HTTP-Method-Override: POST")
        assert sent(proxy.graph_url, override) == b"400"
        assert sent(proxy.graph_url, message("/v1.0/$batch", BATCH)) == b"502"
        assert sent(proxy.graph_url, message("/v1.0/me", b"{}")) == b"202"
    assert [request.path for request in upstream.requests] == ["/v1.0/me"]
    kept = _mitm.kept(project / "c.yaml")
    assert [exchange.origin for exchange in kept] == [Origin.ENFORCED] * (len(SPELLINGS) + 1)
    assert proxy.tally == Tally(len(SPELLINGS) + 1, len(SPELLINGS) + 1, 1), (
        "the batch is not read, and counted"
    )


def test_of_redirects_of_one_call_a_single_one_gets_past(
    project: Path, confdir: Path, service: tuple[str, _upstream.Service]
) -> None:
    url, upstream = service
    upstream.delay = 0.3
    with Proxy(project / "c.yaml", upstream=url, confdir=confdir, settings={"redial_enforce": True}) as proxy:
        where = f"{proxy.graph_url}{_mitm.PATH}"

        def redirect(number: int) -> int:
            fields = {"Content-Type": "application/json", "client-request-id": _guid(number)}
            fields["Authorization"] = "Bearer e.e.e"
            try:
                with urlopen(Request(where, _mitm.BODY, fields, method="POST"), timeout=20) as answer:
                    return int(answer.status)
            except OSError as error:
                return int(getattr(error, "code", 0))

        with ThreadPoolExecutor(4) as threads:
            assert sorted(threads.map(redirect, range(4))) == [202, 400, 400, 400]
        assert [redirect(number) for number in (4, 5, 6)] == [400, 400, 400]
    assert len(upstream.requests) == 1
    assert sorted(exchange.origin.value for exchange in _mitm.kept(project / "c.yaml")) == (
        ["enforced"] * 6 + ["simulated"]
    )


def test_what_does_not_look_like_http_at_first_is_read_as_such(
    project: Path, confdir: Path, service: tuple[str, _upstream.Service]
) -> None:
    """In a tunnel mitmproxy looks at the first bytes, and passes on unread what they do not tell."""
    url, upstream = service
    port = url.rpartition(":")[2]
    script = project / "route.py"
    script.write_text(_upstream.ROUTE.format(port=port))
    with Proxy(
        project / "c.yaml",
        modes=["regular"],
        confdir=confdir,
        settings={"redial_enforce": True},
        arguments=("--scripts", str(script)),
    ) as proxy:
        wrong = message(f"{CALL}/redirect", WRONG)
        for parts in ([wrong[:1], wrong[1:]], [wrong[:2], wrong[2:]], [b"\r\n", wrong]):
            with connected(proxy.proxy_url) as client:
                assert status(client, b"CONNECT graph.microsoft.com:80 HTTP/1.1\r\n\r\n") == b"200"
                assert status(client, *parts) == b"400"
    assert upstream.requests == []


def _guid(number: int) -> str:
    return f"5af1c0de-0000-4000-8000-{number:012x}"
