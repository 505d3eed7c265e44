"""A cassette that is there already is masked where it stands, whoever wrote it and however it is laid out."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vcr.serializers import yamlserializer

from harness.cassette import HEADER, block, read
from harness.cassette.scrubbing import KINDS as WORDS
from harness.cassette.scrubbing import UNMASKED, Datum, scrubbed
from harness.exchange import Exchange, Response, Way
from harness.headers import Headers
from harness.redaction.masks import KINDS as MASKS
from harness.redaction.redactor import Redactor, leaks
from tests.unit.cassette.exchanges import file_of, lines
from tests.unit.cassette.test_foreign import LAYOUTS, by_vcrpy, interaction
from tests.unit.places import PLACES, PLANTINGS
from tests.unit.planting import KINDS, everything
from tests.unit.rows import PLACES as ROWS

REDACTOR = Redactor(b"a key for tests")
type Layout = Callable[..., str]


def scrub(text: str) -> tuple[str, list[Datum]]:
    aware = REDACTOR.remembering()
    for _ in scrubbed(lines(text.encode()), aware):
        pass
    parts = list(scrubbed(lines(text.encode()), aware))
    return "".join(part.text for part in parts), [datum for part in parts for datum in part.found]


def foreign(whole: Exchange) -> dict[str, Any]:
    """An exchange as an interaction of another tool's, and its error as a member that nobody knows."""
    answer = None
    if whole.response:
        answer = {
            "status": {"code": whole.response.status, "message": whole.response.reason},
            "headers": {name: [value] for name, value in whole.response.headers},
            "body": {"string": content(whole.response.body)},
        }
    return {
        "request": {
            "method": whole.request.method,
            "uri": whole.request.url,
            "headers": {name: [value] for name, value in whole.request.headers},
            "body": content(whole.request.body),
        },
        "response": answer,
        "note": whole.error,
    }


def content(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except ValueError:
        return body


def read_back(text: str) -> list[Exchange]:
    return [entry.exchange for entry in read(lines(text.encode()))]


@settings(max_examples=10)
@pytest.mark.parametrize(("kind", "place"), PLANTINGS, ids=lambda it: it)
@given(drawn=st.data())
def test_nothing_planted_in_a_cassette_of_another_tool_survives(
    kind: str, place: str, drawn: st.DataObject
) -> None:
    secret = drawn.draw(KINDS[kind])
    planted = foreign(PLACES[place][1](kind, secret))
    text, found = scrub(by_vcrpy(planted, planted))
    assert found
    assert secret.lower() not in text.lower()
    assert list(leaks("\n".join(map(everything, read_back(text))))) == []
    assert scrub(text) == (text, [])
    assert len(yamlserializer.deserialize(text)["interactions"]) == 2


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("secret", "whole"), [(secret, whole) for _, secret, whole in ROWS], ids=[row for row, _, _ in ROWS]
)
def test_every_row_is_masked_in_each_layout(layout: Layout, secret: str, whole: Exchange) -> None:
    if b"\xff" in whole.request.body:
        return
    text, found = scrub(layout(foreign(whole)))
    assert found
    assert secret.lower() not in "".join(map(everything, read_back(text))).lower()
    assert scrub(text) == (text, [])


@pytest.mark.parametrize(
    ("secret", "whole"), [(secret, whole) for _, secret, whole in ROWS], ids=[row for row, _, _ in ROWS]
)
def test_a_recording_of_ours_without_masks_is_masked_and_marked(secret: str, whole: Exchange) -> None:
    raw = (HEADER + block(whole, 1, key=None) + block(whole, 2, key=None)).decode()
    text, found = scrub(raw)
    assert Datum(UNMASKED, raw[: raw.index("key: null")].count("\n") + 1) in found
    reading = read(lines(text.encode()))
    entries = list(reading)
    assert [entry.key for entry in entries] == [REDACTOR.key_id] * 2
    assert (reading.torn, reading.foreign) == (0, False)
    assert [place.number for place in read(lines(text.encode())).places()] == [1, 2]
    assert secret.lower() not in "".join(everything(entry.exchange) for entry in entries).lower()
    assert scrub(text) == (text, [])


def test_a_recording_that_is_masked_stays_to_the_byte() -> None:
    for _, _, whole in ROWS:
        raw = file_of([REDACTOR.exchange(whole)] * 2, key="0123abcd").decode()
        assert scrub(raw) == (raw, [])


def test_a_block_that_holds_nothing_keeps_its_bytes_beside_one_that_does() -> None:
    clean, dirty = (REDACTOR.exchange(ROWS[0][2]), ROWS[0][2])
    first, second = block(clean, 1, key="0123abcd"), block(dirty, 2, key="0123abcd")
    raw = (HEADER + first.replace(b"# end 1", b"# by hand\n# end 1") + second).decode()
    text, _ = scrub(raw)
    assert text.startswith((HEADER + first.replace(b"# end 1", b"# by hand\n# end 1")).decode())
    assert [entry.key for entry in read(lines(text.encode()))] == ["0123abcd"] * 2
    assert scrub(text) == (text, [])


def test_marker_lines_of_windows_stay_such() -> None:
    raw = (HEADER + block(ROWS[0][2], 1, key=None)).replace(b"\n", b"\r\n").decode()
    text, found = scrub(raw)
    assert found
    assert "\n" not in text.replace("\r\n", "") or text.endswith("\r\n")
    assert [entry.number for entry in read(lines(text.encode()))] == [1]


LAID_OUT = """# recorded by ines@contoso.com
interactions:
- request:
    method: POST
    uri: https://graph.microsoft.com/v1.0/x
    body: |
      {
        "displayName": "Ines Marlowe",
        "timeout": 30
      }
    headers:
      Cookie: [a=b]
      X-Kept: ['1']
  response: null
  recorded_with: {tool: mine, at: 2026-01-01, by: "+493023125042"} # a member that nobody knows
version: 1
"""


def test_comments_members_and_layout_stay_and_what_they_hold_is_masked() -> None:
    text, found = scrub(LAID_OUT)
    masks = REDACTOR.masks
    assert text == (
        LAID_OUT.replace("ines@contoso.com", masks.mail("ines@contoso.com"))
        .replace("Ines Marlowe", masks.name("Ines Marlowe"))
        .replace("[a=b]", '["REDACTED"]')
        .replace("+493023125042", masks.number("+493023125042"))
    )
    assert found == [
        Datum("mail address", 1),
        Datum("name", 8),
        Datum("credentials or headers about machines", 12),
        Datum("phone number", 15),
    ]


def test_every_kind_of_mask_has_its_words() -> None:
    assert {kind for kind in WORDS if kind} == {kind.name for kind in MASKS}


def test_a_token_answer_stays_so_that_the_cassette_still_replays() -> None:
    fetch = interaction(
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "client_id=1&client_secret=q8xw2",
    )
    fetch["response"]["body"]["string"] = json.dumps({"access_token": "q8xw2", "expires_in": 3599})
    text, _ = scrub(by_vcrpy(fetch))
    (whole,) = read_back(text)
    assert whole.way is Way.TO_LOGIN
    assert whole.response is not None
    answer = json.loads(whole.response.body)
    assert answer == {"access_token": REDACTOR.masks.opaque("q8xw2"), "expires_in": 3599}
    assert "q8xw2" not in text


def test_what_refers_to_another_interaction_is_masked_once() -> None:
    text = by_vcrpy(interaction()).replace("body: '{\"timeout\": 30}'", "body: &b '+493023125042'")
    block_text = text[text.index("- request") : text.index("version")]
    text = text.replace("version", block_text.replace("&b '+493023125042'", "*b") + "version")
    new, found = scrub(text)
    assert [datum.kind for datum in found].count("phone number") == 1
    assert {whole.request.body for whole in read_back(new)} == {
        REDACTOR.masks.number("+493023125042").encode()
    }


def test_a_message_that_names_somebody_is_masked_in_its_free_text_too() -> None:
    whole = replace(
        ROWS[0][2],
        request=replace(ROWS[0][2].request, body=b'{"displayName": "Ines Marlowe"}'),
        response=Response(404, Headers(), b"cannot ring Ines Marlowe"),
    )
    assert "Marlowe" not in scrub(by_vcrpy(foreign(whole)))[0]
