"""The login side: where tokens are to be had, and that they are to be had there."""

from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt import PyJWK

from harness.address import LOGIN_HOSTS
from harness.body import value_of
from harness.exchange import Origin, Request, Response
from harness.headers import Headers
from harness.simulator.simulator import RING
from harness.tokens import bearer
from harness.tokens.authority import Authority
from tests._signing import signer
from tests._talk import NOW, SPELLINGS, said

TENANT = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
LOGIN = "https://login.microsoftonline.com"
HERE = "http://127.0.0.1:8080"
FORM = {
    "grant_type": "client_credentials",
    "client_id": "c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56",
    "client_secret": "any",
    "scope": "https://graph.microsoft.com/.default",
    "resource": "https://graph.microsoft.com",
}


def answer(url: str, method: str = "GET", body: bytes = b"") -> Response:
    found = Authority().respond(Request(method, url, body=body), NOW)
    assert found is not None
    assert (found.origin, found.then) == (Origin.SIMULATED, ())
    return said(found)


def document(url: str) -> Any:
    response = answer(url)
    assert response.status == 200
    return value_of(response.body)


def token(url: str) -> Any:
    """The claims of a token that is asked for there."""
    response = answer(url, "POST", urlencode(FORM).encode())
    assert response.status == 200
    carried = Headers.of({"Authorization": f"Bearer {value_of(response.body)['access_token']}"})
    return bearer.claims(Request("POST", "/", carried))


@pytest.mark.parametrize("origin", [LOGIN, HERE])
@pytest.mark.parametrize(
    ("version", "endpoint", "keys"),
    [
        ("", "/oauth2/token", "/discovery/keys"),
        ("/v2.0", "/oauth2/v2.0/token", "/discovery/v2.0/keys"),
    ],
)
def test_the_metadata_of_a_tenant_leads_to_its_tokens_and_to_no_key(
    origin: str, version: str, endpoint: str, keys: str
) -> None:
    told = document(f"{origin}/{TENANT}{version}/.well-known/openid-configuration")
    assert told["token_endpoint"] == f"{origin}/{TENANT}{endpoint}"
    assert told["jwks_uri"] == f"{origin}/{TENANT}{keys}"
    assert told["authorization_endpoint"].startswith(f"{origin}/{TENANT}/oauth2/")
    assert token(told["token_endpoint"])["tid"] == TENANT
    assert document(told["jwks_uri"]) == {"keys": []}


def test_the_older_metadata_names_the_issuer_of_the_tokens_and_the_newer_its_own_host() -> None:
    older = document(f"{LOGIN}/{TENANT}/.well-known/openid-configuration")
    assert older["issuer"] == token(older["token_endpoint"])["iss"] == f"https://sts.windows.net/{TENANT}/"
    newer = document(f"{LOGIN}/{TENANT}/v2.0/.well-known/openid-configuration?appid=1")
    assert newer["issuer"] == f"{LOGIN}/{TENANT}/v2.0"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://login.microsoftonline.us", "https://login.microsoftonline.us"),
        ("https://login.microsoftonline.com:443", LOGIN),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://user:secret@gate.example:8443", "https://gate.example:8443"),
    ],
)
def test_a_document_names_the_host_that_was_called(url: str, origin: str) -> None:
    told = document(f"{url}/{TENANT}/v2.0/.well-known/openid-configuration")
    assert told["token_endpoint"] == f"{origin}/{TENANT}/oauth2/v2.0/token"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration", "https://api.aps.skype.com"),
        (
            "https://login.botframework.com/v1/.well-known/openidconfiguration",
            "https://login.botframework.com",
        ),
        (f"{HERE}/v1/.well-known/openidconfiguration", HERE),
    ],
)
def test_the_issuer_of_notifications_has_metadata_too(url: str, origin: str) -> None:
    told = document(url)
    assert told["issuer"] == "https://api.botframework.com"
    assert told["jwks_uri"] == f"{origin}/v1/.well-known/keys"
    assert document(told["jwks_uri"]) == {"keys": []}


@pytest.mark.parametrize(
    "configuration",
    [f"{LOGIN}/{TENANT}/v2.0/.well-known/openid-configuration", f"{HERE}/v1/.well-known/openidconfiguration"],
)
def test_with_a_signer_the_keys_verify_the_tokens(configuration: str) -> None:
    authority = Authority(signer())

    def told(url: str, method: str = "GET", body: bytes = b"") -> Any:
        found = authority.respond(Request(method, url, body=body), NOW)
        assert found is not None
        return value_of(said(found).body)

    [key] = told(told(configuration)["jwks_uri"])["keys"]
    token = told(f"{LOGIN}/{TENANT}/oauth2/v2.0/token", "POST", urlencode(FORM).encode())["access_token"]
    found = jwt.decode(
        token, PyJWK(key), algorithms=["RS256"], audience=FORM["resource"], options={"verify_exp": False}
    )
    assert found["appid"] == FORM["client_id"]


def test_without_consent_a_token_carries_no_role() -> None:
    found = Authority(roles=()).respond(
        Request("POST", f"{LOGIN}/{TENANT}/oauth2/v2.0/token", body=urlencode(FORM).encode()), NOW
    )
    carried = f"Bearer {value_of(said(found).body)['access_token']}"
    assert "roles" not in bearer.claims(Request("POST", "/", Headers.of({"Authorization": carried})))


def test_behind_whoever_ends_tls_the_urls_are_those_that_the_client_knows() -> None:
    url = f"{HERE}/{TENANT}/v2.0/.well-known/openid-configuration"
    found = Authority().respond(Request("GET", url, Headers.of({"X-Forwarded-Proto": "https"})), NOW)
    assert found is not None
    told = value_of(said(found).body)
    assert told["token_endpoint"] == f"{HERE.replace('http', 'https')}/{TENANT}/oauth2/v2.0/token"


def test_a_tenant_that_goes_by_a_domain_has_one_id_everywhere() -> None:
    told = document(f"{LOGIN}/Contoso.example/v2.0/.well-known/openid-configuration")
    named = token(f"{LOGIN}/contoso.example/oauth2/v2.0/token")["tid"]
    assert token(told["token_endpoint"])["tid"] == named
    assert told["issuer"] == f"{LOGIN}/{named}/v2.0"
    assert named != token(f"{LOGIN}/fabrikam.example/oauth2/v2.0/token")["tid"]


@pytest.mark.parametrize(
    "url", [f"{HERE}//{TENANT}//oauth2/v2.0/token", f"{HERE}/{TENANT.upper()}/OAuth2/Token"]
)
def test_doubled_slashes_and_capitals_are_nothing_to_the_login_side(url: str) -> None:
    assert token(url)["tid"] == TENANT


@pytest.mark.parametrize(
    ("endpoint", "version"), [("/oauth2/v2.0/authorize", "/v2.0"), ("/oauth2/authorize", "")]
)
def test_discovery_tells_where_the_metadata_of_an_authority_is(endpoint: str, version: str) -> None:
    query = urlencode({"api-version": "1.1", "authorization_endpoint": f"{LOGIN}/{TENANT}{endpoint}"})
    told = document(f"{LOGIN}/common/discovery/instance?{query}")
    place = told["tenant_discovery_endpoint"]
    assert place == f"{LOGIN}/{TENANT}{version}/.well-known/openid-configuration"
    assert document(place)["token_endpoint"].startswith(f"{LOGIN}/{TENANT}/")


def test_discovery_knows_every_login_host_once() -> None:
    query = urlencode({"authorization_endpoint": f"{LOGIN}/common/oauth2/authorize"})
    metadata = document(f"{LOGIN}/common/discovery/instance?{query}")["metadata"]
    aliases = [alias for group in metadata for alias in group["aliases"]]
    assert sorted(aliases) == sorted(LOGIN_HOSTS)
    assert all(group["preferred_network"] in group["aliases"] for group in metadata)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?authorization_endpoint=",
        "?authorization_endpoint=https%3A%2F%2Flogin.example%2Ft",
        f"?authorization_endpoint={LOGIN}",
    ],
)
def test_an_authority_that_is_none_is_an_invalid_instance(query: str) -> None:
    response = answer(f"{LOGIN}/common/discovery/instance{query}")
    assert (response.status, value_of(response.body)["error"]) == (400, "invalid_instance")


def test_a_wrong_request_for_a_token_gets_its_error() -> None:
    assert value_of(answer(f"{LOGIN}/{TENANT}/oauth2/token", "POST").body)["error"] == "invalid_request"
    assert value_of(answer(f"{LOGIN}/{TENANT}/oauth2/token").body)["error_codes"] == [900561]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", f"{HERE}{RING}"),
        *(("POST", HERE + spelling.format("41b3c8d2-5a6e-4f70-9b1c-2d3e4f5a6b7c")) for spelling in SPELLINGS),
        ("GET", f"{HERE}/"),
        ("GET", f"{LOGIN}/{TENANT}/oauth2/v2.0/authorize"),
        ("POST", f"{LOGIN}/{TENANT}/v2.0/.well-known/openid-configuration"),
        ("GET", f"{LOGIN}/a%0Ab/.well-known/openid-configuration"),
        ("GET", "https://[broken/x"),
    ],
)
def test_anything_else_is_left_to_others(method: str, url: str) -> None:
    assert Authority().respond(Request(method, url), NOW) is None


def test_nothing_is_ever_due() -> None:
    assert list(Authority().due(NOW)) == []


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "", "é\n"]),
    host=st.sampled_from([LOGIN, HERE, "", "//", "https://[broken"]),
    path=st.sampled_from(
        [
            "/t/oauth2/token",
            "/t/oauth2/v2.0/token",
            "/common/discovery/instance",
            "/t/.well-known/openid-configuration",
        ]
    ),
    rest=st.text(),
    body=st.binary(),
)
def test_no_request_is_an_error_of_ours(method: str, host: str, path: str, rest: str, body: bytes) -> None:
    Authority().respond(Request(method, f"{host}{path}?authorization_endpoint={rest}", body=body), NOW)
    Authority().respond(Request(method, f"{host}{path}{rest}", body=body), NOW)
