"""Every text of an exchange has its place, its names, and what it gives away."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.exchange import Exchange, Request, Response, Way
from harness.headers import Headers
from harness.redaction.masks import Masks
from tests.unit.planting import CALL, exchange, token, with_response
from tests.unit.rules.texts import held

GUID = "6b29fc40-ca47-4067-b31d-00dd010662da"


def texts(whole: Exchange, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Where a text stands, and under which names."""
    return [(one.where, one.names) for one in held(whole) if one.text == text]


def leaky(whole: Exchange) -> list[tuple[str, list[str]]]:
    """Where something is given away, and of what kinds; the URL of the request aside."""
    found = ((one.where, sorted({leak.kind for leak in one.leaks})) for one in held(whole))
    return [(where, kinds) for where, kinds in found if kinds and where != "request.uri"]


@pytest.mark.parametrize(
    ("body", "where", "names"),
    [
        ({"a": {"b_c": ["it"]}}, "request.body.a.b_c[0]", ("a", "bc")),
        ([{"x y": "it"}], 'request.body[0]["x y"]', ("x y",)),
        ({"a": 'x {"b": "it"}'}, None, ()),
        ({"a": '{"b-c": ["it"]}'}, "request.body.a", ("a", "bc")),
        ({"a": "https://bot.example/api/it?b=c"}, "request.body.a", ("a", "path")),
        ({"a": "%7B%22b%22%3A%22it%22%7D"}, "request.body.a", ("a", "b")),
        ({"a": "%2569t"}, "request.body.a", ("a",)),
        ({"a": "https://bot.example/?b=it"}, "request.body.a", ("a", "b")),
        ("it", "request.body", ()),
        (b"a=1&b_c=it", "request.body.b_c", ("bc",)),
        (b'{"a": {"B": "it"},}', "request.body", ("a", "b")),
        (b"it", "request.body", ()),
        ("it".encode("utf-16-be"), "request.body", ()),
    ],
)
def test_a_text_of_the_body_has_its_place_and_its_names(
    body: object, where: str | None, names: tuple[str, ...]
) -> None:
    assert texts(exchange(body), "it") == ([] if where is None else [(where, names)])


def test_every_part_of_an_exchange_is_read() -> None:
    whole = Exchange(
        Request("it", "https://it/it?it=it#it", Headers.of({"X-A": "it"}), b'{"it": "it"}'),
        Response(400, Headers.of({"X-B": "it"}), b"it", "it"),
        Way.TO_GRAPH,
        error="it",
    )
    assert texts(whole, "it") == [
        ("request.method", ()),
        *([("request.uri", ("path",))] * 2),
        ("request.uri", ()),
        ("request.uri", ("it",)),
        ("request.headers.x-a", ("xa",)),
        ("request.body.it", ()),
        ("request.body.it", ("it",)),
        ("response.reason", ()),
        ("response.headers.x-b", ("xb",)),
        ("response.body", ()),
        ("error", ()),
    ]
    assert texts(whole, "https://it") == [("request.uri", ())]


def test_numbers_are_read_and_words_are_not() -> None:
    whole = exchange({"a": 12, "b": [True, None, -1.5]})
    assert [one.text for one in held(whole) if one.where.startswith("request.body")] == [
        *("a", "12", "b", "-1.5"),
    ]


def test_repeats_of_a_key_are_read_as_well() -> None:
    whole = exchange(b'{"a": "one", "a": "two"}')
    assert texts(whole, "one") == texts(whole, "two") == [("request.body.a", ("a",))]


def test_a_place_ends_before_a_key_that_gives_something_away() -> None:
    whole = exchange({"a": {"ann@contoso.com": {"displayName": "Ada Lovelace"}}}, fields={f"X-{GUID}": "1"})
    assert leaky(whole) == [
        ("request.headers", ["guid"]),
        ("request.body.a", ["mail"]),
        ("request.body.a", ["name"]),
    ]
    assert all("contoso" not in one.where and GUID not in one.where for one in held(whole))


def test_a_mask_gives_nothing_away() -> None:
    masks = Masks(b"key")
    masked = {"displayName": masks.guid(GUID), "password": masks.name("Ada"), "phone": masks.number("+49301")}
    assert leaky(exchange(masked)) == []


def test_the_name_beside_a_text_tells_what_it_is() -> None:
    assert leaky(exchange({"displayName": ["Ada Lovelace"], "note": "Ada Lovelace"})) == [
        ("request.body.displayName[0]", ["name"])
    ]
    assert leaky(exchange({"displayName": '"Ada" Lovelace'})) == [("request.body.displayName", ["name"])]


def test_only_what_a_host_of_somebodys_is_asked_counts_as_asked() -> None:
    def asked(whole: Exchange) -> list[str]:
        return [one.text for one in held(whole) if one.asked]

    assert asked(exchange(url="https://bot.contoso.com/?a=b", way=Way.TO_BOT)) == ["b"]
    assert asked(exchange(url="https://graph.microsoft.com/?a=b")) == []
    assert asked(exchange({"x": "https://bot.contoso.com/?a=b"})) == ["b"]
    assert asked(exchange({"x": "https://graph.microsoft.com/?a=b"})) == []


def test_a_header_is_known_as_one() -> None:
    whole = replace(exchange({"headers": {"cookie": "a"}}, Cookie="b"), response=Response(200))
    assert [(one.header, one.text) for one in held(whole) if one.text in ("a", "b")] == [
        ("cookie", "b"),
        ("", "a"),
    ]


def test_a_url_is_read_percent_decoded() -> None:
    whole = exchange(url=f"https://graph.microsoft.com/v1.0/x/%2B493023125042?m=ann%40contoso.com#{CALL}")
    kinds = [leak.kind for one in held(whole) for leak in one.leaks]
    assert kinds == ["number", "guid", "mail"]


def test_what_an_answer_gives_away_is_found_where_it_stands() -> None:
    body = json.dumps({"error": {"message": f"bad {token(a=1)}"}}).encode()
    assert leaky(with_response(body)) == [("response.body.error.message", ["token"])]


@given(st.text(), st.binary(), st.dictionaries(st.text(), st.text()), st.text(), st.sampled_from(Way))
def test_any_exchange_can_be_read(
    url: str, body: bytes, headers: dict[str, str], error: str, way: Way
) -> None:
    sent = Request("POST", url, Headers.of(headers), body)
    whole = Exchange(sent, Response(200, Headers.of(headers), body, error), way, error=error)
    assert all(one.where for one in held(whole))


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_every_string_of_json_is_read(tree: object) -> None:
    def strings(value: object) -> list[str]:
        match value:
            case dict():
                return [text for key, inner in value.items() for text in (key, *strings(inner))]
            case list():
                return [text for inner in value for text in strings(inner)]
            case _:
                return [str(value)]

    read = {one.text for one in held(exchange(tree)) if one.where.startswith("request.body")}
    assert set(strings(tree)) <= read
