"""What was recorded as it may be shown."""

from typing import Any

import pytest

from harness.comparison.hiding import explained, hidden, hidden_path

PART = "hbGciOiJub25lIn0"
TOKEN = f"eyJ{PART}.eyJ{PART}.c2ln"


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("response.body.access_token", "opaque words", "REDACTED"),
        ("body.client_secret", 12345678, "REDACTED"),
        ("headers.x-api-key", "a1b2", "REDACTED"),
        ("response.headers.x-functions-key", "a1b2", "REDACTED"),
        ("headers.authorization", "Bearer", "Bearer"),
        (
            "body.callbackUri",
            "https://b.example/x?code=a1&sig=c3&y=1",
            "https://b.example/x?code=REDACTED&sig=REDACTED&y=REDACTED",
        ),
        ("text", "grant_type=x&client_secret=a1b2", "grant_type=x&client_secret=REDACTED"),
        ("body.note", f"it sent {TOKEN}, twice", "it sent REDACTED, twice"),
        ("body.note", '{"access_token": "a1b2"}', '{"access_token": "REDACTED"}'),
        (
            "body",
            {"password=a1b2": 1, "odd name": {TOKEN: 2}},
            {"password=REDACTED": 1, "odd name": {"REDACTED": 2}},
        ),
        ("body", {"a": [{"clientSecret": "x", "n": 1}]}, {"a": [{"clientSecret": "REDACTED", "n": 1}]}),
    ],
)
def test_a_credential_is_not_shown(path: str, value: Any, shown: Any) -> None:
    assert hidden(path, value) == shown


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("body.timeout", 30),
        ("body.error.code", "2003"),
        ("body.maskCallee", True),
        ("body.token", None),
        ("body.note", "Megan Bowen, +4930901820, megan@contoso.com"),
        ("body.callbackUri", "https://bot.contoso.com/x/57dab8b1-894c-409a-b240-bd8beae78896"),
        ("body.access_token", "redacted-0123abcd"),
        ("body.callbackUri", "https://h0123abcd.example/x?code=redacted-0123abcd"),
        ("body.chatInfo.threadId", "19:meeting_redacted-0123abcd@thread.v2"),
        ("status", 202),
    ],
)
def test_everything_else_and_what_is_masked_stays(path: str, value: Any) -> None:
    assert hidden(path, value) == value


def test_a_value_of_any_depth_is_gone_through_and_not_changed_itself() -> None:
    deep: Any = {"password": "x"}
    for _ in range(5000):
        deep = [deep]
    shown = hidden("body", deep)
    for _ in range(5000):
        deep, shown = deep[0], shown[0]
    assert (deep, shown) == ({"password": "x"}, {"password": "REDACTED"})


def test_a_note_names_no_id_but_those_that_are_shown() -> None:
    one, other, third = (f"{n}7dab8b1-894c-409a-b240-bd8beae78896" for n in (1, 2, 3))
    note = f"{one} is {third} elsewhere: {other} would split it"
    assert explained(note, f"/calls/{one}", other) == f"{one} is another elsewhere: {other} would split it"
    assert explained(note, f"/calls/{one}", third) == f"{one} is {third} elsewhere: another would split it"


def test_a_secret_that_is_a_name_is_not_shown_in_a_path() -> None:
    assert hidden_path(f'redirect.body.a[0]["{TOKEN}"].b') == "redirect.body.a[0].REDACTED.b"
    assert hidden_path('redirect.body["odd name"][3]') == 'redirect.body["odd name"][3]'
    assert hidden_path("redirect.headers.x-api-key") == "redirect.headers.x-api-key"
