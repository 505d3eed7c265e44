"""Nothing planted anywhere in a message survives redaction, and one value has one mask in all of it."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.cassette import block
from harness.exchange import Response, Way
from harness.headers import Headers
from harness.redaction.redactor import Redactor, leaks, masks
from tests.unit.places import PLACES, PLANTINGS
from tests.unit.planting import (
    KINDS,
    SPELLINGS,
    disguises,
    everything,
    exchange,
    guids,
    mails,
    names,
    numbers,
    spelled,
)

REDACTOR = Redactor(b"a key for tests")


@settings(max_examples=25)
@pytest.mark.parametrize(("kind", "place"), PLANTINGS, ids=lambda it: it)
@given(drawn=st.data())
def test_nothing_planted_survives(kind: str, place: str, drawn: st.DataObject) -> None:
    secret = drawn.draw(KINDS[kind])
    planted = PLACES[place][1](kind, secret)
    assert secret in everything(planted)
    redacted = REDACTOR.exchange(planted)
    assert secret.lower() not in everything(redacted).lower()
    kept = block(redacted, 1, key=REDACTOR.key_id)
    assert [disguise for disguise in disguises(secret) if disguise in kept] == []
    assert secret.lstrip("+")[3:] not in everything(redacted)
    assert list(leaks(everything(redacted))) == []
    assert REDACTOR.exchange(redacted) == redacted
    assert Redactor(b"another key").exchange(redacted) == redacted


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.one_of(*KINDS.values())
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["displayName", "phone", "id", "callbackUri", "token", "message", "x y", "a.b"])
            | guids,
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


def shape(tree: Any) -> Any:
    """The structure of a tree: what is no string stays, strings become their kind."""
    if isinstance(tree, dict):
        return [shape(value) for value in tree.values()]
    if isinstance(tree, list):
        return [shape(value) for value in tree]
    return type(tree)


@given(trees, st.sampled_from([None, 1]))
def test_redacted_json_has_the_same_structure_and_is_redacted_once(tree: Any, indent: int | None) -> None:
    body = json.dumps(tree, indent=indent).encode()
    redacted = REDACTOR.body(body)
    assert shape(json.loads(redacted)) == shape(tree)
    assert redacted.count(b"\n") == body.count(b"\n")
    assert REDACTOR.body(redacted) == redacted


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_at_all_are_redacted_once(body: bytes) -> None:
    redacted = REDACTOR.body(body)
    assert REDACTOR.body(redacted) == redacted


@given(st.text(max_size=80) | st.text("eyJ.+49-0 @a:/?=&%{}[]\"'\\", max_size=60))
def test_any_text_at_all_is_redacted_once(text: str) -> None:
    redacted = REDACTOR.text(text)
    assert REDACTOR.text(redacted) == redacted


fragments = st.one_of(
    *KINDS.values(),
    *(KINDS[kind].map(getattr(REDACTOR.masks, kind)) for kind in ("guid", "number", "name", "host", "mail")),
    st.sampled_from(" \n.,;:/?#=&+-@%'\"\\{}[]()1ah\0"),
    st.sampled_from(
        ["%2B", "%40", "://", "Bearer ", "password=", "User ", '{"phone":"', '"}', '"displayName"']
    ),
)


@given(st.lists(fragments, max_size=7).map("".join))
def test_what_touches_something_else_is_redacted_once(text: str) -> None:
    for redact in (REDACTOR.text, lambda text: REDACTOR.body(text.encode()).decode()):
        redacted = redact(text)
        assert redact(redacted) == redacted


@given(guids, st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=4, max_size=4))
def test_one_guid_has_one_mask_in_url_header_body_and_response(guid: str, spellings: list[str]) -> None:
    url, header, member, text = (spelled(guid, spelling) for spelling in spellings)
    sent = replace(
        exchange(
            {"targets": [{"identity": {"user": {"id": member}}}]},
            url=f"https://graph.microsoft.com/v1.0/communications/calls/{url}/redirect",
            scenario_id=header,
        ),
        response=Response(404, Headers(), f"Call {text} not found.".encode()),
    )
    found = [*masks(everything(REDACTOR.exchange(sent)))]
    assert {mask.replace("-", "").lower() for mask in found} == {
        REDACTOR.masks.guid(guid).replace("-", "").lower()
    }
    assert {*found} == {spelled(REDACTOR.masks.guid(guid), spelling) for spelling in spellings}


@given(numbers, names, mails, guids)
def test_one_value_has_one_mask_wherever_it_stands(number: str, name: str, mail: str, guid: str) -> None:
    sent = exchange(
        {
            "phone": {"id": number, "displayName": number},
            "user": {"id": guid, "displayName": name},
            "note": f"{name} <{mail}> at {number} is {guid}",
            "subject": mail,
        },
        url=f"https://bot.contoso.com/{guid}/{quote(number)}?a={quote(mail)}&b={guid}",
        way=Way.TO_BOT,
    )
    redacted = REDACTOR.exchange(sent).request
    body = json.loads(redacted.body)
    assert body["phone"]["id"] == body["phone"]["displayName"]
    shown, identity = body["user"]["displayName"], body["user"]["id"]
    assert body["note"] == f"{shown} <{body['subject']}> at {body['phone']['id']} is {identity}"
    url = unquote(redacted.url)
    assert url.endswith(f"/{identity}/{body['phone']['id']}?a={body['subject']}&b={identity}")
