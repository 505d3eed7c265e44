"""Graph's SDKs for Python, each for its version of the service: a recorded redirect is played to both."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import vcr
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import BaseBearerTokenAuthenticationProvider

from harness.cassette import HEADER, block
from harness.exchange import Request
from harness.matching import register
from tests.integration.clients import Tokens
from tests.unit.cli.program import Program
from tests.unit.recorded import CALLS, KEY, MEGAN, asked, redirect, redirect_body

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:msgraph"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:msgraph_beta"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:kiota_abstractions"),
]

SDKS = [
    pytest.param("msgraph", "v1.0", "communications", id="v1.0"),
    pytest.param("msgraph_beta", "beta", "communications", id="beta", marks=pytest.mark.beta),
    pytest.param("msgraph_beta", "beta", "app", id="beta, /app", marks=pytest.mark.beta),
]
"""Package, version, root."""


def recording(path: Path, version: str, root: str) -> Path:
    """A masked cassette with one redirect there."""
    sent = redirect(CALLS[0], redirect_body())
    url = sent.url.replace("v1.0", version).replace("communications", root)
    one = KEY.exchange(asked(Request("POST", url, sent.headers, sent.body)))
    path.write_bytes(HEADER + block(one, 1, key=KEY.key_id))
    return path


def posting(package: str, url: str, root: str, *, timeout: int = 45) -> Any:
    """Send it as that SDK does; None is its word for every 2xx."""

    def named(path: str, name: str) -> Any:
        return getattr(import_module(f"{package}.{path}"), name)

    models = "generated.models"
    identity = named(f"{models}.identity", "Identity")(id=MEGAN, display_name="Megan Bowen")
    target = named(f"{models}.invitation_participant_info", "InvitationParticipantInfo")(
        identity=named(f"{models}.identity_set", "IdentitySet")(user=identity)
    )
    place = f"generated.{root}.calls.item.redirect.redirect_post_request_body"
    body = named(place, "RedirectPostRequestBody")(
        targets=[target], timeout=timeout, callback_uri="https://bot.contoso.com/api/calls"
    )

    async def post() -> Any:
        adapter = named("graph_request_adapter", "GraphRequestAdapter")(
            BaseBearerTokenAuthenticationProvider(Tokens())
        )
        adapter.base_url = url
        graph = named("graph_service_client", "GraphServiceClient")(request_adapter=adapter)
        try:
            return await getattr(graph, root).calls.by_call_id(CALLS[0]).redirect.post(body)
        finally:
            await adapter._http_client._transport.transport.aclose()  # the SDK itself closes nothing

    return asyncio.run(post())


@pytest.mark.parametrize(("package", "version", "root"), SDKS)
def test_in_process_through_vcrpy(
    package: str, version: str, root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a socket was connected")

    cassette = recording(tmp_path / "calls.yaml", version, root)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with register(vcr.VCR(record_mode="none"), redactor=KEY).use_cassette(cassette) as tape:
        assert posting(package, f"https://graph.microsoft.com/{version}", root) is None
        assert tape.all_played


@pytest.mark.parametrize(("package", "version", "root"), SDKS)
def test_from_redial_replay_as_a_server(package: str, version: str, root: str, tmp_path: Path) -> None:
    with served(recording(tmp_path / "calls.yaml", version, root)) as (url, program):
        assert posting(package, f"{url}/{version}", root) is None
        ended = program.told()
    assert "1 played, 0 missed, 0 left unplayed, " in ended.out
    assert ended.status == 0


@pytest.mark.parametrize(("package", "version", "root"), SDKS)
def test_what_is_not_recorded_it_raises(package: str, version: str, root: str, tmp_path: Path) -> None:
    with served(recording(tmp_path / "calls.yaml", version, root)) as (url, program):
        with pytest.raises(APIError) as caught:
            posting(package, f"{url}/{version}", root, timeout=30)
        ended = program.told()
    assert caught.value.response_status_code == 501
    assert "is nearest: body.timeout recorded 45, sent 30" in ended.out
    assert ended.status == 1


@contextmanager
def served(cassette: Path) -> Iterator[tuple[str, Program]]:
    """`redial replay` with it on a free port: where that is."""
    with Program("replay", cassette, "--port", 0, cwd=cassette.parent) as program:
        yield program.line("to answer at ").partition("to answer at ")[2].partition(": make")[0], program
