"""What must not stand in a recording is found where it stands, once a place, and what was masked never."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.cassette import line_of, read
from harness.exchange import Exchange, Response, Way
from harness.headers import Headers
from harness.redaction.masks import Masks
from harness.redaction.redactor import Redactor
from tests.unit.cassette.exchanges import file_of, lines
from tests.unit.places import PLACES, PLANTINGS
from tests.unit.planting import KINDS, exchange, token, with_response
from tests.unit.redaction import test_redactor_findings as generated
from tests.unit.redaction.test_redactor_planting import trees
from tests.unit.rules.recordings import found, given_away, severities

MASKS = Masks(b"a key for tests")
REDACTOR = Redactor(b"a key for tests")
NUMBER = "+493023125042"
HOLDS: dict[str, list[tuple[str, Any]]] = {
    "RDS001": [
        ("a", token(sub="x")),
        ("a", f"see {token(sub='x')}, then"),
        ("a", "Bearer 0123456789abcdef"),
        ("access_token", token(sub="x")),
    ],
    "RDS002": [
        ("client_secret", "q8-Xw2"),
        ("clientSecret", "q8-Xw2"),
        ("refresh_token", "0.AR"),
        ("a", "client_assertion=q8-Xw2"),
        ("password", "q8-Xw2"),
        ("a", '{"access_token": "q8-Xw2"}'),
        ("a", "https://login.microsoftonline.com/?client_secret=q8-Xw2"),
        ("a", "https://login.microsoftonline.com/?code=q8-Xw2"),
    ],
    "RDS003": [
        ("id", NUMBER),
        ("a", f"call {NUMBER} now"),
        ("a", "call 0049 30 23125042 now"),
        ("a", f"https://graph.microsoft.com/v1.0/x?a={NUMBER}"),
        ("a", "tel:493023125042"),
        ("a", f"4:{NUMBER}"),
        ("phone", {"id": "(030) 23125-042"}),
        ("phone", {"id": 493023125042}),
        ("phone", {"displayName": "tel:030 23125042;ext=12"}),
        ("displayName", NUMBER),
        ("a", "+2025550143"),
    ],
    "RDS004": [
        ("displayName", "Ines Marlowe"),
        ("subject", "Ines Marlowe"),
        ("lastName", "Marlowe"),
        ("id", "ines@contoso.com"),
        ("displayName", "ines@contoso.com"),
        ("phone", {"displayName": "Ines Marlowe"}),
        ("a", "mail ines@contoso.onmicrosoft.com today"),
    ],
    "RDS007": [
        ("passcode", "Zx81Qp"),
        ("passcode", 4711),
        ("joinMeetingId", "912 345 678 01"),
        ("meetingInfo", {"token": "q8-Xw2"}),
        ("threadId", "19:meeting_Tm90QVJlYWxPbmU@thread.v2"),
        ("a", "19%3ameeting_Tm90QVJlYWxPbmU%40thread.v2"),
        (
            "threadId",
            "19:8d1f6b2c-5e4a-4c3d-9b8a-7f6e5d4c3b2a_1f8c3e5a-6b7d-4e9f-8a0b-2c4d6e8f0a1b@unq.gbl.spaces",
        ),
    ],
}
ROWS = [(code, name, value) for code, rows in HOLDS.items() for name, value in rows]


@pytest.mark.parametrize(("code", "name", "value"), ROWS)
@pytest.mark.parametrize("side", ["request", "response"])
def test_it_is_found_in_json_by_one_rule_in_every_edition(
    code: str, name: str, value: Any, side: str
) -> None:
    body = {name: value}
    whole = exchange(body) if side == "request" else with_response(json.dumps(body).encode())
    below = f".{next(iter(value))}" if isinstance(value, dict) else ""
    assert severities(whole) == {(code, "error", f"{side}.body.{name}{below}")}


@pytest.mark.parametrize(("code", "name", "value"), ROWS)
def test_redacted_it_is_found_no_more(code: str, name: str, value: Any) -> None:
    assert given_away(REDACTOR.exchange(exchange({name: value}))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer REDACTED"),
        ("access_token", "REDACTED"),
        ("client_secret", "***"),
        ("client_secret", "<redacted>"),
        ("client_secret", ""),
        ("grant_type", "refresh_token"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("phone", {"id": "+12025550143"}),
        ("phone", {"id": "(202) 555-0143"}),
        ("phone", {"id": MASKS.number(NUMBER)}),
        ("phone", {"id": MASKS.number("(030) 23125-042")}),
        ("phone", {"id": "112", "displayName": "REDACTED"}),
        ("displayName", "User 7f3a90c2"),
        ("displayName", MASKS.number("(030) 23125-042")),
        ("displayName", "redacted"),
        ("subject", ""),
        ("id", "ines@mail.example"),
        ("id", "ines@example.com"),
        ("threadId", "19:meeting_redacted-63c53b42@thread.v2"),
        ("threadId", f"19:{MASKS.guid('8d1f6b2c5e4a4c3d9b8a7f6e5d4c3b2a')}@thread.tacv2"),
        ("threadId", ""),
        ("meetingInfo", {"token": "redacted-63c53b42", "passcode": None}),
        ("token", "next page"),
        ("isPasscodeRequired", False),
        ("passcode", MASKS.number("4711")),
    ],
)
def test_what_stands_for_something_else_or_for_nobody_is_let_be(name: str, value: Any) -> None:
    assert given_away(exchange({name: value})) == []


def test_one_place_has_one_finding_of_a_rule_however_much_stands_there() -> None:
    said = f"{NUMBER} {NUMBER} ines@contoso.com ada@contoso.com"
    assert sorted(given_away(exchange({"a": said, "b": NUMBER}))) == [
        ("RDS003", "error", "request.body.a"),
        ("RDS003", "error", "request.body.b"),
        ("RDS004", "error", "request.body.a"),
    ]


@pytest.mark.parametrize(
    ("whole", "where"),
    [
        (exchange(url=f"https://graph.microsoft.com/v1.0/users/{NUMBER}"), "request.uri"),
        (exchange(Note=NUMBER), "request.headers.note"),
        (exchange(f"a=b&phone={NUMBER.replace('+', '%2B')}".encode()), "request.body.phone"),
        (exchange(f"call {NUMBER}".encode()), "request.body"),
        (exchange(f'{{"phone": "{NUMBER}",}}'.encode()), "request.body"),
        (with_response(NUMBER.encode()), "response.body"),
        (with_response(b"", note=NUMBER), "response.headers.note"),
        (Exchange(exchange().request, Response(400, reason=NUMBER), Way.TO_GRAPH), "response.reason"),
        (Exchange(exchange().request, None, Way.TO_GRAPH, error=f"no answer by {NUMBER}"), "error"),
    ],
)
def test_it_is_found_wherever_text_stands(whole: Exchange, where: str) -> None:
    assert given_away(whole) == [("RDS003", "error", where)]


def test_a_finding_points_at_the_line_of_what_it_found() -> None:
    whole = replace(exchange({"a": [{"b": NUMBER}]}, Note=NUMBER), response=None, error=NUMBER)
    data = file_of([whole])
    (entry,) = read(lines(data))
    told = [data.split(b"\n")[line_of(entry, each.where) - 1] for each in found(entry.exchange)]
    assert [line.decode().strip() for line in told] == ["note:", f'"b": "{NUMBER}"', f"error: '{NUMBER}'"]


def test_no_finding_tells_what_it_found_not_even_a_key() -> None:
    told = {NUMBER: {"displayName": "Ines Marlowe"}, "ines@contoso.com": {"password": "q8-Xw2"}}
    findings = found(exchange(told, fields={f"X-{token(a=1)}": NUMBER}))
    assert {each.where for each in findings} == {"request.body", "request.headers"}
    said = " ".join(f"{each.where} {each.message} {each.fix}" for each in findings)
    assert not any(each in said for each in (NUMBER, "Marlowe", "contoso", "q8-Xw2", token(a=1)))


def test_what_is_to_be_done_depends_on_whose_recording_it_is() -> None:
    (theirs,) = found(exchange({"a": NUMBER}))
    (ours,) = found(exchange({"a": NUMBER}), key="1c3ad9e2")
    assert theirs.fix.startswith("`redial scrub` masks it in place")
    assert ours.fix.startswith("It stands in a file that redial masked")


@settings(max_examples=25)
@pytest.mark.parametrize(("kind", "place"), PLANTINGS, ids=lambda it: it)
@given(drawn=st.data())
def test_nothing_planted_is_found_once_it_is_redacted(kind: str, place: str, drawn: st.DataObject) -> None:
    planted = PLACES[place][1](kind, drawn.draw(KINDS[kind]))
    assert given_away(REDACTOR.exchange(planted)) == []


BY_FORM = {"number": "RDS003", "mail": "RDS004", "token": "RDS001"}


@settings(max_examples=25)
@pytest.mark.parametrize(
    ("kind", "place"),
    [(kind, place) for kind, place in PLANTINGS if kind in BY_FORM and "Base64" not in place],
    ids=lambda it: it,
)
@given(drawn=st.data())
def test_what_is_known_by_its_form_is_found_wherever_it_was_planted(
    kind: str, place: str, drawn: st.DataObject
) -> None:
    planted = PLACES[place][1](kind, drawn.draw(KINDS[kind]))
    assert BY_FORM[kind] in {code for code, _, _ in given_away(planted)}


@settings(max_examples=25)
@pytest.mark.parametrize(
    "place",
    [
        place
        for kind, place in PLANTINGS
        if kind == "name" and place.startswith(("member", "JSON")) and "secret" not in place
    ],
)
@given(drawn=st.data())
def test_a_name_is_found_where_names_stand(place: str, drawn: st.DataObject) -> None:
    planted = PLACES[place][1]("name", drawn.draw(KINDS["name"]))
    assert {code for code, _, _ in given_away(planted)} == {"RDS004"}


@given(trees, st.sampled_from(Way))
def test_no_redacted_json_gives_anything_away(tree: Any, way: Way) -> None:
    assert given_away(REDACTOR.exchange(exchange(tree, way=way))) == []


@settings(max_examples=200)
@given(generated.urls, generated.fields, generated.bodies, generated.answers)
def test_no_redacted_redirect_gives_anything_away(
    url: str, headers: dict[str, str], body: bytes, answer: Response | None
) -> None:
    request = exchange(body, url=url, fields=headers).request
    assert given_away(REDACTOR.exchange(Exchange(request, answer, Way.TO_GRAPH))) == []


@given(st.text(), st.binary(), st.dictionaries(st.text(), st.text()), st.text(), st.sampled_from(Way))
def test_whatever_a_recording_holds_nothing_is_raised(
    url: str, body: bytes, headers: dict[str, str], error: str, way: Way
) -> None:
    request = exchange(body, url=url, fields=headers).request
    whole = Exchange(request, Response(200, Headers.of(headers), body, error), way, error=error)
    for each in found(whole):
        assert each.where.startswith(("request.", "response.", "error"))
        assert each.message.isascii()
        assert "\n" not in each.message + each.fix
