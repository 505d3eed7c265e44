"""Cassettes that vcrpy and hands wrote, in each layout, with the line of every interaction."""

import json
from typing import Any

import pytest
import yaml
from vcr.serializers import jsonserializer, yamlserializer

from harness.cassette import Entry, line_of, read
from harness.errors import CassetteError
from harness.exchange import Origin, Way
from tests.unit.cassette.exchanges import CALL, NASTY, REDIRECT, lines

ENVELOPE = '{"value": [{"changeType": "created", "resourceUrl": "/communications/calls/1"}]}'


def interaction(uri: str = REDIRECT, body: Any = '{"timeout": 30}', **response: Any) -> dict[str, Any]:
    answer = {
        "status": {"code": 202, "message": "Accepted"},
        "headers": {"request-id": ["a"]},
        "body": {"string": ""},
    }
    return {
        "request": {
            "method": "POST",
            "uri": uri,
            "headers": {"Content-Type": ["application/json"]},
            "body": body,
        },
        "response": answer | response,
    }


def by_vcrpy(*interactions: Any) -> str:
    return str(yamlserializer.serialize({"version": 1, "interactions": list(interactions)}))


def by_json(*interactions: Any) -> str:
    return str(jsonserializer.serialize({"version": 1, "interactions": list(interactions)}))


def indented(*interactions: Any) -> str:
    return "interactions:\n" + "".join(
        f"  {line}\n" for line in yaml.safe_dump(list(interactions), width=10**6).splitlines()
    )


def flowing(*interactions: Any) -> str:
    return yaml.safe_dump({"interactions": list(interactions)}, default_flow_style=True)


LAYOUTS = [by_vcrpy, by_json, indented, flowing]


def entries_of(text: str) -> list[Entry]:
    reading = read(lines(text.encode()))
    entries = list(reading)
    assert reading.foreign
    assert (reading.torn, reading.whole) == (0, len(text.encode()))
    return entries


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_is_read_whoever_wrote_it(layout: Any) -> None:
    entries = entries_of(layout(interaction(), interaction("https://graph.microsoft.com/v1.0/me", body=None)))
    assert [entry.number for entry in entries] == [1, 2]
    assert [entry.call for entry in entries] == [CALL, None]
    assert [entry.exchange.request.body for entry in entries] == [b'{"timeout": 30}', b""]
    assert [(entry.key, entry.marked, entry.exchange.origin) for entry in entries] == [
        (None, False, Origin.LIVE)
    ] * 2
    assert entries[0].exchange.response is not None
    assert entries[0].exchange.response.reason == "Accepted"


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("layout", [by_vcrpy, by_json])
def test_a_text_known_for_trouble_is_read_as_vcrpy_wrote_it(layout: Any, text: str) -> None:
    written = layout(interaction(body=text), interaction(body={"a": text}), interaction(body=text))
    bodies = [entry.exchange.request.body for entry in entries_of(written)]
    assert bodies == [text.encode(), json.dumps({"a": text}).encode(), text.encode()]


@pytest.mark.parametrize("layout", [by_vcrpy, by_json, indented])
def test_an_interaction_and_its_members_have_their_lines(layout: Any) -> None:
    text = layout(*(interaction(f"{REDIRECT}?{n}") for n in range(3)))
    for n, entry in enumerate(entries_of(text)):
        assert f"{REDIRECT}?{n}" in text.split("\n")[line_of(entry, "request.url") - 1]
        assert entry.line <= line_of(entry, "request.url")
        assert "202" in text.split("\n")[line_of(entry, "response.status") - 1]
        assert "request-id" in text.split("\n")[line_of(entry, "response.headers.Request-Id") - 1]


def test_members_of_a_body_that_aiohttp_left_as_a_mapping_have_their_lines() -> None:
    text = by_vcrpy(interaction(body={"targets": [{"id": "1"}, {"id": "2"}], "timeout": 30}))
    (entry,) = entries_of(text)
    assert "id: '2'" in text.split("\n")[line_of(entry, "request.body.targets[1].id") - 1]


def test_an_alias_into_another_interaction_is_followed() -> None:
    shared = {"X": ["y"]}
    text = by_vcrpy(interaction(headers=shared), interaction(headers=shared), interaction())
    assert "*id" in text
    answers = [entry.exchange.response for entry in entries_of(text)]
    assert [list(answer.headers) for answer in answers if answer] == [[("X", "y")]] * 2 + [
        [("request-id", "a")]
    ]


def test_a_dash_at_the_start_of_a_line_within_quotes_opens_no_interaction() -> None:
    text = by_vcrpy(interaction(body="MARK"), interaction()).replace("MARK", "'\n- request: no\n'", 1)
    assert entries_of(text)[0].exchange.request.body == b" - request: no "


def test_interactions_that_another_key_follows_end_there() -> None:
    assert len(entries_of(by_vcrpy(interaction()) + "metadata:\n- request: none\n")) == 1


def test_a_remark_before_and_between_interactions_changes_nothing() -> None:
    text = by_vcrpy(interaction(), interaction()).replace(
        "interactions:\n", "# mine\ninteractions: # all\n# one\n"
    )
    assert [text.split("\n")[entry.line - 1] for entry in entries_of(text)] == ["- request:"] * 2


@pytest.mark.parametrize(
    "empty", ["interactions: []\nversion: 1\n", "interactions:\nversion: 1\n", '{"interactions": []}']
)
def test_a_cassette_without_interactions_has_no_entry(empty: str) -> None:
    assert entries_of(empty) == []


def test_a_byte_order_mark_and_other_line_ends_are_no_matter() -> None:
    text = "\ufeff" + by_vcrpy(interaction(), interaction()).replace("\n", "\r\n")
    assert [entry.call for entry in entries_of(text)] == [CALL, CALL]


@pytest.mark.parametrize(
    ("uri", "body", "way"),
    [
        (REDIRECT, "{}", Way.TO_GRAPH),
        (REDIRECT, ENVELOPE, Way.TO_GRAPH),
        ("https://bot.example/callback", ENVELOPE, Way.TO_BOT),
        ("https://bot.example/callback", "{}", Way.TO_GRAPH),
        ("https://login.microsoftonline.com/t/oauth2/v2.0/token", "a=b", Way.TO_LOGIN),
        ("http://[::1/x", "{}", Way.TO_GRAPH),
    ],
)
def test_the_way_is_told_from_host_and_envelope(uri: str, body: str, way: Way) -> None:
    (entry,) = entries_of(by_vcrpy(interaction(uri, body)))
    assert entry.exchange.way is way


def test_an_interaction_without_a_response_got_no_answer() -> None:
    (entry,) = entries_of(by_vcrpy(interaction() | {"response": None}))
    assert entry.exchange.response is None


def test_broken_yaml_in_the_middle_names_its_line() -> None:
    text = by_vcrpy(interaction(), interaction(), interaction())
    at = text.index("- request:", text.index("- request:") + 1)
    broken = text[:at] + "<<<<<<< HEAD\n" + text[at:]
    with pytest.raises(CassetteError, match=r"line \d+: no YAML"):
        entries_of(broken)
