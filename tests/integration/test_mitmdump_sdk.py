"""Microsoft's own SDK through the recording proxy, and the very file that was recorded played back to it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpcore
import pytest
from kiota_abstractions.api_error import APIError
from msgraph.graph_service_client import GraphServiceClient

from harness.exchange import Response, Way
from harness.library import open_cassette
from harness.proxy.recording import Proxy
from harness.redaction.redactor import Redactor
from harness.replay.player import Player
from harness.server.server import Server
from tests import _mitm, _upstream
from tests.integration.clients import Credential, typed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("project"),
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:msgraph", "ignore::DeprecationWarning:kiota_abstractions"
    ),
]

KEY = b"a key for tests alone"
BODY = {
    "targets": [
        {"identity": {"user": {"id": "5e93a1c8-f04d-4762-9bd8-a20f6c75e31b", "displayName": "Ada Okafor"}}}
    ],
    "timeout": 30,
    "callbackUri": "https://bot.contoso.example/api/calls",
}


@pytest.fixture
def recorded(project: Path, confdir: Path) -> Path:
    """A call that rang and was redirected by the SDK, recorded in reverse mode."""
    cassette = project / "calls.yaml"
    with (
        Server(_upstream.Service(Response(202))) as graph,
        Server(_upstream.Service(Response(202))) as bot,
        Proxy(cassette, upstream=graph.url, bot=bot.url, confdir=confdir) as proxy,
    ):
        with httpcore.ConnectionPool() as pool:
            pool.request("POST", f"{proxy.bot_url}/api/calls", content=_mitm.WEBHOOK)
        assert redirect(f"{proxy.graph_url}/v1.0/") == 202
    return cassette


def redirect(base_url: str | None = None, body: dict[str, Any] = BODY) -> int:
    """The status that the SDK got. It answers 2xx with None."""

    async def post() -> int:
        client = GraphServiceClient(Credential(), scopes=["https://graph.microsoft.com/.default"])
        if base_url is not None:
            client.request_adapter.base_url = base_url
        try:
            await client.communications.calls.by_call_id(_mitm.CALL).redirect.post(typed(body))
        except APIError as error:
            return error.response_status_code or 0
        finally:
            await close(client)
        return 202

    return asyncio.run(post())


async def close(client: GraphServiceClient) -> None:
    """Close its connections: the SDK wraps the transport that holds them, and does not hand on that it is
    closed.
    """
    http: Any = client.request_adapter._http_client  # type: ignore[attr-defined]
    for transport in (http._transport, *http._mounts.values()):
        while hasattr(transport, "transport"):
            transport = transport.transport
        if transport is not None:
            await transport.aclose()


def test_the_sdk_is_recorded_with_its_doubled_slash_and_without_its_users(recorded: Path) -> None:
    webhook, asked = _mitm.kept(recorded)
    assert (webhook.way, asked.way) == (Way.TO_BOT, Way.TO_GRAPH)
    assert asked.request.url.startswith("https://graph.microsoft.com/v1.0//communications/calls/")
    assert asked.request.headers.get("authorization") == "Bearer REDACTED"
    assert json.loads(asked.request.body)["timeout"] == 30
    text = recorded.read_text()
    for secret in (_mitm.CALL, "5e93a1c8", "Okafor", "contoso", "not-a-token", "a1f0c2d4"):
        assert secret not in text


@pytest.mark.parametrize("key", [KEY, b"somebody else's key", None], ids=["the key", "another key", "no key"])
def test_the_file_is_played_back_to_the_same_bot_with_its_real_ids(recorded: Path, key: bytes | None) -> None:
    player = Player(open_cassette(recorded).entries(), redactor=Redactor(key) if key else None)
    with Server(player) as server:
        assert redirect(f"{server.url}/v1.0/") == 202
        assert redirect(f"{server.url}/v1.0", {**BODY, "timeout": 31}) == 501, (
            "another request, and played out"
        )
    assert [entry.exchange.way for entry in player.played] == [Way.TO_GRAPH]
    assert len(player.missed) == 1


def test_the_sdk_is_recorded_behind_an_explicit_proxy_that_it_trusts(
    project: Path, confdir: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = _upstream.Authority(tmp_path_factory.mktemp("authority"))
    with _upstream.tls(authority.server("graph.microsoft.com")) as (port, told):
        route = tmp_path_factory.mktemp("route") / "route.py"
        route.write_text(_upstream.ROUTE.format(port=port))
        with Proxy(
            project / "calls.yaml",
            modes=["regular"],
            upstream_ca=authority.file,
            confdir=confdir,
            arguments=("--scripts", str(route)),
        ) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", str(proxy.proxy_url))
            monkeypatch.setenv("SSL_CERT_FILE", str(proxy.authority))
            assert redirect() == 202
    assert told[0].request.headers.get("authorization") == "Bearer not-a-token"
    (exchange,) = _mitm.kept(project / "calls.yaml")
    assert exchange.request.url.startswith("https://graph.microsoft.com/v1.0//communications/calls/")
