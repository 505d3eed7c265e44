"""The simulated Graph on a port, called by the official SDK with a bot on the other side."""

import json
import time
from datetime import UTC, datetime

import httpcore
import httpx  # noqa: TID251 - the SDK's
import pytest
from kiota_abstractions.authentication import AccessTokenProvider, BaseBearerTokenAuthenticationProvider
from kiota_abstractions.authentication.allowed_hosts_validator import AllowedHostsValidator
from msgraph.generated.communications.calls.item.redirect.redirect_post_request_body import (
    RedirectPostRequestBody,
)
from msgraph.generated.models.identity import Identity
from msgraph.generated.models.identity_set import IdentitySet
from msgraph.generated.models.invitation_participant_info import InvitationParticipantInfo
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from harness import notification
from harness.address import without_origin
from harness.body import value_of
from harness.contract import editions
from harness.exchange import Exchange, Origin, Response
from harness.faults import Scripted, throttled
from harness.responder import Answer, First
from harness.server.server import Server
from harness.simulator.choices import Choices
from harness.simulator.simulator import RING, Note, Simulator
from tests._voices import Voice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:msgraph", "ignore::DeprecationWarning:kiota_abstractions"
    ),
]


class Token(AccessTokenProvider):
    async def get_authorization_token(
        self, uri: str, additional_authentication_context: object = None
    ) -> str:
        return "token"

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


async def redirect(server: Server, call: str, seconds: int = 30) -> None:
    """Redirect a call as a bot does that uses the SDK with its defaults."""
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token()))
    adapter.base_url = f"{server.url}/v1.0/"
    user = Identity(id="8d1f6f0e-51a4-4d0c-b6a2-2a9a3c1f7e55")
    target = InvitationParticipantInfo(identity=IdentitySet(user=user))
    body = RedirectPostRequestBody(targets=[target], timeout=seconds)
    graph = GraphServiceClient(request_adapter=adapter)
    try:
        await graph.communications.calls.by_call_id(call).redirect.post(body)
    finally:
        await adapter._http_client._transport.transport.aclose()  # the SDK itself closes nothing


def ring(server: Server) -> str:
    call: str = value_of(httpcore.request("POST", server.url + RING).content)["call"]
    return call


async def test_the_sdk_redirects_a_call_and_the_bot_hears_it_ring_and_end() -> None:
    bot = Voice(lambda request: Answer(Response(202), Origin.LIVE))
    heard: list[Exchange] = []
    notes: list[Note] = []
    graph = Simulator(editions.documentation("v1.0"), choices=Choices(ending=0.05), noted=notes.append)
    with Server(bot) as listening, Server(graph, bot=listening.url, answered=heard.append) as server:
        call = ring(server)
        await redirect(server, call)
        assert server.deliveries
        assert server.deliveries.settle(10)
    told = [notification.read(request.body)[0] for request in bot.asked]
    assert [(each.call, each.state) for each in told] == [(call, "incoming"), (call, "terminated")]
    assert heard[-1].request.path == f"/v1.0//communications/calls/{call}/redirect"
    assert notes == []


def act_with_callback(server: Server, place: str) -> None:
    """Ring, redirect the call with a callback of its own, and reject one that never rang."""
    target = {"identity": {"user": {"id": "8d1f6f0e-51a4-4d0c-b6a2-2a9a3c1f7e55"}}}
    body = json.dumps({"targets": [target], "timeout": 30, "callbackUri": place}).encode()
    headers = [("Authorization", "Bearer token"), ("Content-Type", "application/json")]
    for call, action in ((ring(server), "redirect"), ("41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c", "reject")):
        url = f"{server.url}/v1.0/communications/calls/{call}/{action}"
        assert httpcore.request("POST", url, headers=headers, content=body).status in (202, 204)


def test_of_a_callback_the_path_counts_and_never_the_host() -> None:
    bot, other = (Voice(lambda request: Answer(Response(202), Origin.LIVE)) for _ in range(2))
    graph = Simulator(editions.documentation(), choices=Choices(ending=0))
    with (
        Server(bot) as listening,
        Server(other) as elsewhere,
        Server(graph, bot=f"{listening.url}/hook") as server,
    ):
        act_with_callback(server, f"{elsewhere.url}/calls/42?instance=7")
        while len(bot.asked) < 3:
            time.sleep(0.005)
    assert other.asked == []
    assert sorted(without_origin(request.url) for request in bot.asked) == [
        "/api/calls",
        *["/calls/42?instance=7"] * 2,
    ]


def test_without_a_bot_no_callback_is_called() -> None:
    other = Voice()
    graph = Simulator(editions.documentation(), choices=Choices(ending=0))
    with Server(other) as elsewhere, Server(graph) as server:
        act_with_callback(server, f"{elsewhere.url}/calls/42")
    assert (server.undelivered, server.deliveries) == (3, None)
    assert other.asked == []


async def test_the_sdk_reads_a_refusal_as_graphs_own() -> None:
    with Server(Simulator(editions.documentation("v1.0"))) as server, pytest.raises(ODataError) as caught:
        await redirect(server, ring(server), seconds=5)
    assert caught.value.response_status_code == 400
    assert caught.value.error
    assert caught.value.error.code == "BadRequest"
    assert caught.value.error.message
    assert caught.value.error.message.startswith("RDQ041: ")
    assert caught.value.error.inner_error
    assert caught.value.error.inner_error.date
    assert caught.value.error.inner_error.date.replace(tzinfo=UTC) <= datetime.now(UTC)


async def test_the_sdk_waits_as_a_throttled_answer_says() -> None:
    heard: list[Exchange] = []
    graph = First(Scripted({1: throttled(1)}), Simulator(editions.documentation()))
    with Server(graph, answered=heard.append) as server:
        await redirect(server, ring(server))
    statuses = [exchange.response.status for exchange in heard if exchange.response]
    assert statuses == [201, 429, 204]
    assert [exchange.origin for exchange in heard] == [Origin.SIMULATED] * 3
    attempts = [exchange.request.headers.get("client-request-id") for exchange in heard[1:]]
    assert attempts[0] == attempts[1]


async def test_the_sdk_meets_a_closed_connection_as_an_error() -> None:
    with (
        Server(Voice(lambda request: Answer(None, Origin.FAULT))) as server,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        await redirect(server, "c")
