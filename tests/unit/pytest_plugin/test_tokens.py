"""The tokens of a tape: on webhooks, and from a login side that real verifiers and clients ask."""

from dataclasses import replace
from typing import Any

import httpx  # noqa: TID251 - the clients that users have
import jwt
import pytest
from vcr.errors import CannotOverwriteExistingCassetteException

from harness.exchange import Exchange
from harness.pytest_plugin.reel import playing
from tests.unit.bots import tape
from tests.unit.recorded import CALLS, told

KEYS = "https://login.botframework.com/v1/.well-known"


def with_token(exchange: Exchange) -> Exchange:
    headers = exchange.request.headers.replaced("Authorization", "Bearer eyJ.a.b")
    return replace(exchange, request=replace(exchange.request, headers=headers))


@pytest.mark.parametrize("app", [True, "00000000-1111-4222-8333-444455556666"])
def test_a_signed_token_is_one_that_a_verifier_accepts(app: bool | str) -> None:
    """PyJWT's client finds the key where the platform's configuration says, at the tape's login side."""
    seen: list[Any] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
        places = httpx.get(f"{KEYS}/openidconfiguration").json()
        key = jwt.PyJWKClient(places["jwks_uri"]).get_signing_key_from_jwt(token)
        audience = app if isinstance(app, str) else None
        options: Any = {"verify_aud": audience is not None}
        seen.append(
            jwt.decode(token, key.key, ["RS256"], audience=audience, issuer=places["issuer"], options=options)
        )
        start_response("202 Accepted", [])
        return []

    one = tape(with_token(told("created", "incoming")), with_token(told("deleted", "terminated", at=5)))
    with playing(one):
        one.play(application, signed=app)
    assert len(seen) == 2
    assert one.account() == ""


def test_without_being_asked_to_sign_a_token_is_as_it_is_recorded() -> None:
    one = tape(with_token(told("created", "incoming")))
    seen: list[str] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        seen.append(environ["HTTP_AUTHORIZATION"])
        start_response("202 Accepted", [])
        return []

    one.play(application)
    assert seen == ["Bearer REDACTED"]


def test_a_token_is_had_at_the_login_side_and_is_no_request_of_the_recording() -> None:
    one = tape(told("created", "incoming"))
    with playing(one):
        form = {"grant_type": "client_credentials", "client_id": CALLS[0], "client_secret": "b"}
        form["scope"] = "https://graph.microsoft.com/.default"
        answer = httpx.post("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", data=form)
    assert answer.json()["token_type"] == "Bearer"
    assert one.account() == ""


def test_what_the_login_side_does_not_know_is_not_recorded() -> None:
    one = tape(told("created", "incoming"))
    with playing(one), pytest.raises(CannotOverwriteExistingCassetteException):
        httpx.get("https://login.microsoftonline.com/common/somewhere")
    assert "not recorded: GET /common/somewhere" in one.account()
