"""Requests and responses say what stands in them, as sent."""

import pickle
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Exchange, Origin, Request, Response, Way, split
from harness.headers import Headers


def test_a_request_keeps_doubled_slashes_and_its_segments_do_not() -> None:
    request = Request("POST", "https://Graph.Microsoft.com:443/v1.0//communications/calls/a%2Fb/redirect?x=1")
    assert request.path == "/v1.0//communications/calls/a%2Fb/redirect"
    assert request.segments == ("v1.0", "communications", "calls", "a/b", "redirect")
    assert (request.scheme, request.host) == ("https", "graph.microsoft.com")


@given(
    st.from_regex(r"(?:https?|HTTP|x)?:?/{0,2}[a-zA-Z0-9.@:\[\]%]*(?:[/?#;:\[\]\s\\a-zé%.]*)\Z")
    | st.from_regex(r"https?://[a-z.]{1,5}(?::\d+)?[!-~]*\Z")
)
def test_the_path_of_any_url_is_the_one_that_python_splits_off(url: str) -> None:
    assert Request("GET", url).path == split(url).path


def test_a_url_without_a_host_has_an_empty_one() -> None:
    assert Request("GET", "/only/a/path").host == ""


@pytest.mark.parametrize("url", ["https://[/calls/x/redirect", "https://a\u2100b/calls/x/redirect"])
def test_a_url_that_cannot_be_split_is_all_path(url: str) -> None:
    request = Request("POST", url)
    assert (request.scheme, request.host, request.path) == ("", "", url)
    assert request.segments[-3:] == ("calls", "x", "redirect")


@pytest.mark.parametrize(
    ("status", "reason", "phrase"), [(202, "", "Accepted"), (202, "Fine", "Fine"), (299, "", "")]
)
def test_a_phrase_is_the_one_sent_else_the_standard_one(status: int, reason: str, phrase: str) -> None:
    assert Response(status, reason=reason).phrase == phrase


def test_an_exchange_is_the_same_in_another_process() -> None:
    exchange = Exchange(
        Request("POST", "https://a.example/", Headers((("a", "b"),)), b"{}"),
        Response(204),
        *(Way.TO_GRAPH, Origin.RECORDED, datetime(2026, 3, 2, tzinfo=UTC), 0.5, "2", "cut"),
        facts=MappingProxyType({"body_bytes": 7}),
    )
    again = pickle.loads(pickle.dumps(exchange))
    assert again == exchange
    assert type(again.facts) is MappingProxyType
