"""A Signer: what it signs, a real verifier accepts by the public half of its key alone."""

from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt import PyJWK

from harness.tokens import signing_key
from harness.tokens.signer import Signer, thumbprint
from tests._signing import signer

CLAIMS = st.dictionaries(
    st.text(max_size=8).filter(lambda name: name not in {"exp", "nbf", "iat", "aud", "iss", "sub", "jti"}),
    st.text() | st.integers(-(2**53), 2**53) | st.lists(st.text()) | st.booleans(),
    max_size=4,
)


@given(CLAIMS)
def test_a_token_carries_its_claims_and_verifies(claims: dict[str, Any]) -> None:
    token = signer().sign(claims)
    assert jwt.decode(token, PyJWK(dict(signer().jwk)), algorithms=["RS256"]) == claims
    assert jwt.get_unverified_header(token)["kid"] == signer().kid


def test_a_token_of_another_key_does_not() -> None:
    token = Signer(signing_key.made()).sign({"aud": "bot"})
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, PyJWK(dict(signer().jwk)), algorithms=["RS256"], audience="bot")


def test_the_same_key_has_the_same_id_and_the_same_token() -> None:
    key = signing_key.made()
    one, other = Signer(key), Signer(key)
    assert (one.kid, one.sign({"a": 1})) == (other.kid, other.sign({"a": 1}))


def test_nothing_private_stands_in_the_public_half() -> None:
    assert set(signer().jwk) == {"kty", "n", "e", "use", "alg", "kid", "x5t", "endorsements"}


def test_the_id_of_a_key_is_its_thumbprint() -> None:
    """The example of RFC 7638 section 3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3ok"
        "njhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6"
        "qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8aw"
        "apJzKnqDKgw"
    )
    assert (
        thumbprint({"kty": "RSA", "n": modulus, "e": "AQAB"}) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    )
    assert signer().kid == thumbprint({name: signer().jwk[name] for name in ("kty", "n", "e")})
