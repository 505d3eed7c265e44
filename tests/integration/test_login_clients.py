"""Microsoft's own login clients get tokens from the simulated login side, and take it for the real one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests  # noqa: TID251 - what both clients send with
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import ClientSecretCredential
from msal import ConfidentialClientApplication
from requests.adapters import HTTPAdapter  # noqa: TID251

from harness.contract import editions
from harness.exchange import Exchange, Request
from harness.headers import Headers
from harness.responder import First
from harness.server.server import Server
from harness.simulator.simulator import Simulator
from harness.tokens import bearer
from harness.tokens.authority import Authority

pytestmark = pytest.mark.slow

TENANT = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
CLIENT = "c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56"
SCOPE = "https://graph.microsoft.com/.default"


class Diverted(HTTPAdapter):
    """What a proxy does that ends TLS: every request goes to one server, its Host header as it was called."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        called = urlsplit(request.url or "")
        assert called.scheme == "https"
        request.headers["Host"] = str(called.netloc)
        request.url = f"{self.server.url}{called.path!s}?{called.query!s}".rstrip("?")
        return super().send(request, *args, **options)


class Login:
    """The simulated login side behind every https URL: what it was asked, and the session that it answers."""

    def __init__(self, server: Server, heard: list[Exchange]) -> None:
        self.session = requests.Session()
        self.session.mount("https://", Diverted(server))
        self._heard = heard

    @property
    def asked(self) -> list[str]:
        return [f"{each.request.host} {each.request.path}" for each in self._heard]

    def msal(self, host: str) -> ConfidentialClientApplication:
        return ConfidentialClientApplication(
            CLIENT, client_credential="any", authority=f"https://{host}/{TENANT}", http_client=self.session
        )


@pytest.fixture
def login() -> Iterator[Login]:
    heard: list[Exchange] = []
    graph = First(Simulator(editions.documentation()), Authority())
    with Server(graph, answered=heard.append) as server:
        login = Login(server, heard)
        with login.session:
            yield login


def claims(token: str) -> Any:
    return bearer.claims(Request("POST", "/", Headers.of({"Authorization": f"Bearer {token}"})))


@pytest.mark.parametrize("host", ["login.microsoftonline.com", "login.microsoftonline.us"])
@pytest.mark.parametrize("tenant", [TENANT, "contoso.example"])
def test_azure_identity_gets_a_token_with_a_client_secret(host: str, tenant: str, login: Login) -> None:
    transport = RequestsTransport(session=login.session, session_owner=False)
    with ClientSecretCredential(tenant, CLIENT, "any", authority=host, transport=transport) as credential:
        first = credential.get_token(SCOPE)
        again = credential.get_token(SCOPE)
    found = claims(first.token)
    assert (found["aud"], found["appid"]) == ("https://graph.microsoft.com", CLIENT)
    assert again.token == first.token
    assert abs(first.expires_on - found["exp"]) <= 2
    assert login.asked == [
        f"{host} /{tenant}/v2.0/.well-known/openid-configuration",
        f"{host} /{found['tid']}/oauth2/v2.0/token",
    ]


def test_msal_gets_a_token_and_keeps_it(login: Login) -> None:
    application = login.msal("login.microsoftonline.com")
    first = application.acquire_token_for_client([SCOPE])
    assert claims(first["access_token"])["tid"] == TENANT
    again = application.acquire_token_for_client([SCOPE])
    assert (again["access_token"], again["token_source"]) == (first["access_token"], "cache")


def test_msal_reads_a_refusal_as_entras_own(login: Login) -> None:
    application = login.msal("login.microsoftonline.com")
    told = application.acquire_token_for_client(["Calls.Initiate.All"])
    assert (told["error"], told["error_codes"]) == ("invalid_scope", [1002012])


def test_msal_finds_the_aliases_of_an_authority_and_refuses_one_that_is_none(login: Login) -> None:
    assert login.msal("login.windows.net").get_accounts() == []
    assert "login.windows.net /common/discovery/instance" in login.asked
    with pytest.raises(ValueError, match="invalid_instance"):
        login.msal("login.example")
