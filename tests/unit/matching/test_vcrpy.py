"""The lenses as vcrpy's matchers: pairs of requests in everything that clients hand to vcrpy."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import vcr
from vcr.request import Request as VcrRequest

from harness.exchange import Request, Way
from harness.matching import matcher_of, register, request_of, route_matcher
from harness.redaction.redactor import Redactor
from tests.unit.matching.spellings import (
    BODIES,
    COMPRESSED,
    OTHER_BODIES,
    OTHER_URLS,
    PLAIN,
    URL,
    URLS,
    body,
)
from tests.unit.recorded import CALLS, KEY, OTHER_KEY

LOGIN = "https://login.microsoftonline.com/common/oauth2/v2.0/token"


def asked(content: Any = PLAIN, url: str = URL, **headers: str) -> VcrRequest:
    return VcrRequest(
        "POST", url, content, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def why(sent: VcrRequest, recorded: VcrRequest, redactor: Redactor | None = None) -> str:
    """What the matcher says of a pair; empty when it matches."""
    try:
        matcher_of(redactor)(sent, recorded)
    except AssertionError as error:
        return str(error) or "no reason"
    return ""


def masked() -> VcrRequest:
    request = KEY.request(Request("POST", URL, body=PLAIN), Way.TO_GRAPH)
    return asked(request.body.decode(), request.url)


HANDED_OVER: dict[str, Callable[[], Any]] = {
    "bytes": lambda: PLAIN,
    "text": PLAIN.decode,
    "a byte array": lambda: bytearray(PLAIN),
    "a file": lambda: io.BytesIO(PLAIN),
    "an iterator of bytes": lambda: iter([PLAIN[:9], PLAIN[9:]]),
    "an iterator of text": lambda: iter([PLAIN.decode()[:9], PLAIN.decode()[9:]]),
    "a generator": lambda: (bytes([byte]) for byte in PLAIN),
    "aiohttp's json=": body,
}


@pytest.mark.parametrize("client", HANDED_OVER)
def test_what_any_client_hands_over_is_one_body(client: str) -> None:
    handed = HANDED_OVER[client]
    for _ in range(2):
        sent = asked(handed())
        assert why(sent, asked()) == ""
        assert why(sent, asked()) == "", "vcrpy asks twice"
    assert why(asked(), asked(handed())) == ""


def test_nothing_and_empty_text_are_no_body() -> None:
    for nothing in (None, "", b""):
        assert why(asked(nothing), asked(None)) == ""
        assert "body recorded" in why(asked(nothing), asked())


def test_a_compressed_body_is_its_content() -> None:
    assert why(asked(COMPRESSED, Content_Encoding="gzip"), asked()) == ""
    assert "text" in why(asked(COMPRESSED), asked())
    assert why(asked(PLAIN, Content_Encoding="gzip"), asked()) == "", (
        "some clients keep the header of a body in clear"
    )


@pytest.mark.parametrize("spelling", BODIES)
def test_every_client_spells_one_body(spelling: str) -> None:
    assert why(asked(BODIES[spelling]), asked()) == why(asked(BODIES[spelling]), masked()) == ""


@pytest.mark.parametrize("spelling", URLS)
def test_every_spelling_of_the_url_is_one_url(spelling: str) -> None:
    assert why(asked(url=URLS[spelling]), asked()) == why(asked(url=URLS[spelling]), masked()) == ""


@pytest.mark.parametrize("difference", OTHER_BODIES)
def test_a_near_miss_of_the_body_says_where(difference: str) -> None:
    assert why(asked(OTHER_BODIES[difference]), asked()).startswith(("body", "text"))


@pytest.mark.parametrize("difference", OTHER_URLS)
def test_a_near_miss_of_the_url_says_so(difference: str) -> None:
    assert why(asked(url=OTHER_URLS[difference]), asked()).startswith(("another action", "call"))


def test_with_the_key_of_the_file_a_request_is_redacted_first_and_then_exact() -> None:
    other = PLAIN.replace(b"8d1f6b2c", b"8d1f6b2d")
    assert why(asked(), masked(), KEY) == ""
    assert "user.id" in why(asked(other), masked(), KEY)
    assert why(asked(other), masked()) == "", "without the key it may be the same user by another name"
    assert "call" in why(asked(), masked(), OTHER_KEY)


def test_a_split_within_one_request_is_told() -> None:
    twice = json.dumps({"a": CALLS[0], "b": CALLS[0]}).encode()
    recorded = KEY.request(Request("POST", URL, body=twice), Way.TO_GRAPH)
    split = json.dumps({"a": CALLS[0], "b": CALLS[1]})
    assert "would split it" in why(asked(split), asked(recorded.body, recorded.url))


def test_one_line_makes_vcrpy_match_by_meaning() -> None:
    mine = vcr.VCR(record_mode="none")
    assert register(mine) is mine
    assert mine.match_on == ("redial_route", "redial")
    assert [mine.matchers[name].__name__ for name in mine.match_on] == ["redial_route", "redial"]


def test_the_route_alone_matches_every_request_of_one_action() -> None:
    same = route_matcher()
    assert same(asked(b"{}", URL.replace(CALLS[0], CALLS[1])), asked())
    assert not same(asked(url=OTHER_URLS["beta"]), asked())


def test_a_request_of_vcrpy_becomes_ours_with_each_value_of_a_header() -> None:
    theirs = VcrRequest("POST", URL, b"", {"Accept": b"*/*", "X-One": ["first"]})
    assert dict(request_of(theirs).headers) == {"Accept": "*/*", "X-One": "first"}


@pytest.mark.parametrize(
    ("url", "headers", "kind", "content"),
    [
        (URL, {}, "application/json", b'{"a": ["1", "2"]}'),
        (LOGIN, {}, "application/x-www-form-urlencoded", b"a=1&a=2"),
        (URL, {"content-type": "application/x-www-form-urlencoded"}, None, b"a=1&a=2"),
        (LOGIN, {"content-type": "application/json"}, None, b'{"a": ["1", "2"]}'),
    ],
)
def test_values_of_aiohttp_are_read_as_it_sends_them(
    url: str, headers: dict[str, str], kind: str | None, content: bytes
) -> None:
    """vcrpy shows neither which of `json=` and `data=` they were, nor the header that aiohttp adds."""
    ours = request_of(VcrRequest("POST", url, {"a": ["1", "2"]}, headers))
    assert ours.body == content
    assert ours.headers.get("content-type") == (kind or headers["content-type"])
