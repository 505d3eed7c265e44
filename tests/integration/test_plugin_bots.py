"""An unmodified bot of real parts on one tape: Flask, PyJWT, azure-identity and msgraph-sdk."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask
import jwt
import pytest
import requests  # noqa: TID251 - what bots have
from azure.identity import ClientSecretCredential
from azure.identity.aio import ClientSecretCredential as AsyncCredential
from msgraph.graph_service_client import GraphServiceClient

from harness.pytest_plugin.reel import playing
from harness.pytest_plugin.shelf import loaded
from harness.pytest_plugin.tape import Tape
from tests.integration.clients import typed
from tests.unit.recorded import redirect_body

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:msgraph", "ignore::DeprecationWarning:kiota_abstractions"
    ),
]

ROOT = Path(__file__).parents[2]
APP = "c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56"
TENANT = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
LOGIN = (TENANT, APP, "any secret")
SCOPE = "https://graph.microsoft.com/.default"
CONFIGURATION = "https://login.botframework.com/v1/.well-known/openidconfiguration"


def bot(timeout: int = 30) -> flask.Flask:
    """A bot that validates each webhook and redirects the call to one user."""
    app = flask.Flask("bot")
    ended: list[str] = []
    app.config["ended"] = ended

    async def redirect(call: str) -> None:
        async with AsyncCredential(*LOGIN) as credential:
            client = GraphServiceClient(credential, scopes=[SCOPE])
            body = typed({"targets": redirect_body()["targets"], "timeout": timeout})
            await client.communications.calls.by_call_id(call).redirect.post(body)

    @app.post("/api/calls/<line>")
    def webhook(line: str) -> Any:
        token = flask.request.headers["Authorization"].removeprefix("Bearer ")
        known = requests.get(CONFIGURATION, timeout=5).json()
        key = jwt.PyJWKClient(known["jwks_uri"]).get_signing_key_from_jwt(token)
        jwt.decode(token, key.key, ["RS256"], audience=APP, issuer=known["issuer"])
        call = flask.request.get_json()["value"][0]["resourceData"]
        if call["state"] == "terminated":
            ended.append(call["id"])
        else:
            asyncio.run(redirect(call["id"]))
        return line, 202

    return app


@pytest.fixture(params=["forward", "throttled-then-accepted"])
def tape(request: pytest.FixtureRequest) -> Iterator[Tape]:
    one = loaded(ROOT / "cassettes" / f"{request.param}.yaml", ROOT)
    with playing(one):
        yield one


def test_it_runs_offline_from_the_ring_to_the_end(tape: Tape) -> None:
    app = bot()
    replies = tape.play(app, signed=APP)
    assert [reply.response.status for reply in replies] == [202, 202]
    assert app.config["ended"] == list(tape.calls)
    assert tape.account() == ""


def test_one_line_changed_is_told_by_its_path(tape: Tape) -> None:
    tape.play(bot(timeout=31), signed=APP, timeout=0.1)
    assert "is nearest: body.timeout recorded 30, sent 31" in tape.account()
    assert "not played: interaction 2" in tape.account()


def test_a_token_of_azure_identity_is_had_without_the_network(tape: Tape) -> None:
    assert ClientSecretCredential(*LOGIN).get_token(SCOPE).token.count(".") == 2
