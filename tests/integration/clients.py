"""HTTP clients for Python as bots use them, each sending one redirect: the status that it got."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

import aiohttp
import httpx  # noqa: TID251 - the clients that users have
import requests  # noqa: TID251 - the same
import urllib3
from azure.core.credentials import AccessToken
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import AccessTokenProvider
from kiota_abstractions.authentication.allowed_hosts_validator import AllowedHostsValidator
from msgraph.generated.communications.calls.item.redirect.redirect_post_request_body import (
    RedirectPostRequestBody,
)
from msgraph.generated.models.identity import Identity
from msgraph.generated.models.identity_set import IdentitySet
from msgraph.generated.models.invitation_participant_info import InvitationParticipantInfo
from msgraph.graph_service_client import GraphServiceClient

GRAPH = "https://graph.microsoft.com"

type Client = Callable[[str, dict[str, Any]], int]
"""Posts a body to the redirect of a call."""


def path(call: str) -> str:
    return f"/v1.0/communications/calls/{call}/redirect"


def with_requests(call: str, body: dict[str, Any]) -> int:
    return requests.post(GRAPH + path(call), json=body, timeout=5).status_code


def with_urllib3(call: str, body: dict[str, Any]) -> int:
    headers = {"Content-Type": "application/json"}
    with urllib3.PoolManager() as pool:
        return pool.request("POST", GRAPH + path(call), body=json.dumps(body), headers=headers).status


def with_httpx(call: str, body: dict[str, Any]) -> int:
    with httpx.Client() as client:
        return client.post(GRAPH + path(call), json=body).status_code


def with_httpx_async(call: str, body: dict[str, Any]) -> int:
    async def post() -> int:
        async with httpx.AsyncClient() as client:
            return (await client.post(GRAPH + path(call), json=body)).status_code

    return asyncio.run(post())


def with_aiohttp(call: str, body: dict[str, Any]) -> int:
    async def post() -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(GRAPH + path(call), json=body) as response,
        ):
            return response.status

    return asyncio.run(post())


def with_aiohttp_base_url(call: str, body: dict[str, Any]) -> int:
    async def post() -> int:
        async with aiohttp.ClientSession(GRAPH) as session, session.post(path(call), json=body) as response:
            return response.status

    return asyncio.run(post())


def with_msgraph_sdk(call: str, body: dict[str, Any]) -> int:
    """Microsoft's own: doubles a slash, orders members by name, answers 2xx with None."""

    async def post() -> int:
        client = GraphServiceClient(Credential(), scopes=[f"{GRAPH}/.default"])
        try:
            await client.communications.calls.by_call_id(call).redirect.post(typed(body))
        except APIError as error:
            return error.response_status_code or 0
        return 202

    return asyncio.run(post())


class Credential:
    """A credential that fetches nothing."""

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken("not-a-token", int(time.time()) + 3600)

    async def close(self) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Nothing is open."""


class Tokens(AccessTokenProvider):
    """Tells which claims it was asked for."""

    def __init__(self) -> None:
        self.claims: list[str | None] = []

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, object] | None = None
    ) -> str:
        asked = (additional_authentication_context or {}).get("claims")
        self.claims.append(asked if isinstance(asked, str) else None)
        return "any.thing.here"

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


def typed(body: dict[str, Any]) -> RedirectPostRequestBody:
    """The body as the SDK's own classes."""
    return RedirectPostRequestBody(
        targets=[
            InvitationParticipantInfo(
                odata_type="#microsoft.graph.invitationParticipantInfo",
                identity=IdentitySet(
                    user=Identity(
                        id=target["identity"]["user"]["id"],
                        display_name=target["identity"]["user"]["displayName"],
                    )
                ),
            )
            for target in body["targets"]
        ],
        timeout=body["timeout"],
        callback_uri=body.get("callbackUri"),
    )


PLAIN: dict[str, Client] = {
    "requests": with_requests,
    "httpx": with_httpx,
    "httpx, async": with_httpx_async,
    "aiohttp": with_aiohttp,
}
"""Clients whose requests vcrpy's own default matchers recognise."""

ALL: dict[str, Client] = PLAIN | {
    "urllib3": with_urllib3,
    "aiohttp with a base_url": with_aiohttp_base_url,
    "msgraph-sdk": with_msgraph_sdk,
}
