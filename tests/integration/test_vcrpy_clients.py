"""One cassette of ours replays under vcrpy's own matchers, and with every client under ours."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
import vcr
from vcr.errors import CannotOverwriteExistingCassetteException

from harness.cassette import HEADER, block
from harness.exchange import Request, Response, Way
from harness.headers import Headers
from harness.library import open_cassette
from harness.matching import register
from harness.redaction.redactor import Redactor
from tests.integration import clients
from tests.unit.recorded import CALLER, CALLS, KEY, OTHER_KEY, asked, forward, redirect, redirect_body, told

# warnings of the SDK about its own modules
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:msgraph", "ignore::DeprecationWarning:kiota_abstractions"
)

READERS = [
    pytest.param(KEY, id="the key of the file"),
    pytest.param(None, id="no key"),
]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing connects; the pairs of sockets that asyncio makes are connected already."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was connected")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    """A conversation with a throttled redirect, masked, as the recorder writes it."""
    throttled = Response(429, Headers.of({"Content-Type": "application/json", "Retry-After": "1"}), THROTTLED)
    recording = [
        told("created", "incoming"),
        asked(redirect(), at=1, response=throttled),
        asked(redirect(), at=2),
        told("deleted", "terminated", at=9),
        *forward(CALLS[1], at=20, timeout=30),
    ]
    path = tmp_path / "throttled.yaml"
    blocks = (block(KEY.exchange(one), number, key=KEY.key_id) for number, one in enumerate(recording, 1))
    path.write_bytes(HEADER + b"".join(blocks))
    return path


THROTTLED = json.dumps({"error": {"code": "TooManyRequests", "message": "Too many requests"}}).encode()


def own(cassette: Path) -> list[Request]:
    """The requests to Graph as they stand in the file."""
    return [
        entry.exchange.request for entry in open_cassette(cassette).entries() if entry.number in (2, 3, 6)
    ]


def call_and_body(request: Request) -> tuple[str, dict[str, Any]]:
    return request.segments[-2], json.loads(request.body)


@pytest.mark.parametrize("client", clients.PLAIN)
def test_stock_vcrpy_replays_it_under_its_own_matchers(cassette: Path, client: str) -> None:
    with vcr.use_cassette(cassette, record_mode="none") as tape:
        statuses = [clients.PLAIN[client](*call_and_body(request)) for request in own(cassette)]
        assert tape.all_played
    assert statuses == [429, 202, 202]


SHIPPED = Path(__file__).parents[2] / "cassettes" / "forward.yaml"


@pytest.mark.parametrize("client", clients.PLAIN)
def test_a_shipped_cassette_replays_unchanged_through_stock_vcrpy(client: str) -> None:
    (entry,) = (one for one in open_cassette(SHIPPED).entries() if one.exchange.way is Way.TO_GRAPH)
    with vcr.use_cassette(SHIPPED, record_mode="none") as tape:
        assert clients.PLAIN[client](*call_and_body(entry.exchange.request)) == 202
        assert tape.all_played


@pytest.mark.parametrize("client", clients.ALL)
def test_a_shipped_cassette_replays_with_every_client_under_ours(client: str) -> None:
    (entry,) = (one for one in open_cassette(SHIPPED).entries() if one.exchange.way is Way.TO_GRAPH)
    with register(vcr.VCR(record_mode="none")).use_cassette(SHIPPED) as tape:
        assert clients.ALL[client](*call_and_body(entry.exchange.request)) == 202
        assert tape.all_played


@pytest.mark.parametrize("redactor", READERS)
@pytest.mark.parametrize(
    "client",
    [
        *clients.PLAIN,
        "urllib3",
        "aiohttp with a base_url",
        pytest.param("msgraph-sdk", marks=pytest.mark.slow),  # it waits as long as it is told to
    ],
)
def test_every_client_replays_it_with_its_real_ids_under_ours(
    cassette: Path, client: str, redactor: Redactor | None
) -> None:
    sent = [(CALLS[0], redirect_body()), (CALLS[0], redirect_body()), (CALLS[1], redirect_body(timeout=30))]
    if client == "msgraph-sdk":
        del sent[1]  # it sends the second attempt by itself
    with register(vcr.VCR(record_mode="none"), redactor=redactor).use_cassette(cassette) as tape:
        statuses = [clients.ALL[client](*each) for each in sent]
        assert tape.all_played
    assert statuses == ([202, 202] if client == "msgraph-sdk" else [429, 202, 202])


@pytest.mark.parametrize("client", clients.ALL)
def test_every_client_replays_it_with_the_ids_of_the_file_under_ours(cassette: Path, client: str) -> None:
    with register(vcr.VCR(record_mode="none")).use_cassette(cassette) as tape:
        status = clients.ALL[client](*call_and_body(own(cassette)[2]))
        assert (status, tape.play_count) == (202, 1)


@pytest.mark.parametrize("client", clients.ALL)
def test_a_miss_tells_the_differences_in_vcrpys_own_message(cassette: Path, client: str) -> None:
    with (
        register(vcr.VCR(record_mode="none"), redactor=KEY).use_cassette(cassette),
        pytest.raises(CannotOverwriteExistingCassetteException) as raised,
    ):
        clients.ALL[client](CALLS[1], redirect_body(timeout=5))
    assert raised.value.reason == "no_match"
    assert "redial differs: body.timeout recorded 30, sent 5" in str(raised.value)


def test_the_key_of_another_project_matches_nothing_that_is_masked(cassette: Path) -> None:
    with (
        register(vcr.VCR(record_mode="none"), redactor=OTHER_KEY).use_cassette(cassette),
        pytest.raises(CannotOverwriteExistingCassetteException, match="redial differs: call recorded"),
    ):
        clients.with_httpx(CALLS[1], redirect_body(timeout=30))


def test_with_the_key_a_redirect_to_somebody_else_is_a_miss(cassette: Path) -> None:
    with (
        register(vcr.VCR(record_mode="none"), redactor=KEY).use_cassette(cassette),
        pytest.raises(
            CannotOverwriteExistingCassetteException, match=r"targets\[0\]\.identity\.user\.id recorded"
        ),
    ):
        clients.with_httpx(CALLS[1], redirect_body(CALLER, timeout=30))
