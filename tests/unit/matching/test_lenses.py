"""What matching looks at in a request."""

from typing import Any

import pytest
from hypothesis import given

from harness.diff import Kind, differences
from harness.exchange import Request
from harness.headers import Headers
from harness.matching import LENSES, view
from tests.unit.diff.trees import values
from tests.unit.matching.spellings import BODIES, CALL, OTHER_BODIES, OTHER_URLS, PLAIN, URL, URLS, text

RECORDED = view(Request("POST", URL, body=PLAIN))


@pytest.mark.parametrize("spelling", BODIES)
def test_every_client_spells_one_body(spelling: str) -> None:
    assert view(Request("POST", URL, body=BODIES[spelling])).exact == RECORDED.exact


@pytest.mark.parametrize("difference", OTHER_BODIES)
def test_a_near_miss_of_the_body_is_a_miss(difference: str) -> None:
    assert view(Request("POST", URL, body=OTHER_BODIES[difference])).exact != RECORDED.exact


@pytest.mark.parametrize("spelling", URLS)
def test_every_spelling_of_the_url_is_one_url(spelling: str) -> None:
    assert view(Request("POST", URLS[spelling], body=PLAIN)).exact == RECORDED.exact


@pytest.mark.parametrize("difference", OTHER_URLS)
def test_a_near_miss_of_the_url_is_a_miss(difference: str) -> None:
    assert view(Request("POST", OTHER_URLS[difference], body=PLAIN)).exact != RECORDED.exact


def test_headers_and_the_case_of_the_method_are_not_looked_at() -> None:
    headers = Headers.of({"client-request-id": "1", "Authorization": "Bearer eyJ"})
    assert view(Request("post", URL, headers, PLAIN)) == RECORDED
    assert view(Request("PUT", URL, headers, PLAIN)).exact != RECORDED.exact


def test_a_view_shows_what_its_lenses_are_named_for() -> None:
    assert set(RECORDED.tree) == set(LENSES) - {"text"}
    assert RECORDED.call == CALL
    assert RECORDED.place == ("POST", "v1.0", "/communications/calls/{callId}/redirect")
    assert view(Request("POST", URL, body=b"hello")).tree["text"] == "hello"


@given(values, values)
def test_keys_are_equal_exactly_when_the_bodies_differ_in_spelling_only(one: Any, other: Any) -> None:
    before, after = (view(Request("POST", URL, body=text(value))) for value in (one, other))
    real = [found for found in differences(before.tree, after.tree) if found.kind is not Kind.EQUIVALENT]
    assert (before.exact == after.exact) is (real == [])


@given(values)
def test_every_request_matches_itself(value: Any) -> None:
    request = Request("POST", URL, body=text(value))
    assert view(request) == view(request) or "nan" in repr(value)
    assert view(request).exact == view(request).exact
    hash(view(request).exact)


@given(values, values)
def test_requests_of_one_shape_differ_in_texts_only(one: Any, other: Any) -> None:
    before, after = (view(Request("POST", URL, body=text(value))) for value in (one, other))
    if before.shape == after.shape:
        assert len(before.texts) == len(after.texts)
        assert (before.exact == after.exact) or before.texts != after.texts
