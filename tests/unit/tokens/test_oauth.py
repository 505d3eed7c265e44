"""What the login side says, in OAuth's shape."""

import pytest

from harness.body import value_of
from harness.tokens import oauth
from tests._talk import NOW


def test_an_answer_is_json_that_nobody_may_keep() -> None:
    response = oauth.answer({"access_token": "x"}, NOW)
    assert (response.status, value_of(response.body)) == (200, {"access_token": "x"})
    assert response.headers.get("content-type") == "application/json; charset=utf-8"
    assert response.headers.get("cache-control") == "no-store"
    assert response.headers.get("date") == "Sun, 01 Mar 2026 12:00:00 GMT"


def test_a_refusal_names_the_error_and_the_number_that_entra_gives_it() -> None:
    response = oauth.refusal("missing", NOW, field="scope")
    assert response.status == 400
    assert value_of(response.body) == {
        "error": "invalid_request",
        "error_description": "AADSTS900144: The body is no form with the field 'scope'.",
        "error_codes": [900144],
        "timestamp": "2026-03-01 12:00:00Z",
    }


@pytest.mark.parametrize("situation", oauth.WRONGS)
def test_every_refusal_is_a_sentence(situation: str) -> None:
    told = value_of(oauth.refusal(situation, NOW, field="f").body)["error_description"]
    assert told.endswith(".")
    assert "{" not in told
