"""A recorded request as it is sent again: another origin, another token, all else as it stands."""

from dataclasses import replace

import pytest

from harness.cassette import Entry
from harness.exchange import Request
from harness.headers import Headers
from harness.tokens import bearer
from harness.verification import MADE_UP, masked, sent
from tests.unit.recorded import CALLS, GRAPH, asked, redirect
from tests.unit.verification.entries import KEY, entries, one, phoning

BASE = "http://127.0.0.1:8080"


def with_headers(*fields: tuple[str, str], marked: bool = True) -> Entry:
    entry = one().entry
    request = replace(entry.exchange.request, headers=Headers(fields))
    return replace(entry, exchange=replace(entry.exchange, request=request), marked=marked)


@pytest.mark.parametrize("base", [BASE, f"{BASE}/graph", "https://sim.example/a/b"])
def test_only_the_origin_is_replaced_and_a_path_of_its_own_comes_first(base: str) -> None:
    url = f"{GRAPH}/{CALLS[0]}/redirect?$select=id"
    (entry,) = entries([asked(replace(redirect(), url=url.replace("/calls", "//calls")))], None)
    request = sent(entry, base, "new")
    assert request.url == f"{base}/v1.0/communications//calls/{CALLS[0]}/redirect?$select=id"
    assert request.headers.get("host") == base.split("/")[2]
    assert (request.method, request.body) == ("POST", entry.exchange.request.body)


def test_the_length_is_counted_anew_and_the_framing_is_the_connections_own() -> None:
    entry = with_headers(
        *(("content-length", "1"), ("transfer-encoding", "chunked"), ("content-encoding", "gzip")),
        *(("connection", "x"), ("expect", "100-continue"), ("host", "graph.microsoft.com")),
        ("scenario-id", "57"),
    )
    assert sent(entry, BASE, "new").headers.fields == (
        ("Host", "127.0.0.1:8080"),
        ("scenario-id", "57"),
        ("Content-Length", str(len(entry.exchange.request.body))),
    )


def test_cookies_of_a_recording_and_the_count_of_an_attempt_are_not_sent() -> None:
    entry = with_headers(
        ("cookie", "redacted-01234567"), ("Retry-Attempt", "2"), ("proxy-authorization", "x")
    )
    assert [name for name, _ in sent(entry, BASE, "").headers] == ["Host", "Content-Length"]


@pytest.mark.parametrize(
    ("recorded", "now"),
    [
        ("Bearer REDACTED", "Bearer new"),
        ("bearer REDACTED", "bearer new"),
        ("Basic REDACTED", "Basic new"),
        ("REDACTED", "Bearer new"),
        ("Bearer", "Bearer"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("name", ["authorization", "Authentication"])
def test_the_token_stands_where_one_stood_as_it_stood(name: str, recorded: str, now: str) -> None:
    request = sent(with_headers((name, recorded)), BASE, "new")
    assert request.headers.fields[1] == (name, now)


def test_a_request_that_carried_no_token_carries_none() -> None:
    assert "authorization" not in sent(with_headers(), BASE, "new").headers


def test_a_token_that_another_tool_took_out_with_its_header_is_put_back() -> None:
    request = sent(with_headers(marked=False), BASE, "new")
    assert request.headers.get("authorization") == "Bearer new"


def test_without_a_token_what_is_left_of_the_recorded_one_is_not_sent() -> None:
    assert "authorization" not in sent(with_headers(("authorization", "Bearer REDACTED")), BASE, "").headers


def test_the_made_up_token_reads_like_one_and_opens_nothing() -> None:
    request = Request("POST", "/", Headers.of({"Authorization": f"Bearer {MADE_UP}"}))
    assert bearer.claims(request)["aud"] == "https://graph.microsoft.com"
    assert MADE_UP.endswith(bearer.SIGNATURE)


def test_masks_are_told_by_their_kind_wherever_in_path_query_or_body() -> None:
    assert masked(redirect()) == frozenset()
    assert masked(KEY.request(redirect(), one().entry.exchange.way)) >= {"guid", "name", "host"}
    assert "number" in masked(one(request=phoning()).entry.exchange.request)
    assert "number" not in masked(phoning())
    in_url = Request("POST", f"{GRAPH}/x?to={KEY.masks.number('+4930901820')}")
    assert masked(in_url) == {"number"}


def test_the_host_of_a_url_is_none_of_it() -> None:
    assert masked(Request("GET", "https://h01234567.example/v1.0/me")) == frozenset()
