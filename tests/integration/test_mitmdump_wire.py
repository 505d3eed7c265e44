"""What travels is what is kept, through a real mitmdump: coded, cut in pieces, repeated, failing."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpcore
import pytest
import requests  # noqa: TID251 - a client of its users

from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.proxy.announced import Tally
from harness.proxy.recording import Proxy
from harness.responder import Answer, FollowUp
from harness.server.server import Server
from tests import _mitm, _upstream
from tests.integration.test_mitmdump_sdk import redirect

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("project"),
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:msgraph", "ignore::DeprecationWarning:kiota_abstractions"
    ),
]

JSON = {"Content-Type": "application/json"}


class Script:
    """Gives one answer after another, and remembers the requests."""

    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []

    def respond(self, request: Request, now: datetime) -> Answer:
        self.requests.append(request)
        return Answer(self.answers.pop(0), Origin.LIVE)

    def due(self, now: datetime) -> Iterator[FollowUp]:
        return iter(())


@pytest.fixture
def service() -> Iterator[tuple[_upstream.Service, str]]:
    played = _upstream.Service(Response(202))
    with Server(played) as server:
        yield played, server.url


def test_a_chunked_body_is_kept_whole(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    parts = [_mitm.BODY[:20], _mitm.BODY[20:21], _mitm.BODY[21:]]
    with Proxy(project / "c.yaml", upstream=service[1], confdir=confdir) as proxy:
        got = requests.post(f"{proxy.graph_url}{_mitm.PATH}", iter(parts), headers=JSON, timeout=20)
    assert got.status_code == 202
    assert service[0].requests[0].body == _mitm.BODY
    (exchange,) = _mitm.kept(project / "c.yaml")
    assert json.loads(exchange.request.body)["timeout"] == 30
    assert "length_sent" not in exchange.facts
    assert exchange.facts["length_counted"] == len(_mitm.BODY)


def test_a_compressed_body_travels_as_it_is_and_is_kept_in_clear(
    project: Path, confdir: Path, service: tuple[_upstream.Service, str]
) -> None:
    packed = gzip.compress(_mitm.BODY, mtime=0)
    headers = {**JSON, "Content-Encoding": "gzip"}
    with Proxy(project / "c.yaml", upstream=service[1], confdir=confdir) as proxy:
        got = requests.post(f"{proxy.graph_url}{_mitm.PATH}", packed, headers=headers, timeout=20)
    assert got.status_code == 202
    assert service[0].requests[0].headers.get("content-length") == str(len(packed))
    (exchange,) = _mitm.kept(project / "c.yaml")
    assert json.loads(exchange.request.body)["timeout"] == 30
    assert "content-encoding" not in exchange.request.headers
    assert exchange.facts["length_sent"] == exchange.facts["length_counted"] == len(packed)
    assert (exchange.facts["encoding"], exchange.facts["encoding_valid"]) == ("gzip", True)


def test_headers_that_are_repeated_are_kept_so_both_ways(project: Path, confdir: Path) -> None:
    reply = b"HTTP/1.1 202 Accepted\r\nVary: a\r\nvary: b\r\nVary: a\r\nContent-Length: 0\r\n\r\n"
    sent = [("Content-Type", "application/json"), ("Prefer", "a"), ("prefer", "b"), ("Prefer", "a")]
    with (
        _upstream.raw(reply) as (url, heard),
        Proxy(project / "c.yaml", upstream=url, confdir=confdir) as proxy,
    ):
        got = httpcore.request("POST", f"{proxy.graph_url}{_mitm.PATH}", headers=sent, content=_mitm.BODY)
    assert [pair for pair in got.headers if pair[0].lower() == b"vary"] == [
        (b"Vary", b"a"),
        (b"vary", b"b"),
        (b"Vary", b"a"),
    ]
    assert b"Prefer: a\r\nprefer: b\r\nPrefer: a\r\n" in heard[0]
    (exchange,) = _mitm.kept(project / "c.yaml")
    assert exchange.request.headers.get_all("prefer") == ("a", "b", "a")
    assert exchange.response is not None
    assert exchange.response.headers.get_all("vary") == ("a", "b", "a")


def test_each_retry_of_the_sdk_is_kept_as_it_happened(project: Path, confdir: Path) -> None:
    wait = Headers((("Retry-After", "1"),))
    service = Script(Response(429, wait), Response(503, wait), Response(202))
    with (
        Server(service) as server,
        Proxy(project / "c.yaml", upstream=server.url, confdir=confdir) as proxy,
    ):
        assert redirect(f"{proxy.graph_url}/v1.0/") == 202
    kept = _mitm.kept(project / "c.yaml")
    assert [each.response and each.response.status for each in kept] == [429, 503, 202]
    asked = [request.headers.get("retry-attempt") for request in service.requests]
    assert [each.request.headers.get("retry-attempt") for each in kept] == asked
    assert asked[1:] == ["1", "2"]
    for early, late in pairwise(kept):
        assert early.started_at is not None
        assert late.started_at is not None
        assert late.started_at - early.started_at >= timedelta(seconds=1)


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_service_that_hangs_up_is_no_answer(project: Path, confdir: Path, reset: bool) -> None:
    with (
        _upstream.raw(b"", reset=reset) as (url, _),
        Proxy(project / "c.yaml", upstream=url, confdir=confdir) as proxy,
    ):
        got = requests.post(f"{proxy.graph_url}{_mitm.PATH}", _mitm.BODY, headers=JSON, timeout=20)
    assert got.status_code == 502
    (exchange,) = _mitm.kept(project / "c.yaml")
    assert (exchange.response, bool(exchange.error)) == (None, True)
    assert proxy.tally == Tally(kept=1, redirects=1, failures=0)


def test_a_client_that_will_not_wait_got_no_answer(project: Path, confdir: Path) -> None:
    with (
        Server(_upstream.Service(delay=3)) as server,
        Proxy(project / "c.yaml", upstream=server.url, confdir=confdir) as proxy,
        pytest.raises(requests.ReadTimeout),
    ):
        requests.post(f"{proxy.graph_url}{_mitm.PATH}", _mitm.BODY, headers=JSON, timeout=0.5)
    (exchange,) = _mitm.kept(project / "c.yaml")
    assert (exchange.response, bool(exchange.error)) == (None, True)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failure_of_the_services_own_is_an_answer(project: Path, confdir: Path, status: int) -> None:
    answer = Response(status, Headers((("request-id", "r"),)), b'{"error": {"code": "BadGateway"}}')
    with (
        Server(_upstream.Service(answer, Origin.LIVE)) as server,
        Proxy(project / "c.yaml", upstream=server.url, confdir=confdir) as proxy,
    ):
        got = requests.post(f"{proxy.graph_url}{_mitm.PATH}", _mitm.BODY, headers=JSON, timeout=20)
    assert (got.status_code, got.headers["request-id"]) == (status, "r")
    (exchange,) = _mitm.kept(project / "c.yaml")
    assert exchange.response is not None
    assert (exchange.response.status, exchange.error, exchange.origin) == (status, None, Origin.LIVE)
