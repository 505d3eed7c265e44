"""A bearer token is read as far as it can be, and no malformed one fails."""

import json
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Request
from harness.headers import Headers
from harness.tokens import bearer
from tests.unit.planting import token


def carrying(value: str, name: str = "Authorization") -> Request:
    return Request("POST", "https://bot.example/", Headers.of({name: value}))


@pytest.mark.parametrize("name", ["Authorization", "AUTHORIZATION", "Authentication"])
def test_the_token_is_found_under_the_misspelt_name_as_well(name: str) -> None:
    assert bearer.token(carrying("bearer abc", name)) == "abc"


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic abc", "abc"])
def test_without_a_bearer_token_there_is_none(value: str) -> None:
    assert bearer.token(carrying(value)) == ""
    assert bearer.claims(carrying(value)) == {}


def test_claims_are_read_without_verifying_them() -> None:
    assert bearer.claims(carrying(f"Bearer {token(tid='one', roles=['Calls.Initiate.All'])}")) == {
        "tid": "one",
        "roles": ["Calls.Initiate.All"],
    }


@pytest.mark.parametrize("value", ["REDACTED", "a.b.c", "a.W10.c", "a.é.c", "..", "a.bnVsbA.c", "a.e30"])
def test_a_token_that_cannot_be_read_has_no_claims(value: str) -> None:
    assert bearer.claims(carrying(f"Bearer {value}")) == {}


@given(
    st.dictionaries(
        st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
    )
)
def test_the_claims_of_a_token_of_our_own_are_read_as_they_were_written(claims: dict[str, object]) -> None:
    assert bearer.claims(carrying(f"Bearer {bearer.unsigned(claims)}")) == claims


def test_a_token_of_our_own_says_that_nobody_signed_it() -> None:
    head, _, signature = bearer.unsigned({}).split(".")
    assert json.loads(urlsafe_b64decode(head + "==")) == {"alg": "none", "typ": "JWT"}
    assert signature == "signed-by-nobody"


@given(st.text())
def test_no_token_is_an_error(value: str) -> None:
    assert isinstance(bearer.claims(carrying(f"Bearer a.{value}.c")), dict)
