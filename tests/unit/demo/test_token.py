"""The tokens of the small bot."""

from harness.demo.token import APPLICATION, token
from harness.exchange import Request
from harness.headers import Headers
from harness.tokens import bearer

TENANT = "0ad7c36f-82e4-4b59-a91d-3e75c08fb2d4"


def test_a_token_says_what_the_login_side_would_have_it_say_and_is_signed_by_nobody() -> None:
    sent = Request("POST", "/", Headers.of({"Authorization": f"Bearer {token(TENANT)}"}))
    claims = bearer.claims(sent)
    assert (claims["tid"], claims["appid"]) == (TENANT, APPLICATION)
    assert (claims["aud"], claims["roles"]) == ("https://graph.microsoft.com", ["Calls.Initiate.All"])
    assert token(TENANT).endswith(f".{bearer.SIGNATURE}")


def test_each_tenant_has_its_own() -> None:
    assert token(TENANT) != token("")
