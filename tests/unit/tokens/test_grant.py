"""Tokens for applications: what stands in them, and what is asked for in vain."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.body import value_of
from harness.exchange import Exchange, Request, Response, Way
from harness.facts import facts_of
from harness.headers import Headers
from harness.tokens import bearer
from harness.tokens.grant import V1, V2, Endpoint, granted
from tests._talk import NOW

TENANT = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"
CLIENT = "c41d7a90-5b6e-4f23-9c08-7a1e2d3b4f56"
SECRET = "a-secret-that-nobody-reads"
GRAPH = "https://graph.microsoft.com"
ASKED = {
    V1: {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "resource": GRAPH},
    V2: {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "scope": f"{GRAPH}/.default",
    },
}
ENDPOINTS = [pytest.param(V1, id="v1"), pytest.param(V2, id="v2")]


def answer(endpoint: Endpoint, method: str = "POST", **changed: str) -> Response:
    """What is answered to the usual form with some fields changed; an empty one is left out."""
    form = {name: value for name, value in (ASKED[endpoint] | changed).items() if value}
    return granted(endpoint, Request(method, "/", body=urlencode(form).encode()), TENANT, NOW)


def carrying(token: str) -> Request:
    return Request("POST", "/", Headers.of({"Authorization": f"Bearer {token}"}))


def claims(response: Response) -> Any:
    return bearer.claims(carrying(value_of(response.body)["access_token"]))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_token_says_what_graph_looks_at(endpoint: Endpoint) -> None:
    issued = int(NOW.timestamp())
    assert claims(answer(endpoint)) == {
        "aud": GRAPH,
        "iss": f"https://sts.windows.net/{TENANT}/",
        "iat": issued,
        "nbf": issued,
        "exp": issued + 3599,
        "appid": CLIENT,
        "roles": ["Calls.Initiate.All"],
        "tid": TENANT,
        "ver": "1.0",
    }


def test_the_newer_endpoint_tells_numbers() -> None:
    told = value_of(answer(V2).body)
    assert told.pop("access_token")
    assert told == {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599}


def test_the_older_endpoint_tells_texts_and_more_of_them() -> None:
    told = value_of(answer(V1).body)
    assert told.pop("access_token")
    issued = int(NOW.timestamp())
    assert told == {
        "token_type": "Bearer",
        "expires_in": "3599",
        "ext_expires_in": "3599",
        "not_before": str(issued),
        "expires_on": str(issued + 3599),
        "resource": GRAPH,
    }


@pytest.mark.parametrize(
    ("endpoint", "asked", "audience"),
    [
        (V2, {"scope": f"{GRAPH}/.default"}, GRAPH),
        (V2, {"scope": f"{GRAPH}//.default"}, f"{GRAPH}/"),
        (V2, {"scope": "https://api.botframework.com/.default"}, "https://api.botframework.com"),
        (V1, {"resource": f"{GRAPH}/"}, f"{GRAPH}/"),
        (V1, {"resource": "00000003-0000-0000-c000-000000000000"}, "00000003-0000-0000-c000-000000000000"),
    ],
)
def test_the_audience_is_the_resource_that_was_asked_for(
    endpoint: Endpoint, asked: dict[str, str], audience: str
) -> None:
    assert claims(answer(endpoint, **asked))["aud"] == audience


def test_the_facts_of_a_request_with_such_a_token_are_those_of_a_good_one() -> None:
    request = carrying(value_of(answer(V2).body)["access_token"])
    exchange = Exchange(request, None, Way.TO_GRAPH, started_at=NOW + timedelta(minutes=5))
    found = facts_of(exchange, None)
    assert found["token_audience_graph"] is True
    assert found["token_has_calls_initiate"] is True
    assert found["token_expired"] is False


@pytest.mark.parametrize(
    ("endpoint", "changed", "error", "number"),
    [
        (V2, {"grant_type": ""}, "invalid_request", 900144),
        (V1, {"client_id": ""}, "invalid_request", 900144),
        (V1, {"resource": ""}, "invalid_request", 900144),
        (V2, {"scope": ""}, "invalid_request", 900144),
        (V2, {"grant_type": "authorization_code"}, "unsupported_grant_type", 70003),
        (V1, {"grant_type": "password", "client_id": ""}, "unsupported_grant_type", 70003),
        (V2, {"scope": "Calls.Initiate.All"}, "invalid_scope", 1002012),
        (V2, {"scope": "/.default"}, "invalid_scope", 1002012),
        (V2, {"scope": f"{GRAPH}/.default openid"}, "invalid_scope", 1002012),
        (V2, {"scope": f"openid {GRAPH}/.default"}, "invalid_scope", 1002012),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong_with_it(
    endpoint: Endpoint, changed: dict[str, str], error: str, number: int
) -> None:
    response = answer(endpoint, **changed)
    told = value_of(response.body)
    assert (response.status, told["error"], told["error_codes"]) == (400, error, [number])


def test_a_missing_field_is_named() -> None:
    assert "'client_id'" in value_of(answer(V2, client_id="").body)["error_description"]


def test_json_is_no_form() -> None:
    response = granted(V2, Request("POST", "/", body=b'{"grant_type": "client_credentials"}'), TENANT, NOW)
    assert value_of(response.body)["error_description"] == (
        "AADSTS900144: The body is no form with the field 'grant_type'."
    )


def test_a_token_is_not_to_be_had_with_get() -> None:
    assert value_of(answer(V2, "GET").body)["error_codes"] == [900561]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_secret_makes_no_difference(endpoint: Endpoint) -> None:
    assert answer(endpoint) == answer(endpoint, client_secret="") == answer(endpoint, client_secret="other")


@given(
    endpoint=st.sampled_from([V1, V2]),
    field=st.sampled_from(["grant_type", "scope", "client_secret", "resource"]),
    value=st.text("abcdefghij/.:%+& é", min_size=12),
)
def test_no_refusal_says_back_what_was_sent(endpoint: Endpoint, field: str, value: str) -> None:
    response = answer(endpoint, **{field: value})
    assert response.status == 200 or value not in value_of(response.body)["error_description"]


@given(endpoint=st.sampled_from([V1, V2]), body=st.binary())
def test_no_body_is_an_error_of_ours(endpoint: Endpoint, body: bytes) -> None:
    assert granted(endpoint, Request("POST", "/", body=body), TENANT, NOW).status == 400
